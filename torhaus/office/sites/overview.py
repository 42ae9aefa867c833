"""What the list and the page of sites show, gathered in a constant number of queries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from torhaus.access.fetch import children_for, get_for, list_for
from torhaus.access.performers import display_at
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries
from torhaus.customers.models import Customer, Room, Shown, Site, SiteHandover
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Visit
from torhaus.jobs.states import visit_chip
from torhaus.tickets.looks import status_mark
from torhaus.tickets.models import Ticket
from torhaus.ui import regionmap
from torhaus.ui.lists import Page, Tab, with_query

LATEST = 5


def asked_customer(request: ViewerRequest) -> Customer | None:
    """The customer whose sites the address asks for; 404 when it is not one of the viewer's."""
    pk = request.GET.get("customer", "")
    if not (pk.isascii() and pk.isdecimal() and request.viewer.may(P.CUSTOMER_READ)):
        return None
    return get_for(request.viewer, Customer, int(pk[:18]), P.CUSTOMER_READ)


def list_context(request: ViewerRequest, page: Page[Site], customer: Customer | None) -> dict[str, Any]:
    """The list with its tabs, the customer it is narrowed to and the words searched for."""
    words, is_closed = request.GET.get("q", "").strip(), request.GET.get("state") == "inactive"
    keep = {"state": "inactive"} if is_closed else {}
    return {
        "rows": page,
        "customer": customer,
        "words": words,
        "keep": keep | ({"customer": customer.pk} if customer else {}),
        "is_filtered": bool(words or customer or is_closed),
        "tabs": [
            Tab(with_query(request, state=None), _("In Betrieb"), not is_closed),
            Tab(with_query(request, state="inactive"), _("Geschlossen"), is_closed),
        ],
        "may_read_customers": request.viewer.may(P.CUSTOMER_READ),
        "may_import": request.viewer.may(P.CUSTOMER_IMPORT),
    }


def detail_context(request: ViewerRequest, site: Site) -> dict[str, Any]:
    """Everything around one site: rooms, who opens, who pays, what the portal shows, what is going on."""
    viewer = request.viewer
    visits = job_queries.coming(list_for(viewer, Visit, P.VISIT_READ).filter(site=site))
    return {
        "site": site,
        "customer": site.customer,
        "rooms": list(queries.rooms_in_order(children_for(viewer, Room, site))),
        "tickets": [(row, status_mark(row)) for row in _tickets(viewer, site)],
        "visits": [(row, visit_chip(row)) for row in visits.order_by("starts_at", "id")[:LATEST]],
        "map": _map(site),
        "switches": [_switch(site, name) for name in ("show_visits", "show_reports", "show_invoices")],
        "performers": _performers(site),
        "may_edit": viewer.may(P.CUSTOMER_EDIT),
        "handovers": _handovers(viewer, site),
        "may_invite": viewer.may(P.PORTAL_INVITE),
        "may_read_customers": viewer.may(P.CUSTOMER_READ),
    }


def _tickets(viewer: Viewer, site: Site) -> list[Ticket]:
    return list(list_for(viewer, Ticket, P.TICKET_READ).filter(site=site).order_by("-id")[:LATEST])


def _handovers(viewer: Viewer, site: Site) -> list[SiteHandover]:
    """Changes of customer, the latest first; empty for whoever may not read customers."""
    if not viewer.may(P.CUSTOMER_READ):
        return []
    rows = list_for(viewer, SiteHandover, P.CUSTOMER_READ).filter(site=site)
    return list(rows.select_related("from_customer", "to_customer").order_by("-id")[:LATEST])


def _map(site: Site) -> Markup | None:
    """The site's pin in its region; None without a position."""
    if site.latitude is None or site.longitude is None:
        return None
    pin = regionmap.Pin(site.pk, float(site.longitude), float(site.latitude))
    label = _("Lage von %(name)s") % {"name": site.name}
    here = reverse("office:site", args=[site.pk])
    return regionmap.draw(
        [pin], label=label, pin_text=lambda _pin: (site.name, here), cluster_text=lambda _c: ("", here)
    ).svg


def _switch(site: Site, name: str) -> tuple[str, bool, str]:
    """(what, whether the portal shows it, which switch decides)"""
    own = getattr(site, name)
    label = str(site._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    if own == Shown.INHERIT:
        return label, getattr(site.customer, name), _("wie beim Kunden")
    return label, own == Shown.SHOW, _("hier festgelegt")


def _performers(site: Site) -> tuple[str, bool, str]:
    display = display_at(customer=site.customer, site=site)
    decides = _("wie beim Kunden") if site.show_performers == Shown.INHERIT else _("hier festgelegt")
    return f"{_('Ausführende')}: {display.label}", display != "hidden", decides
