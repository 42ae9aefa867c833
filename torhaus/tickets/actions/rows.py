"""What every ticket action does around its own step: lock, check places, attach files, index, record."""

from collections.abc import Iterable
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.queries import is_site_of
from torhaus.files.actions import Attached
from torhaus.files.models import StoredFile
from torhaus.kernel import search
from torhaus.kernel.errors import Refused
from torhaus.tickets.models import OFFICE_KIND, Ticket, TicketAttachment, TicketMessage

Side = Literal["office", "portal"]
Files = Iterable[StoredFile | Attached]
MAX_BODY = 20_000


def lock(ticket: Ticket) -> Ticket:
    """The ticket as it is now, locked until the transaction ends."""
    return Ticket.objects.select_for_update(of=("self",)).select_related("customer", "site").get(pk=ticket.pk)


def save(ticket: Ticket, *names: str) -> None:
    """Write these columns and the time of the change."""
    ticket.changed_at = timezone.now()
    ticket.save(update_fields=[*names, "changed_at"])


def check_places(ticket: Ticket) -> None:
    """Refuse rows of other owners, as a form that was tampered with could name them."""
    if ticket.customer.provider_id != ticket.provider_id:
        raise Refused(_("Dieser Kunde gehört nicht zu Ihrem Betrieb."))
    if ticket.site is not None and not is_site_of(ticket.site, ticket.customer_id):
        raise Refused(_("Dieser Ort gehört nicht zum Kunden."))
    if ticket.room is not None and (ticket.site is None or ticket.room.site_id != ticket.site_id):
        raise Refused(_("Dieser Raum gehört nicht zu diesem Ort."))
    if ticket.job is not None and ticket.job.customer_id != ticket.customer_id:
        raise Refused(_("Dieser Auftrag gehört zu einem anderen Kunden."))
    if ticket.category is not None and ticket.category.provider_id != ticket.provider_id:
        raise Refused(_("Dieses Gewerk gibt es nicht."))


def check_title(title: str) -> str:
    """The title on one line; Refused when it is empty or longer than the column."""
    title = " ".join(title.split())
    if not title:
        raise Refused(_("Bitte geben Sie einen Titel an."))
    if len(title) > 200:
        raise Refused(_("Der Titel ist zu lang (höchstens 200 Zeichen). Einzelheiten gehören in die Beschreibung."))
    return title


def say(ticket: Ticket, *, by: Person, body: str, side: Side, is_internal: bool, files: Files) -> TicketMessage:
    """Append one message with its files to the thread."""
    files, body = list(files), body.strip()
    if not body and not files:
        raise Refused(_("Bitte schreiben Sie etwas oder hängen Sie eine Datei an."))
    if len(body) > MAX_BODY:
        raise Refused(_("Der Text ist zu lang (höchstens 20.000 Zeichen)."))
    message = TicketMessage.objects.create(
        provider_id=ticket.provider_id, ticket=ticket, author=by, author_name=str(by), is_from_office=side == "office",
        is_internal=is_internal, body=body,
    )  # fmt: skip
    attach(ticket, files=files, message=message)
    return message


def attach(ticket: Ticket, *, files: Files, message: TicketMessage | None = None) -> None:
    """Hang files on the ticket; Refused for a file of another provider."""
    for entry in files:
        file, caption = entry if isinstance(entry, Attached) else Attached(entry)
        if file.provider_id != ticket.provider_id:
            raise Refused(_("Diese Datei gibt es nicht."))
        TicketAttachment.objects.create(
            provider_id=ticket.provider_id, ticket=ticket, message=message, file=file, caption=caption,
            is_internal=message is not None and message.is_internal,
        )  # fmt: skip


def index(ticket: Ticket) -> None:
    """Put everything by which people look for a ticket into the search; the thread is not part of it.

    The number of who called stands apart: the customer's people do not see it, so they must not find by it.
    """
    site = ticket.site
    words = [ticket.number, ticket.title, ticket.customer.name, ticket.customer.number]
    words += [site.name, site.street, site.postcode, site.city] if site else []
    words += [ticket.contact_name, ticket.contact_phone, ticket.caller_name, ticket.description]
    text = " ".join(word for word in words if word)
    search.put(ticket, provider_id=ticket.provider_id, text=text)
    if ticket.caller_phone:
        text = f"{text} {ticket.caller_phone}"
        search.put(ticket, provider_id=ticket.provider_id, text=text, kind=OFFICE_KIND)


def record(verb: str, ticket: Ticket, *, by: Person, side: Side, public: bool = True, **data: Any) -> None:
    """One activity row that names everything the ticket hangs on."""
    activity.record(
        f"ticket.{verb}", provider_id=ticket.provider_id, by=by, side=side, public=public, data=data,
        ticket_id=ticket.pk, customer_id=ticket.customer_id, site_id=ticket.site_id, job_id=ticket.job_id,
        visit_id=ticket.visit_id,
    )  # fmt: skip
