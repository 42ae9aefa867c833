"""„Anmeldung und Sicherheit“: the overview, password, address, and the devices where one is logged in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.accounts import confirming, factors, login, mail_links, passkeys, sessions, throttle
from torhaus.accounts import own as own_account
from torhaus.accounts.forms import ChangePasswordForm, PasswordForm
from torhaus.accounts.pages.answers import options
from torhaus.accounts.pages.face import Face, confirmed, own
from torhaus.accounts.pages.forms import EmailForm


@require_GET
def security(request: HttpRequest, *, face: Face) -> HttpResponse:
    return _page(request, face)


@require_POST
@sensitive_post_parameters()
def password(request: HttpRequest, *, face: Face) -> HttpResponse:
    """Another password, if the old one is right; all other sessions end with it."""
    form = ChangePasswordForm(request.POST, person=own(request))
    if not own_account.save_password(request, form, person=own(request)):
        return _page(request, face, password_form=form)
    messages.success(request, _("Ihr Passwort ist geändert. Auf allen anderen Geräten sind Sie abgemeldet."))
    return redirect(face.url("account_security"))


@require_http_methods(["GET", "POST"])
@confirmed
def email(request: HttpRequest, *, face: Face) -> HttpResponse:
    """Ask for another address; it counts once its link was confirmed. Taken and free addresses are answered alike."""
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if throttle.may_ask_for_mail(request, address=address):
            mail_links.ask_for_email(person=own(request), address=address)
        text = _("Wir haben einen Link an %(address)s gesendet. Die Adresse gilt, sobald Sie ihn bestätigen.")
        messages.success(request, text % {"address": address})
        return redirect(face.url("account_security"))
    return face.page(request, "email", {"form": form}, status=422 if form.errors else 200)


@require_POST
def other_sessions(request: HttpRequest, *, face: Face) -> HttpResponse:
    own_account.end_other_sessions(request, person=own(request))
    messages.success(request, _("Auf allen anderen Geräten sind Sie abgemeldet."))
    return redirect(face.url("account_security"))


@require_POST
def session_ending(request: HttpRequest, id: str, *, face: Face) -> HttpResponse:
    """Log out one device; ending the present one is a logout."""
    if not sessions.end_one(person=own(request), id=id):
        raise Http404
    messages.success(request, _("Das Gerät ist abgemeldet."))
    return redirect(face.url("account_security"))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def confirmation(request: HttpRequest, *, face: Face) -> HttpResponse:
    """Password or passkey once more, then on to where the person wanted to go within these pages."""
    person, form = own(request), PasswordForm(request.POST if request.method == "POST" else None)
    to = _within(request.POST.get("next") or request.GET.get("next", ""), face)
    if request.method == "POST" and _is_proved(request, form):
        confirming.confirm(request, person)
        return redirect(to)
    context = {"form": form, "next": to, "person": person, "has_passkeys": bool(factors.factors_of(person).passkeys)}
    return face.page(request, "confirmation", context, status=422 if form.errors else 200)


def _is_proved(request: HttpRequest, form: PasswordForm) -> bool:
    person, answer = own(request), request.POST.get("credential", "")
    if not throttle.may_confirm(person.pk):
        form.add_error(None, _("Zu viele Versuche. Bitte warten Sie eine Viertelstunde."))
        return False
    if answer:
        form.fields["password"].required = False
        if passkeys.check_login(answer, person=person) is None:
            form.add_error(None, login.Denial.WRONG_PASSKEY.text)
        return form.is_valid()
    if form.is_valid() and not person.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("Das Passwort stimmt nicht."))
    return form.is_valid()


@require_POST
def confirmation_options(request: HttpRequest, *, face: Face) -> HttpResponse:
    return options(passkeys.login_options(own(request)))


def _within(address: str, face: Face) -> str:
    """`address` if it is one of this face's account pages, else the overview."""
    start = face.url("account")
    return (
        address
        if address.startswith(start) and login.local_address(address) == address
        else face.url("account_security")
    )


def _page(request: HttpRequest, face: Face, *, password_form: ChangePasswordForm | None = None) -> HttpResponse:
    person = own(request)
    found = factors.factors_of(person)
    context = {
        "person": person,
        "factors": found,
        "is_missing": _is_missing(request, found),
        "open_sessions": sessions.open_sessions(request, person),
        "password_form": password_form or ChangePasswordForm(person=person),
    }
    return face.page(request, "security", context, status=422 if password_form else 200)


def _is_missing(request: HttpRequest, found: factors.Factors) -> bool:
    """Whether the face waits for a second factor before it opens anything else."""
    seat = getattr(getattr(request, "viewer", None), "seat", None)
    return bool(getattr(seat, "lacks_factor", False)) and not found.is_protected
