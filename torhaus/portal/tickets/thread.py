"""The conversation of a ticket as the customer reads it: the report and the public messages."""

import dataclasses
import datetime as dt
from typing import Any

from django.urls import reverse

from torhaus.access.fetch import children_for
from torhaus.access.naming import author_names
from torhaus.access.viewer import Viewer
from torhaus.tickets import queries
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage
from torhaus.ui import formats


@dataclasses.dataclass(frozen=True)
class Item:
    """One contribution with its pictures and files."""

    at: dt.datetime
    author: str
    author_detail: str
    text: str
    is_own: bool
    anchor: str
    photos: list[dict[str, str]]
    files: list[dict[str, str]]


def items_of(viewer: Viewer, ticket: Ticket) -> list[Item]:
    """Two queries, however long the thread is; the report comes first."""
    attached: dict[int | None, list[TicketAttachment]] = {}
    for attachment in queries.with_files(children_for(viewer, TicketAttachment, ticket)):
        attached.setdefault(attachment.message_id, []).append(attachment)
    messages = list(queries.in_order(children_for(viewer, TicketMessage, ticket)))
    signed = author_names(ticket, messages)
    items = [_report(viewer, ticket, attached.get(None, []))]
    return items + [_message(viewer, ticket, message, signed, attached.get(message.pk, [])) for message in messages]


def _report(viewer: Viewer, ticket: Ticket, attachments: list[TicketAttachment]) -> Item:
    """Signed by the person who reported; a report by telephone by the caller."""
    author = str(ticket.reported_by) if ticket.reported_by else ticket.caller_name or str(ticket.customer)
    is_own = ticket.reported_by_id == viewer.person.pk
    text = ticket.description or ticket.title
    return Item(ticket.created_at, author, "", text, is_own, "report", *_split(attachments))


def _message(
    viewer: Viewer,
    ticket: Ticket,
    message: TicketMessage,
    signed: dict[int, str],
    attachments: list[TicketAttachment],
) -> Item:
    detail = ticket.provider.name if message.is_from_office else ""
    is_own = message.author_id == viewer.person.pk and not message.is_from_office
    name = signed.get(message.author_id or 0) or message.author_name
    return Item(message.created_at, name, detail, message.body, is_own, f"m{message.pk}", *_split(attachments))


def _split(attachments: list[TicketAttachment]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    photos, files = [], []
    for attachment in attachments:
        file, place = attachment.file, [attachment.ticket_id, attachment.pk]
        address = reverse("portal:ticket_attachment", args=place)
        if file.thumbnail_sha256:
            thumb = reverse("portal:ticket_thumbnail", args=place)
            words = attachment.caption or file.name
            photos.append({"url": address, "thumb_url": thumb, "alt": words, "caption": attachment.caption})
        else:
            files.append({"url": address, "title": file.name, "detail": formats.filesize(file.size)})
    return photos, files
