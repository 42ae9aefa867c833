"""Accounts without e-mail: „Neuer Eintrag“, the pencil, a new password. A password is shown once and never again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.accounts import usernames
from torhaus.customers.models import Customer
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.portal_access.addresses import portal_address
from torhaus.office.portal_access.doors import customer_of, row_of
from torhaus.office.portal_access.local_forms import LocalAccountForm, LocalPersonForm
from torhaus.portal_access import actions
from torhaus.portal_access.models import PortalAccess
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page

JOBS_OFFERED = 100


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def local_account_new(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """„Neuer Eintrag“ for the customer, or with ?job= for one job."""
    customer = customer_of(request, customer_id)
    jobs = list_for(request.viewer, Job, P.JOB_READ).filter(customer=customer).order_by("-id")[:JOBS_OFFERED]
    asked = id_in(request.GET.get("job"))
    suggestion = usernames.suggested(provider_slug=customer.provider.slug, name=customer.name)
    form = LocalAccountForm(request.POST or None, jobs=list(jobs), suggestion=suggestion, job_id=asked)
    if request.method == "POST" and form.is_valid():
        answer = _opened(request, customer, form)
        if answer is not None:
            return answer
    context = {"form": form, "customer": customer}
    return render_page(request, "office/portal_access/local_new.html", context, status=422 if form.errors else 200)


def _opened(request: ViewerRequest, customer: Customer, form: LocalAccountForm) -> HttpResponse | None:
    """The page with the password; for the same form a second time only the list, since nobody knows it any more."""
    made: list[tuple[PortalAccess, str]] = []

    def run() -> str:
        made.append(actions.open_local_account(customer=customer, by=request.viewer.person, **form.values))
        return reverse("office:portal", args=[customer.pk]) + "#local"

    try:
        address = once(form_key(request), run)
    except Refused as refused:
        form.add_error("username", str(refused.message))
        return None
    if not made:
        messages.info(request, _("Dieser Zugang ist schon angelegt; sein Passwort wurde einmal angezeigt."))
        return redirect(address)
    access, password = made[0]
    return _password_page(request, customer, access, password)


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def local_account(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    """The pencil: names and username."""
    customer = customer_of(request, customer_id)
    row = _access(request, customer, pk)
    person = row.person
    initial = {name: getattr(person, name) for name in ("username", "first_name", "last_name")}
    form = LocalPersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_local_account(access=row, by=request.viewer.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("username", str(refused.message))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("office:portal", customer_id)
    context = {"form": form, "customer": customer, "access": row, "name": str(person)}
    return render_page(request, "office/portal_access/local.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.PORTAL_INVITE)
def local_account_password(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    """A new password, shown once; the old one and all sessions end."""
    customer = customer_of(request, customer_id)
    row = _access(request, customer, pk)
    made: list[str] = []

    def run() -> str:
        made.append(actions.renew_password(access=row, by=request.viewer.person))
        return reverse("office:local_account", args=[customer.pk, row.pk])

    try:
        address = once(form_key(request), run)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("office:portal", customer.pk)
    return _password_page(request, customer, row, made[0]) if made else redirect(address)


def _password_page(request: ViewerRequest, customer: Customer, access: PortalAccess, password: str) -> HttpResponse:
    context: dict[str, Any] = {
        "customer": customer,
        "access": access,
        "person": access.person,
        "password": password,
        "address": portal_address(customer.provider),
    }
    return render_page(request, "office/portal_access/local_password.html", context)


def _access(request: ViewerRequest, customer: Customer, pk: int) -> PortalAccess:
    return row_of(customer, get_for(request.viewer, PortalAccess, pk, P.PORTAL_INVITE, related=("person",)))
