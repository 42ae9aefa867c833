"""What the portal's list of tickets and one ticket's page show, gathered in a constant number of queries."""

import dataclasses
import datetime as dt
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.access.fetch import get_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.performers import Performer, performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.files.models import PendingUpload
from torhaus.jobs.models import Visit
from torhaus.portal.tickets.forms import MessageForm
from torhaus.portal.tickets.thread import items_of
from torhaus.tickets import looks, queries
from torhaus.tickets.models import OPEN_STATUSES, Ticket, TicketAttachment, TicketStatus
from torhaus.ui import formats
from torhaus.ui.lists import Page, Tab, with_query

HISTORY = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A ticket as a line of the list: progress in four segments, a word, and what comes next."""

    url: str
    title: str
    detail: str
    step: int
    word: str
    next: str
    at: Any
    urgency: looks.Mark | None
    thumb_url: str
    is_done: bool
    is_your_turn: bool


def list_context(request: ViewerRequest, page: Page[Any], view: str) -> dict[str, Any]:
    """Two queries besides the page: its first pictures, and which of its visits the viewer may see."""
    viewer, words = request.viewer, request.GET.get("q", "")
    visits, pictures = _visible_visits(viewer, page.items), _first_pictures(viewer, page.items)
    tabs = [(_("Laufend"), "running"), (_("Erledigt"), "done"), (_("Alle"), "all")]
    return {
        "rows": Page([_row(row, visits, pictures) for row in page.items], page.next_cursor, page.prev_cursor),
        "tabs": [Tab(with_query(request, view=name), label, name == view) for label, name in tabs],
        "words": words,
        "view": view,
        "is_searched": bool(words.strip()),
        "may_create": viewer.may(P.TICKET_CREATE),
    }


def _row(columns: dict[str, Any], visits: dict[int, dt.datetime], pictures: dict[int, int]) -> Row:
    pk, status = columns["id"], columns["status"]
    is_open = status in OPEN_STATUSES
    where = ", ".join(part for part in (columns["site__name"], columns["room__name"]) if part)
    coming = visits.get(columns["visit_id"]) if is_open else None
    due = columns["reply_due_at"] if is_open and columns["replied_at"] is None else None
    return Row(
        url=reverse("portal:ticket", args=[pk]),
        title=columns["title"],
        detail=f"{columns['number']} · {where}" if where else columns["number"],
        step=looks.step_of(status),
        word=looks.mark_of_public(status).word,
        next=_next(coming, due),
        at=columns["changed_at"],
        urgency=looks.mark_of_urgency(columns["urgency"]) if is_open else None,
        thumb_url=reverse("portal:ticket_thumbnail", args=[pk, pictures[pk]]) if pk in pictures else "",
        is_done=status == TicketStatus.DONE,
        is_your_turn=status == TicketStatus.WAITING,
    )


def next_step(ticket: Ticket, visit: Visit | None) -> str:
    """What comes next for the customer; `visit` is the ticket's if this viewer may see it."""
    if not ticket.is_open:
        return ""
    return _next(visit.starts_at if visit else None, ticket.reply_due_at if ticket.replied_at is None else None)


def _next(visit_starts_at: dt.datetime | None, due: dt.datetime | None) -> str:
    """The visit's time where it may be seen, else by when an answer is promised."""
    if visit_starts_at is not None:
        return formats.moment(visit_starts_at)
    if due is None:
        return ""
    if due <= timezone.now():
        return _("wir melden uns")
    return _("Antwort bis %(time)s") % {"time": formats.moment(due)}


def _visible_visits(viewer: Viewer, rows: list[dict[str, Any]]) -> dict[int, dt.datetime]:
    """When the visits are that this viewer may see."""
    wanted = {row["visit_id"] for row in rows if row["visit_id"]}
    if not wanted:
        return {}
    return dict(list_for(viewer, Visit, P.VISIT_READ).filter(pk__in=wanted).values_list("pk", "starts_at"))


def _first_pictures(viewer: Viewer, rows: list[dict[str, Any]]) -> dict[int, int]:
    """Attachment id of the first picture by ticket id."""
    if not rows:
        return {}
    return queries.first_pictures(list_for(viewer, TicketAttachment, P.TICKET_READ), [row["id"] for row in rows])


def detail_context(viewer: Viewer, ticket: Ticket, *, form: MessageForm | None = None) -> dict[str, Any]:
    """The ticket with its progress, thread, visit and history."""
    visit = _visit(viewer, ticket)
    may_write = viewer.may(P.TICKET_ANSWER)
    return {
        "ticket": ticket,
        "state": looks.public_mark(ticket),
        "step": looks.public_step(ticket),
        "urgency": looks.urgency_mark(ticket) if ticket.is_open else None,
        "next": next_step(ticket, visit),
        "is_done": ticket.status == TicketStatus.DONE,
        "is_declined": ticket.status == TicketStatus.DECLINED,
        "is_your_turn": ticket.status == TicketStatus.WAITING,
        "items": items_of(viewer, ticket),
        "visit": visit,
        "who_comes": _names(performers_for(viewer, [visit])[visit.pk]) if visit else "",
        "entries": list(reversed(_entries(viewer, ticket))),
        "message_form": form or MessageForm(),
        "held": form.held(viewer.person) if form else [],
        "may_write": may_write and ticket.is_open,
        "may_close": viewer.may(P.TICKET_CREATE),
    }


def _entries(viewer: Viewer, ticket: Ticket) -> list[Any]:
    return describe(history_for(viewer, ticket_id=ticket.pk).order_by("-id")[:HISTORY], viewer, root=ticket)


def _visit(viewer: Viewer, ticket: Ticket) -> Visit | None:
    """The ticket's visit, if this viewer may see it."""
    if ticket.visit_id is None:
        return None
    try:
        return get_for(viewer, Visit, ticket.visit_id, P.VISIT_READ, related=("customer", "site"))
    except Http404:
        return None


def _names(performers: list[Performer]) -> str:
    return ", ".join(performer.name for performer in performers)


@dataclasses.dataclass(frozen=True)
class Held:
    """An upload that waits for its form."""

    pk: int
    name: str
    thumb_url: str


def held_files(uploads: list[PendingUpload]) -> list[Held]:
    return [
        Held(
            upload.pk,
            upload.caption or upload.file.name,
            reverse("portal:ticket_upload", args=[upload.pk]) if upload.file.thumbnail_sha256 else "",
        )
        for upload in uploads
    ]
