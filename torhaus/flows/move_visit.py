"""Another time for a visit: the customer asks, the office confirms, proposes its own or declines. Tickets keep their visit."""

import datetime as dt

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.flows.plan_visit import tickets_of
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Visit, VisitMove


@transaction.atomic
def ask_move(
    *,
    visit: Visit,
    by: Person,
    wish: str = "",
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> VisitMove:
    return jobs.ask_move(
        visit=visit, by=by, wish=wish, starts_at=starts_at, ends_at=ends_at, ticket_id=_ticket_of(visit)
    )


@transaction.atomic
def confirm_move(
    *,
    move: VisitMove,
    by: Person,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    answer: str = "",
) -> Visit:
    """The visit gets the wished window, or the one given."""
    ticket_id = _ticket_of(move.visit)
    return jobs.confirm_move(move=move, by=by, starts_at=starts_at, ends_at=ends_at, answer=answer, ticket_id=ticket_id)


@transaction.atomic
def decline_move(*, move: VisitMove, answer: str, by: Person) -> VisitMove:
    return jobs.decline_move(move=move, answer=answer, by=by, ticket_id=_ticket_of(move.visit))


@transaction.atomic
def move_visit(*, visit: Visit, starts_at: dt.datetime, ends_at: dt.datetime, by: Person, answer: str = "") -> Visit:
    """The office moves by itself; an open wish is answered with it."""
    return jobs.move_visit(
        visit=visit, starts_at=starts_at, ends_at=ends_at, by=by, answer=answer, ticket_id=_ticket_of(visit)
    )


def _ticket_of(visit: Visit) -> int | None:
    return next((ticket.pk for ticket in tickets_of(visit)), None)
