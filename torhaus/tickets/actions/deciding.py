"""What becomes of a ticket: who looks after it, yes or no, done, open again, and what its visit does to it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.jobs.models import Job, Visit
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Membership
from torhaus.tickets.actions import rows
from torhaus.tickets.models import Ticket, TicketStatus

UNDECIDED = {TicketStatus.NEW, TicketStatus.IN_REVIEW, TicketStatus.WAITING}


@transaction.atomic
def assign(*, ticket: Ticket, member: Membership | None, by: Person) -> Ticket:
    """Give the ticket to a colleague (None: to nobody). A new one is in review from then on."""
    locked = rows.lock(ticket)
    if member is not None and (member.provider_id != locked.provider_id or not member.is_active):
        raise Refused(_("Diese Person arbeitet nicht mehr hier."))
    if not locked.is_open:
        raise Refused(_("Dieses Ticket ist abgeschlossen."))
    if locked.assigned_to_id == (member.pk if member else None):
        return locked
    is_first_look = member is not None and locked.status == TicketStatus.NEW
    locked.assigned_to = member
    locked.status = TicketStatus.IN_REVIEW if is_first_look else locked.status
    rows.save(locked, "assigned_to", "status")
    rows.record(
        "assigned", locked, by=by, side="office", public=False, member=str(member) if member else "",
        person=member.person_id if member else None, status=locked.status,
    )  # fmt: skip
    return locked


def check_decidable(ticket: Ticket) -> None:
    """Refuse a decision on a locked ticket that was decided already, and say by whom."""
    if ticket.status in UNDECIDED:
        return
    verb = "ticket.declined" if ticket.status == TicketStatus.DECLINED else "ticket.accepted"
    row = Activity.objects.filter(ticket_id=ticket.pk, verb=verb).order_by("-id").first()
    if row is None:
        raise Refused(_("Über dieses Ticket ist schon entschieden."))
    sentence = (
        _("%(name)s hat dieses Ticket bereits abgelehnt.")
        if verb == "ticket.declined"
        else _("%(name)s hat dieses Ticket bereits angenommen (Auftrag %(number)s).")
    )
    raise Refused(sentence % {"name": row.actor_name, "number": row.data.get("job", "")})


@transaction.atomic
def set_accepted(*, ticket: Ticket, job: Job, by: Person) -> Ticket:
    """Hang the ticket on its job. Refused when somebody else decided first. Called by flows.accept_ticket."""
    locked = rows.lock(ticket)
    check_decidable(locked)
    if job.customer_id != locked.customer_id:
        raise Refused(_("Dieser Auftrag gehört zu einem anderen Kunden."))
    locked.job = job
    locked.status = TicketStatus.ACCEPTED
    locked.replied_at = locked.replied_at or timezone.now()
    rows.save(locked, "job", "status", "replied_at")
    rows.record("accepted", locked, by=by, side="office", job=job.number)
    return locked


@transaction.atomic
def decline(*, ticket: Ticket, reason: str, by: Person) -> Ticket:
    """Say no; the customer reads the reason."""
    locked = rows.lock(ticket)
    check_decidable(locked)
    if not reason.strip():
        raise Refused(_("Bitte nennen Sie dem Kunden den Grund."))
    locked.status, locked.declined_reason = TicketStatus.DECLINED, reason.strip()
    locked.closed_at = timezone.now()
    locked.replied_at = locked.replied_at or locked.closed_at
    rows.save(locked, "status", "declined_reason", "closed_at", "replied_at")
    rows.record("declined", locked, by=by, side="office", reason=locked.declined_reason)
    return locked


@transaction.atomic
def close(*, ticket: Ticket, by: Person, side: rows.Side) -> Ticket:
    """Nothing is left to do, say the office or the customer."""
    locked = rows.lock(ticket)
    if not locked.is_open:
        raise Refused(_("Diese Meldung ist bereits abgeschlossen."))
    locked.status, locked.closed_at = TicketStatus.DONE, timezone.now()
    locked.needs_callback = False
    rows.save(locked, "status", "closed_at", "needs_callback")
    rows.record("closed", locked, by=by, side=side)
    return locked


@transaction.atomic
def reopen(*, ticket: Ticket, by: Person, side: rows.Side, reason: str = "") -> Ticket:
    """Something is left to do after all: back to review, or to planning when there is a job."""
    locked = rows.lock(ticket)
    if locked.is_open:
        raise Refused(_("Diese Meldung ist bereits offen."))
    before = locked.status
    was_accepted = locked.job_id is not None and before != TicketStatus.DECLINED
    locked.status = TicketStatus.ACCEPTED if was_accepted else TicketStatus.IN_REVIEW
    locked.visit, locked.closed_at, locked.declined_reason = None, None, ""
    rows.save(locked, "status", "visit", "closed_at", "declined_reason")
    if reason.strip():
        rows.say(locked, by=by, body=reason, side=side, is_internal=False, files=())
    rows.record("reopened", locked, by=by, side=side, before=before)
    return locked


@transaction.atomic
def follow_visit(*, ticket: Ticket, visit: Visit, status: str, by: Person) -> Ticket:
    """The ticket follows its visit: planned, in work, done; accepted when the visit is cancelled.

    Writes no activity row: the visit's own row names the ticket and lies in the same transaction.
    """
    locked = rows.lock(ticket)
    if visit.job_id != locked.job_id:
        raise Refused(_("Dieser Einsatz gehört zu einem anderen Auftrag."))
    is_off = status == TicketStatus.ACCEPTED
    locked.visit = None if is_off else visit
    locked.status = TicketStatus(status)
    locked.closed_at = timezone.now() if status == TicketStatus.DONE else None
    rows.save(locked, "visit", "status", "closed_at")
    return locked
