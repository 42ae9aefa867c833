"""The team: who works here in which role, new colleagues, and those who leave."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.settings.forms import MemberEditForm, MemberForm
from torhaus.office.settings.tabs import tabs
from torhaus.office.steps import carry
from torhaus.providers import actions, invitations, queries
from torhaus.providers.models import Membership
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import render_page


@require_GET
@office_view(P.STAFF_EDIT)
def staff(request: ViewerRequest) -> HttpResponse:
    rows = queries.team(list_for(request.viewer, Membership, P.STAFF_EDIT))
    page = keyset_page(rows, order=queries.TEAM_ORDER, cursor=request.GET.get("after"))
    return render_page(request, "office/settings/staff.html", {"rows": page, "tabs": tabs(request)})


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@office_view(P.STAFF_EDIT)
def member_new(request: ViewerRequest) -> HttpResponse:
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _added(request, form)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "member": None}
    return render_page(request, "office/settings/member_new.html", context, status=422 if form.errors else 200)


def _added(request: ViewerRequest, form: MemberForm) -> str:
    values = dict(form.cleaned_data)
    email, username = values.pop("email") or None, values.pop("username") or None
    password = values.pop("password") or None
    member = actions.add_member(
        provider=request.viewer.provider,
        by=request.viewer.person,
        email=email,
        username=username,
        password=password,
        **values,
    )
    text = _("Die Einladung an %(name)s ist unterwegs.") if member.is_pending else _("%(name)s gehört jetzt zum Team.")
    messages.success(request, text % {"name": member})
    return reverse("office:staff")


@require_http_methods(["GET", "POST"])
@office_view(P.STAFF_EDIT)
def member(request: ViewerRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    form = MemberEditForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = carried_out(
            form,
            lambda: actions.change_member(member=row, by=request.viewer.person, version=version, **form.values),
            current=lambda: _get(request, pk),
        )
        if saved:
            messages.success(request, _("Gespeichert."))
            return redirect("office:staff")
    context = {"form": form, "member": row, "is_self": row.person_id == request.viewer.person.pk}
    return render_page(request, "office/settings/member.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.STAFF_EDIT)
def member_invitation(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send the invitation once more; the earlier link ends."""
    row, by = _get(request, pk), request.viewer.person
    return _done(request, lambda: invitations.invite_again(member=row, by=by), _("Die Einladung ist unterwegs."), pk)


@require_POST
@office_view(P.STAFF_EDIT)
def member_withdrawal(request: ViewerRequest, pk: int) -> HttpResponse:
    row, by = _get(request, pk), request.viewer.person
    return _done(request, lambda: invitations.withdraw(member=row, by=by), _("Die Einladung ist zurückgezogen."), pk)


@require_POST
@office_view(P.STAFF_EDIT)
def member_deactivation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=False)


@require_POST
@office_view(P.STAFF_EDIT)
def member_activation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=True)


def _switched(request: ViewerRequest, pk: int, *, is_active: bool) -> HttpResponse:
    row = _get(request, pk)
    text = _("%(name)s ist wieder dabei.") if is_active else _("%(name)s ist deaktiviert und überall abgemeldet.")
    return _done(
        request,
        lambda: actions.set_member_active(member=row, is_active=is_active, by=request.viewer.person),
        text % {"name": row},
        pk,
    )


def _done(request: ViewerRequest, action: Callable[[], object], text: str, pk: int) -> HttpResponse:
    return redirect("office:staff") if carry(request, action, text) else redirect("office:member", pk)


def _get(request: ViewerRequest, pk: int) -> Membership:
    return get_for(request.viewer, Membership, pk, P.STAFF_EDIT, whole=("person",))
