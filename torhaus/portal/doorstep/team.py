"""A colleague's invitation: who invites, a password (or the login of an account that exists), and in.

GET consumes nothing. An address that has an account proves it with its own login; nothing of it is shown before.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from torhaus.accounts import login as door
from torhaus.accounts.forms import PasswordForm, spoken
from torhaus.accounts.models import Person
from torhaus.portal.doorstep.invitation import WelcomeForm
from torhaus.providers import invitations
from torhaus.providers.models import Membership, Provider
from torhaus.providers.queries import membership_by_token
from torhaus.ui.brand import Brand
from torhaus.ui.render import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def team(request: HttpRequest, token: str) -> HttpResponse:
    found = membership_by_token(token)
    if found is None:
        return render_page(request, "portal/doorstep/team_expired.html", status=410)
    request.brand = Brand.of(found.provider)  # type: ignore[attr-defined]
    with translation.override(spoken(request.POST.get("language"), otherwise=found.person.language)):
        return (_known if found.person.has_usable_password() else _new)(request, found, token)


def _new(request: HttpRequest, found: Membership, token: str) -> HttpResponse:
    person = found.person
    initial = {"first_name": person.first_name, "last_name": person.last_name, "language": person.language}
    form = WelcomeForm(door.posted(request), initial=initial, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            member = invitations.accept_as_new(token=token, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return _entered(request, member, found.provider)
    return _page(request, found, {"form": form, "is_known": False}, is_failed=bool(form.errors))


def _known(request: HttpRequest, found: Membership, token: str) -> HttpResponse:
    """Somebody with an account proves it by the session or the password; neither is ever set here."""
    person, form = found.person, PasswordForm(door.posted(request))
    is_in = request.user.is_authenticated and request.user.pk == person.pk
    if request.method == "POST" and (is_in or form.is_valid()):
        checked = person if is_in else _checked(request, person, form)
        if checked is not None:
            member = invitations.accept(token=token, person=checked)
            return _joined(request, member) if is_in else _entered(request, member, found.provider)
    context = {"form": form, "is_known": True, "is_in": is_in, "is_other": request.user.is_authenticated and not is_in}
    is_failed = request.method == "POST" and bool(form.errors)
    return _page(request, found, context, is_failed=is_failed)


def _checked(request: HttpRequest, person: Person, form: PasswordForm) -> Person | None:
    checked = door.check(request, login=person.email or "", password=form.cleaned_data["password"])
    if isinstance(checked, door.Denial):
        form.add_error("password", _("Das Passwort stimmt nicht.") if checked is door.Denial.WRONG else checked.text)
        return None
    return checked


def _joined(request: HttpRequest, member: Membership | None) -> HttpResponse:
    if member is None:
        return redirect(request.path)
    request.session["office_provider"] = member.provider_id
    messages.success(request, _("Willkommen bei %(name)s.") % {"name": member.provider})
    return redirect("office:home")


def _entered(request: HttpRequest, member: Membership | None, provider: Provider) -> HttpResponse:
    if member is None:
        return redirect(request.path)
    response = door.enter(request, member.person, to="/office/")
    request.session["office_provider"] = provider.pk
    return response


def _page(request: HttpRequest, found: Membership, context: dict[str, object], *, is_failed: bool) -> HttpResponse:
    context |= {"member": found, "provider": found.provider, "email": found.person.email}
    return render_page(request, "portal/doorstep/team.html", context, status=422 if is_failed else 200)
