"""What the portal's pages for visits show, gathered in a constant number of queries."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.access.fetch import children_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.performers import Performer, performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.jobs.models import MoveStatus, Visit, VisitMove, VisitStatus
from torhaus.jobs.states import MOVE_ASKED, visit_chip
from torhaus.reports.models import ServiceReport
from torhaus.reports.states import report_chip
from torhaus.tickets.models import Ticket
from torhaus.ui.linking import linked
from torhaus.ui.lists import Page, Tab


def list_context(
    request: ViewerRequest, page: Page[Visit], performers: Mapping[int, list[Performer]], *, is_past: bool
) -> dict[str, Any]:
    may_move = request.viewer.may(P.VISIT_MOVE)
    return {
        "rows": page,
        "who_comes": {pk: who_comes(found) for pk, found in performers.items()},
        "chips": {visit.pk: MOVE_ASKED if visit.has_wish else visit_chip(visit) for visit in page.items},  # type: ignore[attr-defined]
        "movable": {visit.pk for visit in page.items if may_move and can_move(visit) and not visit.has_wish},  # type: ignore[attr-defined]
        "tabs": [Tab("?", _("Anstehend"), not is_past), Tab("?view=over", _("Vergangen"), is_past)],
        "is_past": is_past,
        "today": timezone.localdate(),
        "days": {visit.pk: timezone.localtime(visit.starts_at).date() for visit in page.items},
        "may_report": request.viewer.may(P.TICKET_CREATE),
    }


def detail_context(viewer: Viewer, visit: Visit) -> dict[str, Any]:
    """The visit, whose turn it is about its time, what hangs on it, and what happened."""
    moves = list(children_for(viewer, VisitMove, visit).order_by("-id")[:20])
    wish = next((move for move in moves if move.status == MoveStatus.ASKED), None)
    answered = moves[0] if moves and wish is None else None
    tickets = list_for(viewer, Ticket, P.TICKET_READ).filter(visit=visit).order_by("-id")[:5]
    reports = list_for(viewer, ServiceReport, P.REPORT_READ).filter(visit=visit).order_by("-id")[:5]
    first, last = timezone.localtime(visit.starts_at).date(), timezone.localtime(visit.ends_at).date()
    return {
        "visit": visit,
        "infotext": linked(visit.job.portal_greeting.strip()),
        "visit_status": MOVE_ASKED if wish else visit_chip(visit),
        "performers": performers_for(viewer, [visit])[visit.pk],
        "wish": wish,
        "answered": answered,
        "can_move": viewer.may(P.VISIT_MOVE) and can_move(visit) and wish is None,
        "tickets": list(tickets),
        "reports": [(report, report_chip(report, side="portal")) for report in reports],
        "entries": describe(history_for(viewer, visit_id=visit.pk).order_by("id")[:30], viewer, root=visit),
        "is_today": first == timezone.localdate(),
        "lasts_days": first != last,
    }


def can_move(visit: Visit) -> bool:
    """Until somebody is on the way."""
    return visit.status == VisitStatus.PLANNED and visit.ends_at > timezone.now()


def who_comes(performers: list[Performer]) -> tuple[str, str]:
    """The first name, and beside it the trade or whoever else comes."""
    if not performers:
        return "", ""
    first, *others = performers
    return first.name, ", ".join(performer.name for performer in others) or first.job_title
