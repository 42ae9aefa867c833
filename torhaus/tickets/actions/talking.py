"""The thread: public answers, the customer's comments, internal notes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.kernel.errors import Refused
from torhaus.tickets.actions import limits, rows
from torhaus.tickets.models import Ticket, TicketMessage, TicketStatus


@transaction.atomic
def answer(*, ticket: Ticket, body: str, by: Person, files: rows.Files = (), asks: bool = False) -> TicketMessage:
    """The office writes to the customer. `asks`: it waits for the customer's reply now."""
    locked = rows.lock(ticket)
    message = rows.say(locked, by=by, body=body, side="office", is_internal=False, files=files)
    undecided = {TicketStatus.NEW, TicketStatus.IN_REVIEW, TicketStatus.WAITING}
    if locked.status in undecided:
        locked.status = TicketStatus.WAITING if asks else TicketStatus.IN_REVIEW
    locked.replied_at = locked.replied_at or timezone.now()
    rows.save(locked, "status", "replied_at")
    rows.record("answered", locked, by=by, side="office", message=message.pk, status=locked.status)
    return message


@transaction.atomic
def comment(*, ticket: Ticket, body: str, by: Person, files: rows.Files = ()) -> TicketMessage:
    """The customer writes; a question of the office is answered by it."""
    locked = rows.lock(ticket)
    if not locked.is_open:
        raise Refused(_("Diese Meldung ist abgeschlossen. Bitte öffnen Sie sie wieder, wenn noch etwas fehlt."))
    limits.count_comment(by)
    message = rows.say(locked, by=by, body=body, side="portal", is_internal=False, files=files)
    if locked.status == TicketStatus.WAITING:
        locked.status = TicketStatus.IN_REVIEW
    rows.save(locked, "status")
    rows.record("commented", locked, by=by, side="portal", message=message.pk)
    return message


@transaction.atomic
def note(*, ticket: Ticket, body: str, by: Person, files: rows.Files = (), called_back: bool = False) -> TicketMessage:
    """An internal note. `called_back`: the note tells of the call that the customer was waiting for."""
    locked = rows.lock(ticket)
    message = rows.say(locked, by=by, body=body, side="office", is_internal=True, files=files)
    if called_back:
        locked.needs_callback = False
        locked.replied_at = locked.replied_at or timezone.now()
    rows.save(locked, "needs_callback", "replied_at")
    rows.record("noted", locked, by=by, side="office", public=False, message=message.pk, called_back=called_back)
    return message
