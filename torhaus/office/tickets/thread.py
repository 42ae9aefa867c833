"""The middle pane of a ticket: its report, messages and what happened in between, in the order of time."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import children_for, history_for
from torhaus.access.history import Entry, describe
from torhaus.access.viewer import Viewer
from torhaus.tickets import queries
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage
from torhaus.ui import formats

SAID = {"ticket.reported", "ticket.answered", "ticket.commented", "ticket.noted"}
"""Rows whose message stands in the thread itself."""
EVENTS = 200


@dataclasses.dataclass(frozen=True)
class Item:
    """A message (with `author`) or an event of the thread."""

    at: dt.datetime
    text: str
    author: str = ""
    author_detail: str = ""
    icon: str = ""
    is_internal: bool = False
    is_own: bool = False
    photos: list[dict[str, str]] = dataclasses.field(default_factory=list)
    files: list[dict[str, str]] = dataclasses.field(default_factory=list)
    anchor: str = ""


def items_of(viewer: Viewer, ticket: Ticket) -> list[Item]:
    """Three queries, however long the thread is."""
    attached = attachments_by_message(viewer, ticket)
    messages = queries.in_order(children_for(viewer, TicketMessage, ticket))
    events = describe(history_for(viewer, ticket_id=ticket.pk).order_by("-id")[:EVENTS], viewer, root=ticket)
    items = [report_of(ticket, attached.get(None, []))]
    items += [_message(viewer, message, attached.get(message.pk, [])) for message in messages]
    items += [_event(event) for event in events if event.verb not in SAID]
    return sorted(items, key=lambda item: item.at)


def attachments_by_message(viewer: Viewer, ticket: Ticket) -> dict[int | None, list[TicketAttachment]]:
    found: dict[int | None, list[TicketAttachment]] = {}
    for attachment in queries.with_files(children_for(viewer, TicketAttachment, ticket)):
        found.setdefault(attachment.message_id, []).append(attachment)
    return found


def report_of(ticket: Ticket, attachments: list[TicketAttachment]) -> Item:
    """What was reported, signed by who reported it."""
    reporter = ticket.reported_by
    author = str(reporter) if reporter else ticket.caller_name or str(ticket.customer)
    detail = str(ticket.customer) if author != str(ticket.customer) else ""
    return Item(
        ticket.created_at, ticket.description or ticket.title, author, detail, anchor="report", **split(attachments)
    )


def _message(viewer: Viewer, message: TicketMessage, attachments: list[TicketAttachment]) -> Item:
    return Item(
        message.created_at,
        message.body,
        message.author_name,
        _("Büro") if message.is_from_office and not message.is_internal else "",
        is_internal=message.is_internal,
        is_own=message.author_id == viewer.person.pk,
        anchor=f"m{message.pk}",
        **split(attachments),
    )


def _event(entry: Entry) -> Item:
    who = f" · {entry.actor}" if entry.actor else ""
    return Item(entry.at, f"{entry.title}{who}", icon=entry.icon)


def split(attachments: Iterable[TicketAttachment]) -> dict[str, Any]:
    """Pictures as thumbnails, everything else as rows."""
    photos, files = [], []
    for attachment in attachments:
        file, place = attachment.file, [attachment.ticket_id, attachment.pk]
        address = reverse("office:ticket_attachment", args=place)
        if file.thumbnail_sha256:
            thumb = reverse("office:ticket_thumbnail", args=place)
            photos.append(
                {
                    "url": address,
                    "thumb_url": thumb,
                    "alt": attachment.caption or file.name,
                    "caption": attachment.caption,
                }
            )
        else:
            files.append({"url": address, "title": file.name, "detail": formats.filesize(file.size)})
    return {"photos": photos, "files": files}
