"""Writes to invitations: invite, withdraw, write the link, follow the mail, take up."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.customers.models import Contact
from torhaus.kernel.errors import Refused
from torhaus.portal_access import checks, tokens
from torhaus.portal_access.models import OPEN_INVITATIONS, Invitation, InvitationStatus, PortalAccess, Scope

LASTS = dt.timedelta(days=7)


@transaction.atomic
def invite(*, contact: Contact, by: Person | None) -> Invitation:
    """Invite a contact, or once more; an earlier link stops working. The mail goes out by the worker."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("customer__provider")
    contact = rows.get(pk=contact.pk)
    if not checks.is_open(contact.customer):
        raise Refused(_("Das Kundenportal ist für diesen Kunden nicht aktiviert."))
    if missing := checks.missing_for_invitation(contact):
        raise Refused(_("Die Einladung kann nicht gesendet werden."), points=missing)
    if PortalAccess.objects.filter(contact=contact, is_active=True).exists():
        raise Refused(_("%(name)s ist schon registriert.") % {"name": contact})
    _open_of(contact).update(status=InvitationStatus.WITHDRAWN)
    invitation = Invitation.objects.create(
        provider_id=contact.provider_id, customer_id=contact.customer_id, contact=contact, email=contact.email,
        expires_at=timezone.now() + LASTS, invited_by=by,
    )  # fmt: skip
    _record("invitation.created", invitation, by=by)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person) -> Invitation:
    """Take an invitation back that nobody has taken up."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.status not in OPEN_INVITATIONS:
        raise Refused(_("Diese Einladung ist nicht mehr offen."))
    row.status = InvitationStatus.WITHDRAWN
    row.save(update_fields=["status"])
    _record("invitation.withdrawn", row, by=by)
    return row


@transaction.atomic
def issue_token(invitation: Invitation) -> str | None:
    """A fresh token for the mail that is being written; None when the invitation is no longer open.

    Called by the worker only. The token lives in the mail alone; a mail written again makes the earlier link void.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.status not in OPEN_INVITATIONS:
        return None
    token = tokens.new_token()
    row.token_hash = tokens.digest(token)
    row.expires_at = timezone.now() + LASTS
    row.save(update_fields=["token_hash", "expires_at"])
    return token


def note_delivery(*, invitation_id: int, status: InvitationStatus, note: str = "") -> None:
    """What became of the mail: sent, deferred or bounced. A link that was opened or used says more and stays."""
    values: dict[str, Any] = {"status": status, "status_note": note[:500]}
    if status == InvitationStatus.SENT:
        values["sent_at"] = timezone.now()
    waiting = [InvitationStatus.QUEUED, InvitationStatus.SENT, InvitationStatus.DEFERRED, InvitationStatus.BOUNCED]
    Invitation.objects.filter(pk=invitation_id, status__in=waiting).update(**values)


def note_visit(invitation: Invitation) -> None:
    """The link was opened. The one mark that a GET leaves; it consumes nothing."""
    seen = Invitation.objects.filter(pk=invitation.pk, visited_at=None, status__in=OPEN_INVITATIONS)
    seen.update(visited_at=timezone.now(), status=InvitationStatus.VISITED)


@transaction.atomic
def renew(invitation: Invitation) -> Invitation | None:
    """A fresh invitation to the same mail box, asked for behind an old link; None when it may not be any more."""
    contact = invitation.contact
    if contact.email.lower() != invitation.email.lower() or invitation.status == InvitationStatus.ACCEPTED:
        return None
    try:
        return invite(contact=contact, by=None)
    except Refused:
        return None


@transaction.atomic
def take_up(*, invitation: Invitation, person: Person) -> PortalAccess:
    """Consume the invitation for this person; of several at once exactly one gets through."""
    row = lock_usable(invitation)
    access = _open_access(row, person)
    row.status, row.accepted_at = InvitationStatus.ACCEPTED, timezone.now()
    row.save(update_fields=["status", "accepted_at"])
    Contact.objects.filter(pk=row.contact_id).exclude(email_problem="").update(email_problem="")
    _record("invitation.accepted", row, by=person, side="portal")
    return access


def lock_usable(invitation: Invitation) -> Invitation:
    """The invitation as it is now, locked for whoever comes first; Refused when its link no longer works."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("customer__provider", "contact")
    row = locked.get(pk=invitation.pk)
    if not is_usable(row):
        raise Refused(_("Dieser Link gilt nicht mehr."))
    return row


def is_usable(invitation: Invitation) -> bool:
    """Whether the link would work now; one that went to an address which was corrected since does not."""
    is_waiting = invitation.status in OPEN_INVITATIONS and invitation.expires_at > timezone.now()
    contact = invitation.contact
    is_meant = contact.is_active and contact.email.lower() == invitation.email.lower()
    return is_waiting and is_meant and checks.is_open(invitation.customer)


def _open_access(invitation: Invitation, person: Person) -> PortalAccess:
    """The person's access to the customer; one that exists keeps its rights and is opened again."""
    found = PortalAccess.objects.select_for_update().exclude(scope=Scope.JOB)
    access = found.filter(person=person, customer_id=invitation.customer_id).first()
    if access is None:
        return PortalAccess.objects.create(
            provider_id=invitation.provider_id,
            customer_id=invitation.customer_id,
            person=person,
            contact=invitation.contact,
            is_test=invitation.contact.is_test,
        )
    if invitation.contact.is_test and not access.is_test:
        raise Refused(_("Mit dieser Adresse gibt es hier schon einen echten Zugang; ein Test braucht eine andere."))
    access.contact, access.is_active = invitation.contact, True
    access.is_test = invitation.contact.is_test
    access.save(update_fields=["contact", "is_active", "is_test"])
    return access


def _open_of(contact: Contact):  # type: ignore[no-untyped-def]
    return Invitation.objects.filter(contact=contact, status__in=OPEN_INVITATIONS)


def _record(verb: str, invitation: Invitation, *, by: Person | None, side: str = "office") -> None:
    record(
        verb, provider_id=invitation.provider_id, by=by, side=side, customer_id=invitation.customer_id,
        data={"invitation_id": invitation.pk, "contact_id": invitation.contact_id},
    )  # fmt: skip
