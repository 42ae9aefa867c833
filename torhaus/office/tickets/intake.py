"""A report by telephone in seconds: find the caller by number or name, or write down a new one in the same form."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import actions as customer_actions
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Contact, Customer, CustomerKind, Site
from torhaus.files.actions import take_pending
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.tickets.forms import IntakeForm
from torhaus.office.tickets.places import choices_for
from torhaus.tickets import actions, looks, queries
from torhaus.tickets.models import Ticket
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_fragment, render_page, wants_fragment

FOUND = 8
PAGE = "office/tickets/new.html"


@dataclasses.dataclass(frozen=True)
class Caller:
    """A line of the search result."""

    url: str
    name: str
    detail: str
    phone: str


@require_http_methods(["GET", "POST"])
@office_view(P.TICKET_CREATE)
def ticket_new(request: ViewerRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    if wants_fragment(request) and request.method == "GET":
        context = {"callers": callers(request.viewer, words), "words": words}
        return render_fragment(request, PAGE, "callers", context)
    customer = _customer(request)
    form = _form(request, customer)
    if request.method == "POST":
        form.hold(provider=request.viewer.provider, by=request.viewer.person)
        if "refresh" not in request.POST and form.is_valid():
            try:
                return redirect(once(form_key(request), lambda: _reported(request, form, customer)))
            except Refused as refused:
                form.add_error(None, str(refused.message))
    return _page(request, form, customer, words)


def callers(viewer: Viewer, words: str) -> list[Caller]:
    """Contacts and customers by number or name, however the number is written; two queries."""
    if len(words) < 2:
        return []
    provider_id = viewer.provider.pk
    contacts = customer_queries.callers(
        list_for(viewer, Contact, P.CUSTOMER_READ), provider_id=provider_id, words=words
    )
    customers = customer_queries.active(list_for(viewer, Customer, P.CUSTOMER_READ))
    customers = customer_queries.searched(customers, provider_id=provider_id, words=words)
    found = [_contact(contact) for contact in contacts[:FOUND]]
    return found + [_household(customer) for customer in customers.order_by("name", "id")[:FOUND]]


def _contact(contact: Contact) -> Caller:
    address = f"{reverse('office:ticket_new')}?customer={contact.customer_id}&contact={contact.pk}"
    return Caller(address, str(contact), str(contact.customer), contact.mobile or contact.phone)


def _household(customer: Customer) -> Caller:
    address = f"{reverse('office:ticket_new')}?customer={customer.pk}"
    place = " ".join(part for part in (customer.postcode, customer.city) if part)
    detail = ", ".join(part for part in (customer.number, customer.street, place) if part)
    return Caller(address, customer.name, detail, customer.phone)


def _customer(request: ViewerRequest) -> Customer | None:
    asked = id_in(request.POST.get("customer") or request.GET.get("customer"))
    return get_for(request.viewer, Customer, asked, P.CUSTOMER_READ) if asked is not None else None


def _form(request: ViewerRequest, customer: Customer | None) -> IntakeForm:
    viewer, is_post = request.viewer, request.method == "POST"
    site = (request.POST if is_post else request.GET).get("site", "")
    return IntakeForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        initial=_initial(request, customer),
        choices=choices_for(viewer, customer, site),
    )


def _initial(request: ViewerRequest, customer: Customer | None) -> dict[str, Any]:
    """What is known of the caller; the words searched for become name or number of a new one."""
    asked, words = request.GET, request.GET.get("q", "").strip()
    is_number = any(sign.isdigit() for sign in words) and not any(sign.isalpha() for sign in words)
    if customer is None:
        return {
            "new_name": "" if is_number else words,
            "caller_phone": words if is_number else "",
            "new_kind": CustomerKind.HOUSEHOLD,
        }
    known = {"customer": customer.pk, "caller_name": "", "caller_phone": customer.phone, "site": asked.get("site")}
    contact = id_in(asked.get("contact"))
    if contact:
        row = get_for(request.viewer, Contact, contact, P.CUSTOMER_READ)
        known |= {"caller_name": str(row), "caller_phone": row.mobile or row.phone or customer.phone}
    return known


def _reported(request: ViewerRequest, form: IntakeForm, customer: Customer | None) -> str:
    """Write the ticket, and before it the customer when the caller is new."""
    viewer, values = request.viewer, form.cleaned_data
    site, caller = values["site"], values["caller_name"]
    if customer is None:
        customer, site = _new_caller(request, values)
        caller = caller or customer.name
    ticket = actions.report(
        provider=viewer.provider, customer=customer, site=site, room=values["room"], category=values["category"],
        title=values["title"], description=values["description"], kind=values["kind"], urgency=values["urgency"],
        channel=values["channel"], caller_name=caller, caller_phone=values["caller_phone"],
        contact_name=values["contact_name"], contact_phone=values["contact_phone"],
        preferred_dates=values["preferred_dates"], needs_callback=values["needs_callback"], by=viewer.person,
        side="office", files=take_pending(by=viewer.person, form_key=form.key),
    )  # fmt: skip
    messages.success(request, _("Ticket %(number)s ist angelegt.") % {"number": ticket.number})
    return reverse("office:ticket", args=[ticket.pk])


def _new_caller(request: ViewerRequest, values: dict[str, Any]) -> tuple[Customer, Site | None]:
    """A new customer; with a street also the place where the work is."""
    viewer = request.viewer
    address = {"street": values["new_street"], "postcode": values["new_postcode"], "city": values["new_city"]}
    customer = customer_actions.create_customer(
        provider=viewer.provider, by=viewer.person, name=values["new_name"] or values["caller_name"],
        kind=values["new_kind"] or CustomerKind.HOUSEHOLD, phone=values["caller_phone"], **address,
    )  # fmt: skip
    if not address["street"]:
        return customer, None
    site = customer_actions.create_site(customer=customer, by=viewer.person, name=address["street"], **address)
    return customer, site


def _page(request: ViewerRequest, form: IntakeForm, customer: Customer | None, words: str) -> HttpResponse:
    viewer = request.viewer
    latest = list_for(viewer, Ticket, P.TICKET_READ)
    context = {
        "form": form,
        "customer": customer,
        "words": words,
        "callers": callers(viewer, words) if customer is None else [],
        "held": form.held(viewer.person) if form.is_bound else [],
        "latest": [
            (row, looks.status_mark(row)) for row in queries.of_customer(latest, customer).order_by("-id")[:5]
        ] if customer else [],
        "rooms_url": reverse("office:ticket_rooms"),
        "kind_icons": looks.KIND_ICONS,
    }  # fmt: skip
    return render_page(request, PAGE, context, status=422 if form.errors else 200)
