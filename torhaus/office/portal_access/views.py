"""„Kundenportal“ of a customer: activate, switches, invitations, accesses."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions as customer_actions
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Contact, Customer, Site
from torhaus.delivery.letter import address_of
from torhaus.flows.activate_portal import Opened, save_portal
from torhaus.kernel import mail
from torhaus.kernel.once import once
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.portal_access.doors import customer_of, row_of
from torhaus.office.portal_access.forms import SWITCHES, PortalForm, SiteSwitchesForm
from torhaus.office.portal_access.people import referrals_of, rows
from torhaus.office.steps import carry
from torhaus.portal_access import actions, checks, queries
from torhaus.portal_access.models import Deputyship, Invitation
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def portal(request: ViewerRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    form = PortalForm(request.POST or None, instance=customer)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        opened = carried_out(
            form,
            lambda: save_portal(customer=customer, by=request.viewer.person, version=version, **form.values),
            current=lambda: customer_of(request, customer_id),
        )
        if opened:
            _tell(request, opened)
            return redirect("office:portal", customer_id)
    return _page(request, customer, form)


def _tell(request: ViewerRequest, opened: Opened) -> None:
    messages.success(request, _("Gespeichert. Die Einstellungen gelten ab sofort."))
    if opened.invitation:
        messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": opened.invitation.email})
    for point in opened.missing:
        messages.warning(request, _("Es ging keine Einladung hinaus: %(reason)s") % {"reason": point})


def _page(request: ViewerRequest, customer: Customer, form: PortalForm) -> HttpResponse:
    people = rows(request.viewer, customer)
    main = next((row.contact for row in people if row.contact and row.contact.is_main), None)
    context = {
        "customer": customer,
        "form": form,
        "people": [row for row in people if not row.is_local],
        "local": [row for row in people if row.is_local],
        "referrals": referrals_of(request.viewer, customer),
        "closed_because": checks.missing_for_portal(customer.provider),
        "plugins_url": reverse("office:plugins") if request.viewer.may(P.PROVIDER_EDIT) else "",
        "missing": checks.missing_for_activation(main) if not customer.portal_enabled else [],
        "deputyships": _deputyships(request, customer),
        "main": main,
        "is_open": checks.is_open(customer),
        "sender": mail.sender_address(),
        "doorstep": address_of("doorstep:provider", slug=customer.provider.slug),
    }
    return render_page(request, "office/portal_access/portal.html", context, status=422 if form.errors else 200)


def _deputyships(request: ViewerRequest, customer: Customer) -> list[Deputyship]:
    return list(queries.running(list_for(request.viewer, Deputyship, P.PORTAL_INVITE), customer)[:50])


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_sites(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """The switches of every site of the customer, each with its own form."""
    customer = customer_of(request, customer_id)
    sites = customer_queries.active(customer_queries.of_customer(list_for(request.viewer, Site, P.SITE_READ), customer))
    page = keyset_page(sites, order=["name", "id"], cursor=request.GET.get("after"), size=30)
    forms = {site.pk: SiteSwitchesForm.of(site) for site in page.items}
    for pk, form in forms.items():
        form.auto_id = f"id_{pk}_%s"
    context = {"customer": customer, "rows": page, "forms": forms}
    return render_page(request, "office/portal_access/sites.html", context)


@require_POST
@office_view(P.PORTAL_INVITE)
def portal_site(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    site = row_of(customer, get_for(request.viewer, Site, pk, P.PORTAL_INVITE))
    form = SiteSwitchesForm.of(site, request.POST)
    if form.is_valid():
        switches = {name: form.cleaned_data[name] for name in SWITCHES}
        version, person = form.cleaned_data["version"], request.viewer.person
        carry(
            request,
            lambda: customer_actions.change_site(
                site=site, by=person, version=version, verb="portal.changed", **switches
            ),
            _("Gespeichert: %(name)s") % {"name": site},
        )
    return redirect("office:portal_sites", customer.pk)


@require_POST
@office_view(P.PORTAL_INVITE)
def invitation(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    """Invite a contact of this customer, or once more."""
    contact = row_of(customer_of(request, customer_id), get_for(request.viewer, Contact, pk, P.PORTAL_INVITE))
    text = _("Die Einladung an %(email)s ist unterwegs.") % {"email": contact.email}
    carry(
        request,
        lambda: once(form_key(request), lambda: str(actions.invite(contact=contact, by=request.viewer.person).pk)),
        text,
    )
    return redirect("office:portal", customer_id)


@require_POST
@office_view(P.PORTAL_INVITE)
def invitation_withdrawal(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    row = row_of(customer_of(request, customer_id), get_for(request.viewer, Invitation, pk, P.PORTAL_INVITE))
    carry(
        request,
        lambda: actions.withdraw(invitation=row, by=request.viewer.person),
        _("Die Einladung ist zurückgezogen."),
    )
    return redirect("office:portal", customer_id)
