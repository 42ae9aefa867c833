"""A ticket as a row of the inbox: everything said in words before the template draws it."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils import timezone

from torhaus.tickets import looks
from torhaus.tickets.models import OPEN_STATUSES, TicketStatus
from torhaus.ui import formats

Columns = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class TicketRow:
    """One line of the list. `chip` is the status, for a planned ticket its date."""

    pk: int
    title: str
    number: str
    place: str
    at: dt.datetime
    chip: looks.Mark
    urgency: looks.Mark | None
    promise: str
    level: str
    assignee: str
    has_pictures: bool
    needs_callback: bool
    is_new: bool


def rows_of(tickets: list[Columns]) -> list[TicketRow]:
    """Lines for columns as `queries.list_columns` brings them."""
    now = timezone.now()
    return [_row(columns, now) for columns in tickets]


def _row(columns: Columns, now: dt.datetime) -> TicketRow:
    status = columns["status"]
    waits = columns["replied_at"] is None and status in OPEN_STATUSES
    promise, level = looks.time_left(columns["reply_due_at"], now=now) if waits else ("", "")
    return TicketRow(
        pk=columns["id"],
        title=columns["title"],
        number=columns["number"],
        place=_place(columns),
        at=columns["created_at"],
        chip=_chip(status, columns["visit__starts_at"]),
        urgency=looks.mark_of_urgency(columns["urgency"]),
        promise=promise,
        level=level,
        assignee=_assignee(columns),
        has_pictures=columns["has_pictures"],
        needs_callback=columns["needs_callback"],
        is_new=status == TicketStatus.NEW,
    )


def _place(columns: Columns) -> str:
    """Customer, site and room on one line."""
    customer, site, room = columns["customer__name"], columns["site__name"], columns["room__name"]
    if site is None:
        return str(customer)
    return f"{customer} · {site}, {room}" if room else f"{customer} · {site}"


def _assignee(columns: Columns) -> str:
    first, last = columns["assigned_to__person__first_name"], columns["assigned_to__person__last_name"]
    return f"{first or ''} {last or ''}".strip()


def _chip(status: str, visit_starts_at: dt.datetime | None) -> looks.Mark:
    mark = looks.mark_of_status(status)
    if status == TicketStatus.PLANNED and visit_starts_at:
        words = f"{formats.day(visit_starts_at)} {formats.clock(visit_starts_at)}"
        return looks.Mark(words, mark.tone, mark.icon)
    return mark
