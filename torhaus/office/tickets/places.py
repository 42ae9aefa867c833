"""Sites, rooms and categories to choose from, and the correction of what a ticket says."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access.fetch import children_for, get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Customer, Room, Site
from torhaus.kernel.errors import Conflict, Refused
from torhaus.office.entry import office_view
from torhaus.office.tickets.detail import RELATED
from torhaus.office.tickets.forms import Choices, PlacedForm, TicketForm
from torhaus.tickets import actions, queries
from torhaus.tickets.models import Ticket, TicketCategory
from torhaus.ui.render import render_page


def sites_for(viewer: Viewer, customer: Customer | None) -> QuerySet[Site]:
    """The customer's sites in use, by name; none without a customer."""
    sites = customer_queries.active(list_for(viewer, Site, P.SITE_READ))
    found = customer_queries.of_customer(sites, customer) if customer else sites.none()
    return customer_queries.sites_in_order(found)


def rooms_for(viewer: Viewer, customer: Customer | None, site: str) -> QuerySet[Room]:
    """Rooms of the chosen site of this customer, by floor and name."""
    rooms = customer_queries.active(list_for(viewer, Room, P.SITE_READ))
    pk = id_in(site)
    if customer is None or pk is None:
        return rooms.none()
    return customer_queries.rooms_in_order(rooms.filter(site_id=pk, site__customer=customer))


def categories_for(viewer: Viewer) -> QuerySet[TicketCategory]:
    return queries.choosable(list_for(viewer, TicketCategory, P.TICKET_READ))


def choices_for(viewer: Viewer, customer: Customer | None, site: str) -> Choices:
    return Choices(sites_for(viewer, customer), rooms_for(viewer, customer, site), categories_for(viewer))


@require_GET
@office_view(P.TICKET_CREATE)
def ticket_rooms(request: ViewerRequest) -> HttpResponse:
    """The room field for another site, while a form is being filled in."""
    site, rooms = id_in(request.GET.get("site")), customer_queries.active(list_for(request.viewer, Room, P.SITE_READ))
    if site is not None:
        root = get_for(request.viewer, Site, site, P.SITE_READ)
        rooms = customer_queries.active(children_for(request.viewer, Room, root))
    else:
        rooms = rooms.none()
    form = PlacedForm(choices=Choices(rooms=customer_queries.rooms_in_order(rooms)))
    return render_page(request, "office/tickets/_room.html", {"form": form})


@require_http_methods(["GET", "POST"])
@office_view(P.TICKET_DECIDE)
def ticket_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE, related=RELATED)
    form = _form(request, row)
    if request.method == "POST" and "refresh" not in request.POST and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.change(ticket=row, version=values.pop("version"), by=request.viewer.person, **values)
        except Refused as refused:
            _stay(form, refused, get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("office:ticket", pk)
    context = {"form": form, "ticket": row, "rooms_url": reverse("office:ticket_rooms")}
    return render_page(request, "office/tickets/edit.html", context, status=422 if form.errors else 200)


def _form(request: ViewerRequest, row: Ticket) -> TicketForm:
    viewer = request.viewer
    initial: dict[str, Any] = TicketForm.values_of(row)
    site = request.POST.get("site", "") if request.method == "POST" else str(row.site_id or "")
    return TicketForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        choices=choices_for(viewer, row.customer, site),
    )


def _stay(form: TicketForm, refused: Refused, fresh: Ticket) -> None:
    """Keep what was typed; who saves again after a conflict does so knowingly."""
    form.add_error(None, str(refused.message))
    if isinstance(refused, Conflict):
        form.data = {**dict(form.data.items()), "version": str(fresh.version)}
