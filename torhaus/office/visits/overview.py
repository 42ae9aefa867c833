"""What the list and the page of visits show, gathered in a constant number of queries."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from torhaus.access.fetch import children_for, history_for, id_in, list_for
from torhaus.access.history import describe
from torhaus.access.performers import Performer, performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.roles import ONLY_OWN_VISITS
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Site
from torhaus.jobs import queries
from torhaus.jobs.models import Job, MoveStatus, Visit, VisitMove, VisitPerformer, VisitStatus
from torhaus.jobs.states import MOVE_ASKED, visit_chip
from torhaus.kernel.rows import joined
from torhaus.office.tickets.thread import split
from torhaus.office.visits.forms import CancelForm, DeclineForm, FinishForm, NoShowForm
from torhaus.providers.models import Membership
from torhaus.providers.queries import working
from torhaus.reports.models import ServiceReport
from torhaus.reports.states import report_chip
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket, TicketAttachment
from torhaus.ui import formats
from torhaus.ui.lists import Page, Tab, with_query

VIEWS = ("today", "week", "coming", "wishes", "late", "over", "all")
MOST_ATTACHMENTS = 24
NUMBERS = ("performer", "customer", "site", "job")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; nonsense in it counts as not asked."""

    view: str
    status: str
    words: str
    numbers: dict[str, int]
    first: dt.date | None
    last: dt.date | None

    @property
    def order(self) -> tuple[str, ...]:
        by_view = {"late": queries.BY_STATUS, "wishes": queries.BY_ID}
        return by_view.get(self.view, queries.LATE_FIRST if self.view in {"over", "all"} else queries.SOON_FIRST)

    @property
    def is_filtered(self) -> bool:
        return bool(self.status or self.words or self.numbers or self.first or self.last)


def read_list(request: ViewerRequest) -> Asked:
    given = request.GET
    status, view = given.get("status", ""), given.get("view", "")
    return Asked(
        view=view if view in VIEWS else "coming" if request.viewer.may(P.VISIT_PLAN) else "today",
        status=status if status in VisitStatus.values else "",
        words=given.get("q", "").strip()[:200],
        numbers={name: pk for name in NUMBERS if (pk := id_in(given.get(name))) is not None},
        first=_day(given.get("from", "")),
        last=_day(given.get("to", "")),
    )


def narrowed(viewer: Viewer, visits: QuerySet[Visit], asked: Asked) -> QuerySet[Visit]:
    """The rows of the list, with what each row shows."""
    view = {
        "today": queries.of_today,
        "week": queries.of_this_week,
        "coming": queries.coming,
        "wishes": queries.with_open_wish,
        "late": queries.left_open,
        "over": queries.over,
    }.get(asked.view)
    visits = view(visits) if view else visits
    numbers = dict(asked.numbers)
    if "performer" in numbers:
        visits = queries.performed_by(visits, numbers.pop("performer"))
    visits = visits.filter(**{f"{name}_id": pk for name, pk in numbers.items()})
    visits = visits.filter(status=asked.status) if asked.status else visits
    visits = queries.between(visits, first=asked.first, last=asked.last)
    visits = queries.search_visits(visits, provider_id=viewer.provider.pk, words=asked.words)
    return queries.mark_wishes(queries.for_list(visits))


def list_context(
    request: ViewerRequest, page: Page[Visit], performers: Mapping[int, list[Performer]], asked: Asked
) -> dict[str, Any]:
    viewer = request.viewer
    sees_all = viewer.may(P.VISIT_PLAN)
    members = members_of(viewer) if sees_all else []
    return {
        "rows": page,
        "performers": performers,
        "chips": {visit.pk: visit_chip(visit) for visit in page.items},
        "wish_chip": MOVE_ASKED,
        "tabs": [Tab(with_query(request, view=view), label, asked.view == view) for view, label in _views()],
        "statuses": [
            Tab(with_query(request, status=value), str(label), asked.status == value)
            for value, label in VisitStatus.choices
        ],
        "status_on": str(VisitStatus(asked.status).label) if asked.status else "",
        "members": [
            Tab(with_query(request, performer=member.pk), str(member), asked.numbers.get("performer") == member.pk)
            for member in members
        ],
        "pills": list(_pills(request, page, members, asked)),
        "asked": asked,
        "keep": {name: value for name, value in request.GET.items() if name not in {"q", "after"} and value},
        "may_plan": sees_all,
        "today": timezone.localdate(),
    }


def detail_context(viewer: Viewer, visit: Visit) -> dict[str, Any]:
    """The visit with its wishes, tickets, reports and history."""
    moves = list(joined(children_for(viewer, VisitMove, visit), "asked_by", "answered_by").order_by("-id"))
    reports = list_for(viewer, ServiceReport, P.REPORT_READ).filter(visit=visit).order_by("-id")
    tickets = list_for(viewer, Ticket, P.TICKET_READ).filter(visit=visit).order_by("-id")
    found_reports = list(reports)
    may_perform, may_plan = viewer.may(P.VISIT_PERFORM), viewer.may(P.VISIT_PLAN)
    wish = next((move for move in moves if move.status == MoveStatus.ASKED), None)
    may_report = viewer.may(P.REPORT_WRITE) and visit.status in {"in_work", "done", "no_show"}
    return {
        "visit": visit,
        "visit_status": visit_chip(visit),
        "performers": performers_for(viewer, [visit])[visit.pk],
        "wish": wish,
        "wish_clashes": _wish_clashes(viewer, visit, wish),
        "answered_moves": [move for move in moves if move.status != MoveStatus.ASKED],
        "reports": [(report, report_chip(report)) for report in found_reports],
        "tickets": list(tickets),
        **attachments_of(viewer, visit.job),
        "entries": describe(history_for(viewer, visit_id=visit.pk).order_by("-id")[:30], viewer),
        "decline_form": DeclineForm(),
        "cancel_form": CancelForm(),
        "no_show_form": NoShowForm(),
        "finish_form": FinishForm(),
        "may_plan": may_plan,
        "may_invite": viewer.may(P.PORTAL_INVITE),
        "may_read_customer": viewer.may(P.CUSTOMER_READ),
        "may_report": may_report,
        "has_steps": (may_perform and visit.is_coming) or (may_report and not found_reports),
        "is_today": timezone.localtime(visit.starts_at).date() <= timezone.localdate(),
        "route_url": _route_url(visit.site),
        "can_depart": may_perform and visit.status == VisitStatus.PLANNED,
        "can_start": may_perform and visit.status in {VisitStatus.PLANNED, VisitStatus.ON_THE_WAY},
        "can_finish": may_perform and visit.is_coming,
        "can_move": may_plan and visit.status in {VisitStatus.PLANNED, VisitStatus.ON_THE_WAY},
        "lasts_days": timezone.localtime(visit.starts_at).date() != timezone.localtime(visit.ends_at).date(),
    }


def _route_url(site: Site) -> str:
    """Where the person's browser finds the way; empty without a place. Torhaus itself asks nobody."""
    address = f"{site.street}, {site.postcode} {site.city}" if site.street and site.city else ""
    place = f"{site.latitude},{site.longitude}" if site.latitude is not None else address
    return f"https://www.openstreetmap.org/directions?{urlencode({'to': place})}" if place else ""


def attachments_of(viewer: Viewer, job: Job) -> dict[str, Any]:
    """The photos and files that came with the tickets of a job, as the components want them."""
    found = ticket_queries.of_jobs_tickets(list_for(viewer, TicketAttachment, P.TICKET_READ), job)
    return split(found[:MOST_ATTACHMENTS])


def members_of(viewer: Viewer) -> list[Membership]:
    """Whoever can be sent to a visit: those who work on site first, each group by name."""
    rows = working(list_for(viewer, Membership, P.VISIT_PLAN)).exclude(role="accountant")
    found = joined(rows, "person").order_by("person__last_name", "person__first_name", "id")
    return sorted(found, key=lambda member: member.role not in ONLY_OWN_VISITS)


def double_bookings(viewer: Viewer, visit: Visit, *, starts_at: dt.datetime, ends_at: dt.datetime) -> list[str]:
    """A line for each performer who is elsewhere in this window."""
    found = queries.clashes_after_move(
        list_for(viewer, Visit, P.VISIT_READ),
        performers=children_for(viewer, VisitPerformer, visit),
        visit=visit,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return [
        _("%(name)s ist schon verplant: %(when)s, %(where)s")
        % {
            "name": row.membership,
            "when": formats.window(row.visit.starts_at, row.visit.ends_at),
            "where": row.visit.site.name,
        }
        for row in found
    ]


def _wish_clashes(viewer: Viewer, visit: Visit, wish: VisitMove | None) -> list[str]:
    if wish is None or wish.wished_starts_at is None or wish.wished_ends_at is None or not viewer.may(P.VISIT_MOVE):
        return []
    return double_bookings(viewer, visit, starts_at=wish.wished_starts_at, ends_at=wish.wished_ends_at)


def _views() -> list[tuple[str, str]]:
    return [
        ("today", _("Heute")),
        ("week", _("Diese Woche")),
        ("coming", _("Anstehend")),
        ("wishes", _("Verschieben")),
        ("late", _("Ohne Rückmeldung")),
        ("over", _("Erledigt")),
        ("all", _("Alle")),
    ]


def _pills(request: ViewerRequest, page: Page[Visit], members: list[Membership], asked: Asked) -> Any:
    """(label, address without it) of every filter that is on."""
    first = page.items[0] if page.items else None
    names = {
        "performer": next(
            (str(member) for member in members if member.pk == asked.numbers.get("performer")), _("Ausführende")
        ),
        "customer": first.customer.name if first else _("Kunde"),
        "site": first.site.name if first else request.words.site.one,
        "job": first.job.number if first else request.words.job.one,
    }
    for name in asked.numbers:
        yield names[name], with_query(request, **{name: None})
    if asked.status:
        yield str(VisitStatus(asked.status).label), with_query(request, status=None)


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None
