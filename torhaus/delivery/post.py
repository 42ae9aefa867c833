"""Sends queued mails and notes what became of them: retried with growing waits for a day, then shown as failed.

A mail is claimed for some minutes before it is handed over, so that two workers never send the same one. If the process is
killed between the server's "ok" and our note of it, the mail goes again with the same Message-ID after the claim ends.
"""

import datetime as dt
import time

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from torhaus.accounts import mail_links, recovery
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.delivery import letters
from torhaus.delivery.letter import full_address
from torhaus.delivery.letters.invoices import attachments_of
from torhaus.delivery.returned import note_returned
from torhaus.kernel import mail
from torhaus.kernel.errors import Refused
from torhaus.notices.models import SECRET_LINK, MailStatus, OutgoingMail
from torhaus.portal_access import tokens
from torhaus.portal_access.actions import issue_referral_token, issue_token, note_delivery
from torhaus.portal_access.models import Invitation, InvitationStatus, Referral
from torhaus.providers import invitations as staff_invitations
from torhaus.providers.models import Provider

log = structlog.get_logger(__name__)

BATCH = 20
CLAIM = dt.timedelta(minutes=5)
BACK_OFF = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240, 480, 720)]
PAUSE_SECONDS = 20.0  # after a server that was away altogether, before the next mail tries it
_paused_until = 0.0


class NoLongerNeeded(Exception):
    """What the mail's secret link was for has ended: invitation withdrawn, account closed."""


def send_due() -> bool:
    """Send some mails that are due; whether there were any."""
    if time.monotonic() < _paused_until:
        return False
    due = list(
        OutgoingMail.objects.filter(status=MailStatus.QUEUED, next_attempt_at__lte=timezone.now()).order_by(
            "next_attempt_at"
        )[:BATCH]
    )
    if not due:
        return False
    with mail.transport() as transport:
        for row in due:
            if _claim(row) and not _send(row, transport):
                break
    return True


def send_again(*, row: OutgoingMail) -> None:
    """Put a mail that failed back into the queue, with all its tries."""
    with transaction.atomic():
        locked = OutgoingMail.objects.select_for_update().get(pk=row.pk)
        if locked.status != MailStatus.FAILED:
            return
        locked.status, locked.attempts, locked.last_error = MailStatus.QUEUED, 0, ""
        locked.next_attempt_at = timezone.now()
        locked.save(update_fields=["status", "attempts", "last_error", "next_attempt_at"])


def forget_pause() -> None:
    """Try the server at once, although it was away a moment ago."""
    global _paused_until
    _paused_until = 0.0


def _claim(row: OutgoingMail) -> bool:
    """Take the mail for some minutes; of two workers one changes the row, the other none."""
    taken = OutgoingMail.objects.filter(
        pk=row.pk, status=MailStatus.QUEUED, next_attempt_at=row.next_attempt_at, attempts=row.attempts
    ).update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + CLAIM)
    row.attempts += 1
    return bool(taken)


def _send(row: OutgoingMail, transport: mail.Transport) -> bool:
    """Hand one mail over; False when the server is away and the others need not try now."""
    global _paused_until
    try:
        transport.send(mail.build(_composed(row)))
    except mail.Deferred as error:
        _note_deferred(row, str(error))
        if not isinstance(error, mail.DeferredThisMail):
            _paused_until = time.monotonic() + PAUSE_SECONDS
            return False
    except mail.Rejected as error:
        _note_failed(row, str(error))
    except NoLongerNeeded:
        _note(row, status=MailStatus.DROPPED)
    except (Refused, OSError) as error:
        _note_deferred(row, str(error))
    else:
        _note(row, status=MailStatus.SENT, sent_at=timezone.now(), last_error="")
        _follow(row, InvitationStatus.SENT)
    return True


def _composed(row: OutgoingMail) -> mail.Mail:
    provider = Provider.objects.filter(pk=row.provider_id).first()
    link = _secret_link(row)
    return mail.Mail(
        key=row.key,
        to_address=row.to_address,
        to_name=row.to_name,
        subject=row.subject,
        text=row.text.replace(SECRET_LINK, link),
        html=row.html.replace(SECRET_LINK, link),
        from_name=provider.name if provider else "",
        reply_to=provider.email if provider else "",
        written_at=row.created_at,
        attachments=attachments_of(row.activity_id),
    )


def _secret_link(row: OutgoingMail) -> str:
    """A link made for this try and kept nowhere; an earlier one of the same invitation is void by it.

    Only a letter of that kind gets one: people can write the placeholder into a ticket, and then it stays what they wrote.
    """
    if SECRET_LINK not in row.text:
        return SECRET_LINK
    activity = Activity.objects.filter(pk=row.activity_id).first()
    if activity is None or not letters.is_secret(activity.verb):
        return SECRET_LINK
    path = _invitation_path(row) if row.invitation_id else _personal_path(row, activity)
    if path is None:
        raise NoLongerNeeded
    return full_address(path)


def _invitation_path(row: OutgoingMail) -> str | None:
    invitation = Invitation.objects.filter(pk=row.invitation_id).first()
    token = issue_token(invitation) if invitation else None
    return tokens.path(token) if token else None


def _personal_path(row: OutgoingMail, activity: Activity) -> str | None:
    """The link of another letter: to answer a referral, join a team, log in, confirm an address or choose a password."""
    if activity.verb == "referral.created":
        return _referral_path(activity)
    if activity.verb == "staff.invited":
        token = staff_invitations.issue_token(activity.data["membership_id"])
        return staff_invitations.path(token) if token else None
    person = Person.objects.filter(pk=row.person_id, is_active=True).first()
    if person is None:
        return None
    if activity.verb == "person.login_link_asked":
        return mail_links.issue(person, purpose=mail_links.Purpose.LOGIN, address=row.to_address)
    if activity.verb == "person.email_asked":
        return mail_links.issue(person, purpose=mail_links.Purpose.EMAIL, address=row.to_address)
    return recovery.issue_link(person, purpose=recovery.Purpose.RESET)


def _referral_path(activity: Activity) -> str | None:
    row = Referral.objects.filter(pk=activity.data.get("referral_id"), provider_id=activity.provider_id).first()
    token = issue_referral_token(row) if row else None
    return tokens.referral_path(token) if token else None


def _note_deferred(row: OutgoingMail, reason: str) -> None:
    if row.attempts > len(BACK_OFF):
        _note_failed(row, reason)
        return
    log.warning("mail deferred", mail=row.pk, attempts=row.attempts, reason=reason)
    _note(row, next_attempt_at=timezone.now() + BACK_OFF[row.attempts - 1], last_error=reason[:500])
    _follow(row, InvitationStatus.DEFERRED, reason)


def _note_failed(row: OutgoingMail, reason: str) -> None:
    log.error("mail failed", mail=row.pk, attempts=row.attempts, reason=reason)
    note_returned(mail_id=row.pk, reason=reason)


def _note(row: OutgoingMail, **values: object) -> None:
    OutgoingMail.objects.filter(pk=row.pk).update(**values)


def _follow(row: OutgoingMail, status: InvitationStatus, reason: str = "") -> None:
    if row.invitation_id:
        note_delivery(invitation_id=row.invitation_id, status=status, note=reason)
