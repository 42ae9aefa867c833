"""What the list and the page of customers show, gathered in a constant number of queries."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import history_for, list_for
from torhaus.access.history import describe
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries
from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer, CustomerKind, Site
from torhaus.invoices.models import Invoice
from torhaus.invoices.states import shown
from torhaus.jobs.models import Job
from torhaus.jobs.states import job_chip
from torhaus.tickets.looks import status_mark
from torhaus.tickets.models import Ticket
from torhaus.ui.lists import Page, Tab, with_query

LATEST = 5
HISTORY = 50  # rows read for them: those of one import become one line
SITES_SHOWN = 8


def list_context(request: ViewerRequest, page: Page[Customer], mains: Mapping[int, Contact]) -> dict[str, Any]:
    """The list with its tabs, the kind filter and the words searched for."""
    asked = request.GET
    state, kind, words = asked.get("state", ""), asked.get("kind", ""), asked.get("q", "").strip()
    return {
        "rows": page,
        "mains": mains,
        "tabs": [
            Tab(with_query(request, state=None), _("Alle"), state not in queries.STATES),
            Tab(with_query(request, state="active"), _("Kunden"), state == "active"),
            Tab(with_query(request, state="prospect"), _("Interessenten"), state == "prospect"),
            Tab(with_query(request, state="inactive"), _("Inaktive"), state == "inactive"),
        ],
        "kinds": [
            Tab(with_query(request, kind=value), str(label), kind == value) for value, label in CustomerKind.choices
        ],
        "kind_on": str(CustomerKind(kind).label) if kind in CustomerKind.values else "",
        "words": words,
        "keep": {name: value for name, value in (("state", state), ("kind", kind)) if value},
        "is_filtered": bool(words or kind or state),
        "may_edit": request.viewer.may(P.CUSTOMER_EDIT),
        "may_import": request.viewer.may(P.CUSTOMER_IMPORT),
    }


def detail_context(viewer: Viewer, customer: Customer) -> dict[str, Any]:
    """Everything around one customer: who, who pays, where, and what is going on."""
    contacts = queries.contacts_in_order(queries.of_customer(list_for(viewer, Contact, P.CUSTOMER_READ), customer))
    parties = queries.parties_in_order(queries.of_customer(list_for(viewer, BillingParty, P.CUSTOMER_READ), customer))
    sites = queries.active(queries.of_customer(list_for(viewer, Site, P.SITE_READ), customer))
    found = list(queries.sites_in_order(sites)[: SITES_SHOWN + 1])
    return {
        "customer": customer,
        "contacts": list(contacts),
        "parties": list(parties),
        "sites": found[:SITES_SHOWN],
        "has_more_sites": len(found) > SITES_SHOWN,
        "tickets": [(row, status_mark(row)) for row in _latest(viewer, Ticket, P.TICKET_READ, customer)],
        "jobs": [(row, job_chip(row)) for row in _latest(viewer, Job, P.JOB_READ, customer)],
        "invoices": [(row, shown(row)) for row in _latest(viewer, Invoice, P.INVOICE_READ, customer)],
        "entries": describe(history_for(viewer, customer_id=customer.pk).order_by("-id")[:HISTORY], viewer)[:LATEST],
        "portal_url": reverse("office:portal", args=[customer.pk]),
        "wishes": _open_wishes(viewer, customer),
        "may_edit": viewer.may(P.CUSTOMER_EDIT),
        "may_read_invoices": viewer.may(P.INVOICE_READ),
        "may_take_ticket": viewer.may(P.TICKET_CREATE),
        "may_bill": viewer.may(P.INVOICE_WRITE),
        "may_open_job": viewer.may(P.JOB_EDIT),
        "may_invite": viewer.may(P.PORTAL_INVITE),
    }


def _open_wishes(viewer: Viewer, customer: Customer) -> list[ChangeRequest]:
    """What the customer asks to have changed, for those who decide it."""
    if not viewer.may(P.CUSTOMER_EDIT):
        return []
    rows = queries.open_changes(queries.of_customer(list_for(viewer, ChangeRequest, P.CUSTOMER_EDIT), customer))
    return list(rows.order_by("id")[:LATEST])


def _latest(viewer: Viewer, model: Any, permission: P, customer: Customer) -> list[Any]:
    return list(queries.of_customer(list_for(viewer, model, permission), customer).order_by("-id")[:LATEST])
