"""What the start page shows, gathered in a constant number of queries whatever the number of sites."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from torhaus.access.fetch import list_for
from torhaus.access.performers import Performer, performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.switches import shows
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.access.words import words_for
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Job, Visit
from torhaus.jobs.states import MOVE_ASKED, visit_chip
from torhaus.portal.home.greeting import day_line, greeting
from torhaus.portal.home.tasks import tasks
from torhaus.portal.sites import states
from torhaus.portal.sites.states import Standing
from torhaus.portal.tickets.overview import next_step
from torhaus.portal_access.models import Scope
from torhaus.tickets import looks
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket
from torhaus.ui.linking import linked

VISIT_COLUMNS = (
    "title", "status", "starts_at", "ends_at", "site__name", "site__show_performers", "customer__show_performers",
)  # fmt: skip
TICKETS, VISITS, LOOKED_AHEAD, LISTED = 4, 3, 60, 50


@dataclasses.dataclass(frozen=True)
class Quick:
    """One of the actions below the map."""

    title: str
    detail: str
    url: str
    icon: str


@dataclasses.dataclass(frozen=True)
class Request:
    """A running ticket with its progress."""

    title: str
    url: str
    detail: str
    step: int
    word: str
    next: str
    at: Any
    mark: looks.Mark | None
    thumb_url: str


def context(viewer: Viewer, *, selected: int | None) -> dict[str, Any]:
    today = timezone.localdate()
    visits = _visits(viewer)
    visits_today = [visit for visit in visits if timezone.localtime(visit.starts_at).date() == today]
    rows = list_for(viewer, Ticket, P.TICKET_READ)
    tickets = list(
        ticket_queries.with_first_picture(ticket_queries.with_portal_columns(ticket_queries.waiting_first(rows)))[
            : TICKETS + 4
        ]
    )
    todo = tasks(viewer, tickets=tickets, today=today)
    return {
        "greeting": greeting(viewer.person),
        "day_line": day_line(visits_today=len(visits_today), tasks=len(todo.cards), today=today),
        "todo": todo,
        "infotexts": _infotexts(viewer),
        "quick": _quick(viewer),
        "may_report": viewer.may(P.TICKET_CREATE),
        "requests": _requests(tickets[:TICKETS], visits),
        **_visits_context(viewer, visits[:VISITS]),
        **_sites(viewer, visits_today, selected=selected),
    }


def _visits(viewer: Viewer) -> list[Visit]:
    """The next visits; those of today among them tell the state of their sites."""
    if not viewer.may(P.VISIT_READ):
        return []
    rows = job_queries.mark_wishes(job_queries.coming(list_for(viewer, Visit, P.VISIT_READ)))
    rows = rows.select_related("site", "customer").only(*VISIT_COLUMNS)
    return list(rows.order_by("starts_at", "id")[:LOOKED_AHEAD])


def _visits_context(viewer: Viewer, visits: Sequence[Visit]) -> dict[str, Any]:
    found = performers_for(viewer, visits) if visits else {}
    today = timezone.localdate()
    may_move = viewer.may(P.VISIT_MOVE)
    return {
        "visits": visits,
        "sees_visits": shows(viewer, "show_visits"),
        "who_comes": {pk: _names(performers) for pk, performers in found.items()},
        "chips": {visit.pk: MOVE_ASKED if visit.has_wish else visit_chip(visit) for visit in visits},  # type: ignore[attr-defined]
        "today_ids": {visit.pk for visit in visits if timezone.localtime(visit.starts_at).date() == today},
        "movable": {visit.pk for visit in visits if may_move and visit.status == "planned" and not visit.has_wish},  # type: ignore[attr-defined]
    }


def _names(performers: Sequence[Performer]) -> str:
    if len(performers) == 1 and performers[0].job_title:
        return f"{performers[0].name}, {performers[0].job_title}"
    return ", ".join(performer.name for performer in performers)


def _requests(tickets: Sequence[Ticket], visits: Sequence[Visit]) -> list[Request]:
    known: Mapping[int, Visit] = {visit.pk: visit for visit in visits}
    return [_request(ticket, known.get(ticket.visit_id or 0)) for ticket in tickets]


def _request(ticket: Ticket, visit: Visit | None) -> Request:
    picture: int | None = ticket.first_picture  # type: ignore[attr-defined]
    where = ", ".join(str(part) for part in (ticket.site, ticket.room) if part)
    is_turn = looks.public_mark(ticket) if ticket.status == "waiting" else None
    return Request(
        title=ticket.title,
        url=reverse("portal:ticket", args=[ticket.pk]),
        detail=" · ".join(part for part in (ticket.number, where) if part),
        step=looks.public_step(ticket),
        word=str(ticket.public_status.label),
        next=next_step(ticket, visit),
        at=ticket.changed_at,
        mark=is_turn or looks.urgency_mark(ticket),
        thumb_url=reverse("portal:ticket_thumbnail", args=[ticket.pk, picture]) if picture else "",
    )


def _infotexts(viewer: Viewer) -> list[Markup]:
    """The texts of the customers, and of the jobs that somebody sees nothing but; each once, with links."""
    seat = viewer.seat
    assert isinstance(seat, PortalSeat)
    texts = [access.customer.portal_greeting for access in seat.accesses]
    only_jobs = [access.job_id for access in seat.accesses if access.scope == Scope.JOB]
    if only_jobs:
        texts += list_for(viewer, Job, P.JOB_READ).filter(pk__in=only_jobs).values_list("portal_greeting", flat=True)
    return [linked(text) for text in dict.fromkeys(text.strip() for text in texts) if text]


def _quick(viewer: Viewer) -> list[Quick]:
    """The actions; documents are service reports and invoices as far as this account sees them."""
    found, words = [], words_for(viewer)
    if viewer.may(P.TICKET_CREATE):
        found.append(
            Quick(words.request.new, _("Foto machen, Ort wählen, absenden"), reverse("portal:ticket_new"), "camera")
        )
    found.append(
        Quick(
            _("%(requests)s ansehen") % {"requests": words.request.inlines},
            _("Was läuft, was ist erledigt"),
            reverse("portal:tickets"),
            "inbox",
        )
    )
    if shows(viewer, "show_reports"):
        found.append(
            Quick(words.report.many, _("Ansehen, unterschreiben, laden"), reverse("portal:reports"), "folder-open")
        )
    elif shows(viewer, "show_invoices"):
        found.append(Quick(_("Rechnungen"), _("Ansehen, bezahlen, laden"), reverse("portal:invoices"), "folder-open"))
    return found


def _sites(viewer: Viewer, visits_today: Sequence[Visit], *, selected: int | None) -> dict[str, Any]:
    """Map and list of all sites; a household has neither."""
    if not states.has_sites(viewer):
        return {"sites": [], "map": None, "site_count": 0, "selected": None, "has_sites": False}
    rows = states.points(viewer).order_by("name", "pk")[: states.MAPPED]
    found = sorted(states.standings(viewer, rows, visits_today), key=lambda site: site.rank)
    chosen = _chosen(found, selected)
    listed = found[:LISTED]
    if chosen and selected:
        listed = [chosen, *(site for site in listed if site is not chosen)]
    return {
        "sites": listed,
        "site_count": len(found),
        "selected": chosen,
        "map": states.draw(found, selected=chosen, select_at=reverse("portal:home")),
        "has_sites": True,
    }


def _chosen(found: Sequence[Standing], selected: int | None) -> Standing | None:
    """The site that the address names, else the one that needs most attention."""
    named = next((site for site in found if site.pk == selected), None)
    return named or next((site for site in found if site.tone != "ok" and site.longitude is not None), None)
