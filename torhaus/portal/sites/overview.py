"""What the portal's list of sites and one site's page show, gathered in a constant number of queries."""

import math
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from torhaus.access.fetch import children_for, list_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries
from torhaus.customers.models import Room, Site
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Visit
from torhaus.jobs.states import visit_chip
from torhaus.kernel.rows import joined
from torhaus.portal.sites import states
from torhaus.tickets import looks
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket
from torhaus.ui.lists import Page

SHOWN, ROOMS = 10, 300
HALF_METRE = 0.000005


def box_of(text: str) -> dict[str, float] | None:
    """A section of the map from "west,south,east,north"; None for anything else."""
    try:
        edges = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    if len(edges) != 4 or not all(math.isfinite(edge) and abs(edge) <= 180 for edge in edges):
        return None
    west, south, east, north = edges
    return {
        "west": west - HALF_METRE, "south": south - HALF_METRE, "east": east + HALF_METRE, "north": north + HALF_METRE,
    }  # fmt: skip


def list_context(
    request: ViewerRequest, page: Page[Site], rows: QuerySet[Site], *, box: dict[str, float] | None
) -> dict[str, Any]:
    viewer, words = request.viewer, request.GET.get("q", "").strip()
    found = states.standings(viewer, [_row(site) for site in page.items], _today(viewer, page))
    return {
        "rows": page,
        "sites": found,
        "words": words,
        "keep": {"box": request.GET["box"]} if box else {},
        "is_narrowed": bool(words or box),
        "has_box": box is not None,
        "map": _section(viewer, rows)
        if box and box["east"] - box["west"] > 0.001 and states.has_sites(viewer)
        else None,
        "may_report": viewer.may(P.TICKET_CREATE),
    }


def _row(site: Site) -> states.Point:
    east, north = (None if value is None else float(value) for value in (site.longitude, site.latitude))
    return site.pk, site.name, site.postcode, site.city, east, north


def _today(viewer: Viewer, page: Page[Site]) -> list[Visit]:
    return states.of_today(viewer, sites=[site.pk for site in page.items]) if page.items else []


def _section(viewer: Viewer, rows: QuerySet[Site]) -> Any:
    """The map of a gathering that was opened: its sites only, drawn as large as they allow."""
    found = states.standings(viewer, queries.points(rows)[: states.MAPPED], [])
    return states.draw(found, selected=None, select_at=reverse("portal:home"))


def detail_context(viewer: Viewer, site: Site) -> dict[str, Any]:
    """One site: what is open, who comes, its rooms, its pin."""
    visits = _visits(viewer, site)
    found = states.standings(viewer, [_row(site)], states.of_today(viewer, sites=[site.pk]))
    rows = ticket_queries.running(ticket_queries.of_site(list_for(viewer, Ticket, P.TICKET_READ), site))
    tickets = list(ticket_queries.with_portal_columns(rows).order_by("-id")[:SHOWN])
    rooms = queries.rooms_in_order(queries.active(children_for(viewer, Room, site)))
    may_report = viewer.may(P.TICKET_CREATE)
    report_url = f"{reverse('portal:ticket_new')}?site={site.pk}"
    return {
        "site": site,
        "state": found[0],
        "tickets": [(ticket, looks.public_mark(ticket), looks.public_step(ticket)) for ticket in tickets],
        "visits": visits,
        "chips": {visit.pk: visit_chip(visit) for visit in visits},
        "who_comes": {
            pk: ", ".join(person.name for person in people) for pk, people in performers_for(viewer, visits).items()
        },
        "today_ids": {
            visit.pk for visit in visits if timezone.localtime(visit.starts_at).date() == timezone.localdate()
        },
        "sees_visits": viewer.may(P.VISIT_READ),
        "rooms": [(room, f"{report_url}&room={room.pk}" if may_report else "") for room in rooms[:ROOMS]],
        "report_url": report_url if may_report else "",
        "map": states.draw(found, selected=None, select_at=reverse("portal:home"))
        if states.has_sites(viewer)
        else None,
    }


def _visits(viewer: Viewer, site: Site) -> list[Visit]:
    if not viewer.may(P.VISIT_READ):
        return []
    rows = job_queries.coming(list_for(viewer, Visit, P.VISIT_READ)).filter(site=site)
    return list(joined(rows, "site", "customer", without=("note",)).order_by("starts_at", "id")[:5])
