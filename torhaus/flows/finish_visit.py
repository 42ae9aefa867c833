"""The way of a visit from „Geplant“ to „Erledigt“ (or to nobody there, or off), with the tickets that follow it."""

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.flows.plan_visit import tickets_of
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Visit
from torhaus.tickets import actions as tickets
from torhaus.tickets.models import Ticket, TicketStatus


@transaction.atomic
def set_on_the_way(*, visit: Visit, by: Person) -> Visit:
    return jobs.set_on_the_way(visit=visit, by=by, ticket_id=_first(tickets_of(visit)))


@transaction.atomic
def start_visit(*, visit: Visit, by: Person) -> Visit:
    followers = tickets_of(visit)
    started = jobs.start_visit(visit=visit, by=by, ticket_id=_first(followers))
    _follow(followers, started, status=TicketStatus.IN_WORK, by=by)
    return started


@transaction.atomic
def finish_visit(*, visit: Visit, by: Person, is_complete: bool = True) -> Visit:
    """`is_complete`: nothing is left to do; the tickets are „Erledigt“, else they stay „In Arbeit“."""
    followers = tickets_of(visit)
    finished = jobs.finish_visit(visit=visit, by=by, is_complete=is_complete, ticket_id=_first(followers))
    _follow(followers, finished, status=TicketStatus.DONE if is_complete else TicketStatus.IN_WORK, by=by)
    return finished


@transaction.atomic
def close_as_no_show(*, visit: Visit, by: Person, note: str = "") -> Visit:
    """Nobody was there; the tickets wait for another visit."""
    followers = tickets_of(visit)
    closed = jobs.close_as_no_show(visit=visit, by=by, note=note, ticket_id=_first(followers))
    _follow(followers, closed, status=TicketStatus.ACCEPTED, by=by)
    return closed


@transaction.atomic
def cancel_visit(*, visit: Visit, by: Person, reason: str = "") -> Visit:
    """The visit is off; the tickets wait for another one."""
    followers = tickets_of(visit)
    cancelled = jobs.cancel_visit(visit=visit, by=by, reason=reason, ticket_id=_first(followers))
    _follow(followers, cancelled, status=TicketStatus.ACCEPTED, by=by)
    return cancelled


def _first(followers: list[Ticket]) -> int | None:
    return followers[0].pk if followers else None


def _follow(followers: list[Ticket], visit: Visit, *, status: TicketStatus, by: Person) -> None:
    for ticket in followers:
        if ticket.is_open:
            tickets.follow_visit(ticket=ticket, visit=visit, status=status, by=by)
