"""An invitation's link: who invites, a password (or the login of an account that exists), and in.

GET marks the link as opened and consumes nothing; HEAD does nothing at all. Only a POST takes the invitation up.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torhaus.accounts import login as door
from torhaus.accounts import throttle
from torhaus.accounts.actions import ask_for_reset
from torhaus.accounts.forms import LANGUAGES, NewPasswordForm, PasswordForm, spoken
from torhaus.accounts.models import Person
from torhaus.flows.accept_invitation import accept_as_known, accept_as_new, known_person
from torhaus.kernel.errors import Refused
from torhaus.portal_access import actions, queries
from torhaus.portal_access.models import Invitation, InvitationStatus
from torhaus.ui.brand import Brand
from torhaus.ui.render import render_page


class WelcomeForm(NewPasswordForm):
    """Name, language and a password."""

    first_name = forms.CharField(
        label=gettext_lazy("Vorname"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Sprache"), choices=LANGUAGES, widget=forms.RadioSelect)
    field_order = ["first_name", "last_name", "language", "password"]


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.by_token(token)
    if found is None or not actions.is_usable(found):
        return _expired(request, found, token=token)
    if request.method == "GET":
        actions.note_visit(found)
    person = known_person(found)
    with translation.override(_language(request, found)):
        if person is not None and person.has_usable_password():
            return _known(request, found, person)
        return _new(request, found, person)


def _language(request: HttpRequest, found: Invitation) -> str:
    """The contact's language; what the page itself was sent with counts more."""
    return spoken(request.POST.get("language"), otherwise=found.contact.language)


def _new(request: HttpRequest, found: Invitation, person: Person | None) -> HttpResponse:
    contact = found.contact
    initial = {"first_name": contact.first_name, "last_name": contact.last_name, "language": contact.language}
    checked = person or Person(email=found.email, first_name=contact.first_name, last_name=contact.last_name)
    form = WelcomeForm(door.posted(request), initial=initial, person=checked)
    if request.method == "POST" and form.is_valid():
        try:
            created = accept_as_new(invitation=found, **form.cleaned_data)
        except (Refused, PermissionError):
            return redirect(request.path)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return _entered(request, found, created)
    return _page(request, found, {"form": form, "known": None}, is_failed=bool(form.errors))


def _known(request: HttpRequest, found: Invitation, person: Person) -> HttpResponse:
    """Somebody with an account proves it by the session or the password; neither is ever set here."""
    is_in = request.user.is_authenticated and request.user.pk == person.pk
    form = PasswordForm(door.posted(request))
    if request.method == "POST" and is_in:
        return _take_up(request, found, person, is_in=True)
    if request.method == "POST" and form.is_valid():
        checked = door.check(request, login=person.email or "", password=form.cleaned_data["password"])
        if not isinstance(checked, door.Denial):
            return _take_up(request, found, checked, is_in=False)
        form.add_error("password", _("Das Passwort stimmt nicht.") if checked is door.Denial.WRONG else checked.text)
    return _page(request, found, {"form": form, "known": person, "is_in": is_in}, is_failed=bool(form.errors))


def _take_up(request: HttpRequest, found: Invitation, person: Person, *, is_in: bool) -> HttpResponse:
    try:
        accept_as_known(invitation=found, person=person)
    except (Refused, PermissionError):
        return redirect(request.path)
    if is_in:
        _preselect(request, found)
        return redirect("portal:home")
    return _entered(request, found, person)


def _entered(request: HttpRequest, found: Invitation, person: Person) -> HttpResponse:
    response = door.enter(request, person, to="/portal/")
    _preselect(request, found)
    return response


def _preselect(request: HttpRequest, found: Invitation) -> None:
    request.session["portal_provider"], request.session["portal_customer"] = found.provider_id, found.customer_id


def _page(request: HttpRequest, found: Invitation, context: dict[str, object], *, is_failed: bool) -> HttpResponse:
    request.brand = Brand.of(found.provider)  # type: ignore[attr-defined]
    context |= {"invitation": found, "provider": found.provider, "contact": found.contact}
    return render_page(request, "portal/doorstep/invitation.html", context, status=422 if is_failed else 200)


def _expired(request: HttpRequest, found: Invitation | None, *, token: str) -> HttpResponse:
    """The same page for used, expired, withdrawn and unknown links; whoever holds a real one knows the company."""
    if found is not None:
        request.brand = Brand.of(found.provider)  # type: ignore[attr-defined]
    return render_page(request, "portal/doorstep/invitation_expired.html", {"token": token}, status=410)


@require_POST
def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the invited mail box, whoever asks; the answer never says whether one went out."""
    found = queries.by_token(token)
    if found is not None and throttle.may_ask_for_mail(request, address=found.email):
        _renew(found)
    return redirect("doorstep:invitation_renewed")


def _renew(found: Invitation) -> None:
    person = known_person(found)
    if found.status == InvitationStatus.ACCEPTED and person is not None and person.is_active:
        ask_for_reset(person=person, provider_id=found.provider_id)
    else:
        actions.renew(found)


@require_safe
def renewed(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/doorstep/invitation_renewed.html")
