"""What a mail that came back leaves behind: at the mail, at its invitation and beside the contact who has the address."""

from django.db import transaction

from torhaus.customers.actions import note_email_problem
from torhaus.notices.models import MailStatus, OutgoingMail
from torhaus.portal_access.actions import note_delivery
from torhaus.portal_access.models import InvitationStatus

KNOWN = {MailStatus.FAILED, MailStatus.DROPPED}


@transaction.atomic
def note_returned(*, mail_id: int, reason: str) -> bool:
    """The mail will never arrive; False when that was known already."""
    row = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if row.status in KNOWN:
        return False
    row.status, row.last_error = MailStatus.FAILED, reason[:500]
    row.save(update_fields=["status", "last_error"])
    if row.invitation_id:
        note_delivery(invitation_id=row.invitation_id, status=InvitationStatus.BOUNCED, note=reason)
    if row.provider_id:
        note_email_problem(provider_id=row.provider_id, address=row.to_address, reason=reason)
    return True


@transaction.atomic
def note_delayed(*, mail_id: int, reason: str) -> bool:
    """A server on the way still tries; False when the mail has come back meanwhile."""
    row = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if row.status in KNOWN:
        return False
    row.last_error = reason[:500]
    row.save(update_fields=["last_error"])
    if row.invitation_id:
        note_delivery(invitation_id=row.invitation_id, status=InvitationStatus.DEFERRED, note=reason)
    return True
