"""Setting up and taking away second factors: passkeys, the authenticator app, recovery codes."""

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from torhaus.accounts import factors, login, passkeys, sessions
from torhaus.accounts.pages.answers import options
from torhaus.accounts.pages.face import Face, confirmed, own
from torhaus.accounts.pages.forms import AppForm, PasskeyForm
from torhaus.kernel.errors import Refused
from torhaus.kernel.qr import qr


@require_http_methods(["GET", "POST"])
@confirmed
def passkey_new(request: HttpRequest, *, face: Face) -> HttpResponse:
    """Give a passkey a name and keep what the device answered."""
    was_protected = factors.is_protected(own(request))
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if _is_kept(request, form):
                return _set_up(request, face, _("Der Passkey ist eingerichtet."), is_first=not was_protected)
        except Refused as refused:
            form.add_error(None, str(refused.message))
    return face.page(request, "passkey_new", {"form": form}, status=422 if form.errors else 200)


def _is_kept(request: HttpRequest, form: PasskeyForm) -> bool:
    credential = passkeys.check_registration(request.POST.get("credential", ""))
    if credential is None:
        form.add_error(None, _("Das Gerät hat keinen Passkey erstellt. Bitte versuchen Sie es noch einmal."))
        return False
    factors.add_passkey(person=own(request), name=form.cleaned_data["name"], credential=credential)
    return True


@require_POST
@confirmed
def passkey_options(request: HttpRequest, *, face: Face) -> HttpResponse:
    return options(passkeys.registration_options(own(request)))


@require_http_methods(["GET", "POST"])
@confirmed
def passkey(request: HttpRequest, pk: int, *, face: Face) -> HttpResponse:
    """Rename one of one's own passkeys."""
    found = next((key for key in factors.factors_of(own(request)).passkeys if key.id == pk), None)
    if found is None:
        raise Http404
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        factors.rename_passkey(person=own(request), pk=pk, name=form.cleaned_data["name"])
        messages.success(request, _("Gespeichert."))
        return redirect(face.url("account_security"))
    return face.page(request, "passkey", {"form": form, "passkey": found}, status=422 if form.errors else 200)


@require_POST
@confirmed
def passkey_removal(request: HttpRequest, pk: int, *, face: Face) -> HttpResponse:
    if not factors.remove_passkey(person=own(request), pk=pk):
        raise Http404
    messages.success(request, _("Der Passkey ist entfernt. Löschen Sie ihn auch auf dem Gerät."))
    return redirect(face.url("account_security"))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@confirmed
def app(request: HttpRequest, *, face: Face) -> HttpResponse:
    """The authenticator app: scan or type the secret, then prove it with a code."""
    person = own(request)
    was_protected = factors.is_protected(person)
    form = AppForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            if factors.add_totp(person=person, secret=form.secret, code=form.cleaned_data["code"].replace(" ", "")):
                return _set_up(request, face, _("Die Authenticator-App ist eingerichtet."), is_first=not was_protected)
            form.add_error("code", login.Denial.WRONG_CODE.text)
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "qr": _code_of(request, form), "secret": _in_groups(form.secret)}
    return face.page(request, "app", context, status=422 if form.errors else 200)


def _code_of(request: HttpRequest, form: AppForm) -> Markup:
    address = get_adapter().build_totp_url(own(request), form.secret)
    return Markup(qr(address))  # noqa: S704  # made here, of letters and digits


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@require_POST
@confirmed
def app_removal(request: HttpRequest, *, face: Face) -> HttpResponse:
    factors.remove_totp(person=own(request))
    messages.success(request, _("Die Authenticator-App ist entfernt."))
    return redirect(face.url("account_security"))


@require_POST
@confirmed
def recovery_codes(request: HttpRequest, *, face: Face) -> HttpResponse:
    """Fresh codes, shown in this one answer and never again."""
    try:
        return _codes(request, face, factors.new_recovery_codes(person=own(request)))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(face.url("account_security"))


@require_POST
@confirmed
def recovery_file(request: HttpRequest, *, face: Face) -> HttpResponse:
    """The codes that were just shown, as a text file; the page sends them back, since nobody keeps them here."""
    codes = request.POST.get("codes", "")[:400].split()
    if not factors.are_own_codes(person=own(request), codes=codes):
        raise Http404
    text = _("Wiederherstellungscodes für %(name)s. Jeder gilt einmal.") % {"name": request.get_host()}
    body = "\r\n".join([text, "", *codes, ""])
    headers = {"Content-Disposition": 'attachment; filename="torhaus-codes.txt"'}
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers=headers)


def _set_up(request: HttpRequest, face: Face, said: str, *, is_first: bool) -> HttpResponse:
    """With the first factor come recovery codes, and sessions elsewhere, opened without it, end."""
    messages.success(request, said)
    if not is_first:
        return redirect(face.url("account_security"))
    sessions.end_others(request, own(request))
    return _codes(request, face, factors.new_recovery_codes(person=own(request)))


def _codes(request: HttpRequest, face: Face, codes: list[str]) -> HttpResponse:
    return face.page(request, "codes", {"codes": codes})
