"""The ticket itself: thread, what to do next, properties, and what the customer sees of it."""

import dataclasses
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import list_for
from torhaus.access.performers import display_at
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import StaffSeat, Viewer
from torhaus.accounts.models import Person, Salutation
from torhaus.customers.models import Customer, PerformerDisplay, Shown, Site
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Job, Visit
from torhaus.office.tickets.forms import ANSWER, NOTE, MessageForm
from torhaus.office.tickets.inbox import assignable_members, seen_visits
from torhaus.office.tickets.thread import items_of
from torhaus.providers.models import Membership
from torhaus.tickets import looks, queries
from torhaus.tickets.actions.deciding import UNDECIDED
from torhaus.tickets.models import Ticket, TicketStatus
from torhaus.ui import formats

RELATED = (
    "provider", "customer", "site", "room", "category", "job", "visit", "reported_by", "assigned_to__person",
)  # fmt: skip
JOBS_OFFERED = 10


@dataclasses.dataclass(frozen=True)
class Beside:
    """Another ticket at the same place."""

    url: str
    number: str
    title: str
    detail: str
    mark: looks.Mark


def detail_context(
    request: ViewerRequest, ticket: Ticket, *, form: MessageForm | None = None, typed_reason: str = ""
) -> dict[str, Any]:
    """Everything the middle and right pane show; five queries besides the ticket."""
    viewer = request.viewer
    may_answer = viewer.may(P.TICKET_ANSWER)
    first = ANSWER if may_answer else NOTE
    promise, level = looks.promise(ticket)
    return {
        "ticket": ticket,
        "visit": _visit(viewer, ticket),
        "state": looks.status_mark(ticket),
        "urgency": looks.urgency_mark(ticket),
        "promise": promise,
        "level": level,
        "items": items_of(viewer, ticket),
        "seen": seen_by_customer(ticket),
        "beside": _all_beside(viewer, ticket),
        "shown_parts": visible_parts(ticket.customer, ticket.site),
        "message_form": form or MessageForm(initial={"kind": first}),
        "addressee": addressed(ticket),
        "is_undecided": ticket.status in UNDECIDED,
        "is_unplanned": ticket.status == TicketStatus.ACCEPTED and ticket.visit is None,
        "is_own": _is_own(viewer, ticket),
        "may_answer": may_answer,
        "may_note": viewer.may(P.TICKET_NOTE),
        "may_decide": viewer.may(P.TICKET_DECIDE),
        "may_plan": viewer.may(P.VISIT_PLAN),
        "may_see_customer": viewer.may(P.CUSTOMER_READ),
        "plan_url": f"{reverse('office:visit_new')}?ticket={ticket.pk}",
        "open_jobs": _open_jobs(viewer, ticket),
        "back_url": _back(request),
        "kept_query": f"?{request.GET.urlencode()}" if request.GET else "",
        "members": assignable_members(request),
        "typed_reason": typed_reason,
    }


def _visit(viewer: Viewer, ticket: Ticket) -> Visit | None:
    """The ticket's visit; a colleague's is not shown to whoever sees only their own."""
    visit = ticket.visit
    if visit is None or not viewer.seat_is_own_only:
        return visit
    return visit if list_for(viewer, Visit, P.VISIT_READ).filter(pk=visit.pk).exists() else None


def own_member(viewer: Viewer, ticket: Ticket) -> Membership | None:
    """The viewer's membership at the ticket's provider."""
    seats = [seat for seat in viewer.seats if isinstance(seat, StaffSeat)]
    return next((seat.membership for seat in seats if seat.provider.pk == ticket.provider_id), None)


def _is_own(viewer: Viewer, ticket: Ticket) -> bool:
    member = own_member(viewer, ticket)
    return member is not None and ticket.assigned_to_id == member.pk


def _open_jobs(viewer: Viewer, ticket: Ticket) -> list[Job]:
    """Open jobs of the customer which the ticket could join."""
    if ticket.status not in UNDECIDED or not viewer.may(P.TICKET_DECIDE):
        return []
    return list(open_jobs_of(viewer, ticket)[:JOBS_OFFERED])


def open_jobs_of(viewer: Viewer, ticket: Ticket):  # type: ignore[no-untyped-def]
    """Rows for the choice „zu welchem Auftrag?“, newest first."""
    jobs = list_for(viewer, Job, P.JOB_READ).filter(customer=ticket.customer_id, status__in=job_queries.OPEN_JOBS)
    return jobs.order_by(*job_queries.NEW_FIRST)


def addressed(ticket: Ticket) -> str:
    """How the reporter is spoken of: „Frau Brandt“, else by name, else the customer."""
    person = ticket.reported_by
    if person is None:
        return ticket.caller_name or str(ticket.customer)
    return titled(person)


def titled(person: Person) -> str:
    if person.salutation in {Salutation.MS, Salutation.MR} and person.last_name:
        return f"{person.get_salutation_display()} {person.last_name}"
    return str(person)


def seen_by_customer(ticket: Ticket) -> str:
    """„Frau Brandt sieht den Stand …“; empty where nobody can look."""
    if not ticket.customer.portal_enabled:
        return ""
    return _("%(name)s sieht im Portal den Stand") % {"name": addressed(ticket)}


def visible_parts(customer: Customer, site: Site | None) -> list[tuple[str, bool]]:
    """What the customer's switches, and the site's over them, open in the portal."""
    is_open = customer.portal_enabled
    names = customer.show_performers if site is None else display_at(customer=customer, site=site)
    return [
        (_("Stand, Antworten, Fotos"), is_open),
        (_("Termine"), is_open and _shown(customer.show_visits, site.show_visits if site else "")),
        (_("Leistungsbelege"), is_open and _shown(customer.show_reports, site.show_reports if site else "")),
        (_("Rechnungen"), is_open and _shown(customer.show_invoices, site.show_invoices if site else "")),
        (_performers(names), is_open and names != PerformerDisplay.HIDDEN),
    ]


def _performers(display: str) -> str:
    words = {
        PerformerDisplay.FIRST: _("Vorname der Ausführenden"),
        PerformerDisplay.TEAM: _("Ausführende nur als „Team“"),
    }
    return words.get(PerformerDisplay(display), _("Name der Ausführenden"))


def _shown(is_on: bool, at_site: str) -> bool:
    return at_site == Shown.SHOW or (is_on and at_site != Shown.HIDE)


def _all_beside(viewer: Viewer, ticket: Ticket) -> list[Beside]:
    """Dated by their visits, as far as the viewer sees these."""
    tickets = queries.beside(list_for(viewer, Ticket, P.TICKET_READ), ticket)
    ids = {row.visit_id for row in tickets}
    seen = seen_visits(viewer, ids) if viewer.seat_is_own_only else ids
    return [_beside(row, row.visit if row.visit_id in seen else None) for row in tickets]


def _beside(ticket: Ticket, visit: Visit | None) -> Beside:
    at = visit.starts_at if visit else ticket.created_at
    return Beside(
        reverse("office:ticket", args=[ticket.pk]),
        ticket.number,
        ticket.title,
        formats.day(at),
        looks.status_mark(ticket),
    )


def _back(request: ViewerRequest) -> str:
    kept = request.GET.urlencode()
    return reverse("office:tickets") + (f"?{kept}" if kept else "")
