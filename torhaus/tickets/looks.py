"""Words, colours and icons of a ticket's states, the same in office and portal."""

import datetime as dt
import functools
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from torhaus.tickets.models import PUBLIC_STATUS, PublicStatus, Ticket, TicketKind, TicketStatus, Urgency
from torhaus.ui import formats


class Mark(NamedTuple):
    """What a chip shows: colour, icon and word together."""

    word: str
    tone: str
    icon: str


STATUS: dict[str, tuple[str, str]] = {
    TicketStatus.NEW: ("info", "circle-dot"),
    TicketStatus.IN_REVIEW: ("info", "eye"),
    TicketStatus.WAITING: ("mute", "message-circle-question-mark"),
    TicketStatus.ACCEPTED: ("brand", "check"),
    TicketStatus.PLANNED: ("ok", "calendar-check"),
    TicketStatus.IN_WORK: ("brand", "hammer"),
    TicketStatus.DONE: ("mute", "circle-check"),
    TicketStatus.DECLINED: ("bad", "circle-x"),
}
PUBLIC: dict[str, tuple[str, str, int]] = {
    PublicStatus.RECEIVED: ("info", "circle-dot", 1),
    PublicStatus.IN_REVIEW: ("info", "eye", 2),
    PublicStatus.YOUR_TURN: ("warn", "message-circle-question-mark", 2),
    PublicStatus.PLANNED: ("ok", "calendar-check", 3),
    PublicStatus.IN_WORK: ("brand", "hammer", 3),
    PublicStatus.DONE: ("mute", "circle-check", 4),
    PublicStatus.DECLINED: ("bad", "circle-x", 2),
}
URGENCY = {Urgency.HIGH: ("bad", "triangle-alert"), Urgency.EMERGENCY: ("bad", "flame"), Urgency.LOW: ("mute", "clock")}
KIND_ICONS = {
    TicketKind.DAMAGE: "wrench",
    TicketKind.ORDER: "clipboard-list",
    TicketKind.QUOTE: "file-text",
    TicketKind.QUESTION: "circle-question-mark",
}
HOT, SOON = dt.timedelta(hours=1), dt.timedelta(hours=4)


def status_mark(ticket: Ticket) -> Mark:
    """The office's own status."""
    return mark_of_status(ticket.status)


def public_mark(ticket: Ticket) -> Mark:
    """What the customer sees."""
    return mark_of_public(ticket.status)


def public_step(ticket: Ticket) -> int:
    """Which of the four segments the ticket has reached."""
    return step_of(ticket.status)


def urgency_mark(ticket: Ticket) -> Mark | None:
    """Only where it is not the ordinary one."""
    return mark_of_urgency(ticket.urgency)


def mark_of_status(status: str) -> Mark:
    return _status_mark(status, get_language())


def mark_of_public(status: str) -> Mark:
    """What the customer sees for an internal status."""
    return _public_mark(status, get_language())


def step_of(status: str) -> int:
    return PUBLIC[PUBLIC_STATUS[status]][2]


def mark_of_urgency(urgency: str) -> Mark | None:
    return _urgency_mark(urgency, get_language())


def promise(ticket: Ticket) -> tuple[str, str]:
    """(words, level) of the promised reply; ("", "") when it was given or is not wanted any more."""
    if ticket.replied_at is not None or not ticket.is_open:
        return "", ""
    return time_left(ticket.reply_due_at, now=timezone.now())


def time_left(due: dt.datetime | None, *, now: dt.datetime) -> tuple[str, str]:
    """(„noch 24 min“, "hot"), („bis 15:00“, "soon"), („bis Mo“, "")."""
    if due is None:
        return "", ""
    left = due - now
    if left <= dt.timedelta(0):
        return _("überfällig"), "hot"
    if left < HOT:
        return _("noch %(minutes)s min") % {"minutes": max(1, int(left.total_seconds() // 60))}, "hot"
    is_today = timezone.localdate(due) == timezone.localdate(now)
    words = formats.clock(due) if is_today else formats.brief(due)
    return _("bis %(time)s") % {"time": words}, "soon" if left < SOON else ""


@functools.lru_cache(maxsize=64)
def _status_mark(status: str, language: str | None) -> Mark:
    return Mark(str(TicketStatus(status).label), *STATUS[status])


@functools.lru_cache(maxsize=64)
def _public_mark(status: str, language: str | None) -> Mark:
    public = PUBLIC_STATUS[status]
    tone, icon, _step = PUBLIC[public]
    return Mark(str(public.label), tone, icon)


@functools.lru_cache(maxsize=64)
def _urgency_mark(urgency: str, language: str | None) -> Mark | None:
    found = URGENCY.get(Urgency(urgency))
    return Mark(str(Urgency(urgency).label), *found) if found else None
