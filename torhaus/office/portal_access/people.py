"""Who of a customer is invited or in: each contact with the state of the invitation and the last login."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.accounts.models import Person
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Contact, Customer
from torhaus.portal_access import checks, queries
from torhaus.portal_access.models import OPEN_INVITATIONS, Invitation, InvitationStatus, PortalAccess, Referral

LOOKS: dict[str, tuple[str, str]] = {
    InvitationStatus.QUEUED: ("info", "clock"),
    InvitationStatus.SENT: ("info", "mail-check"),
    InvitationStatus.DEFERRED: ("warn", "clock"),
    InvitationStatus.BOUNCED: ("bad", "mail-warning"),
    InvitationStatus.VISITED: ("info", "eye"),
    InvitationStatus.ACCEPTED: ("ok", "user-check"),
    InvitationStatus.WITHDRAWN: ("mute", "undo-2"),
}


@dataclass(frozen=True)
class Chip:
    label: str
    tone: str = "mute"
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One contact, or a person with access whom no contact stands for (then `contact` is None)."""

    name: str
    detail: str
    chip: Chip
    contact: Contact | None = None
    invitation: Invitation | None = None
    access: PortalAccess | None = None
    last_login: dt.datetime | None = None
    missing: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def is_test(self) -> bool:
        return self.contact is not None and self.contact.is_test

    @property
    def has_problem(self) -> bool:
        """Mails to the address come back."""
        return self.contact is not None and bool(self.contact.email_problem) and self.access is None

    @property
    def is_local(self) -> bool:
        return self.contact is None and self.access is not None and not self.access.person.email

    @property
    def may_invite(self) -> bool:
        return self.access is None and self.contact is not None and not self.missing

    @property
    def may_withdraw(self) -> bool:
        return self.access is None and self.invitation is not None and self.invitation.status in OPEN_INVITATIONS

    @property
    def valid_until(self) -> dt.datetime | None:
        """Until when the link of an open invitation works."""
        is_open = self.may_withdraw and self.invitation is not None and self.invitation.expires_at > timezone.now()
        return self.invitation.expires_at if is_open and self.invitation else None

    @property
    def was_invited(self) -> bool:
        return self.invitation is not None


def rows(viewer: Viewer, customer: Customer) -> list[Row]:
    """Contacts first, then people with access without a contact: three queries."""
    contacts = list_for(viewer, Contact, P.CUSTOMER_READ)
    found = list(customer_queries.contacts_in_order(customer_queries.of_customer(contacts, customer))[:200])
    invitations = queries.latest_of(list_for(viewer, Invitation, P.PORTAL_INVITE), found)
    accesses = list(queries.of_customer(list_for(viewer, PortalAccess, P.PORTAL_INVITE), customer)[:200])
    by_contact = {access.contact_id: access for access in accesses if access.contact_id}
    shown = [_contact_row(contact, invitations.get(contact.pk), by_contact.get(contact.pk)) for contact in found]
    known = {contact.pk for contact in found}
    return shown + [_person_row(access) for access in accesses if access.contact_id not in known]


def referrals_of(viewer: Viewer, customer: Customer) -> list[Referral]:
    """Whom this customer has sent to us."""
    found = list_for(viewer, Referral, P.PORTAL_INVITE).filter(customer=customer)
    return list(found.select_related("prospect", "person").order_by("-id")[:20])


def _contact_row(contact: Contact, invitation: Invitation | None, access: PortalAccess | None) -> Row:
    missing = [] if access else checks.missing_for_invitation(contact)
    return Row(
        name=str(contact),
        detail=", ".join(part for part in (contact.role, contact.email) if part),
        chip=_access_chip(access, is_open=contact.is_active) if access else _invitation_chip(invitation, contact),
        contact=contact,
        invitation=invitation,
        access=access,
        last_login=access.person.last_login if access else None,
        missing=missing if contact.is_active else [],
        note=_note(contact, None if access else invitation),
    )


def _note(contact: Contact, invitation: Invitation | None) -> str:
    """What went wrong with mails to the contact; nothing while a new invitation is on its way."""
    if invitation is not None and invitation.status == InvitationStatus.QUEUED:
        return ""
    return (invitation.status_note if invitation else "") or contact.email_problem


def _person_row(access: PortalAccess) -> Row:
    person: Person = access.person
    return Row(
        name=str(person),
        detail=person.email or person.username or "",
        chip=_access_chip(access) if person.email or not access.is_active else Chip(_("aktiv"), "ok", "check"),
        access=access,
        last_login=person.last_login,
    )


def _access_chip(access: PortalAccess, *, is_open: bool = True) -> Chip:
    if not is_open or not access.is_active or not access.person.is_active:
        return Chip(_("gesperrt"), "bad", "lock")
    return Chip(_("registriert"), "ok", "user-check")


def _invitation_chip(invitation: Invitation | None, contact: Contact) -> Chip:
    if invitation is None:
        return Chip(_("nicht eingeladen"))
    is_open = invitation.status in OPEN_INVITATIONS
    if is_open and invitation.email.lower() != contact.email.lower():
        return Chip(_("ging an die alte Adresse"), "warn", "mail-warning")
    if is_open and invitation.status != InvitationStatus.BOUNCED and invitation.expires_at <= timezone.now():
        return Chip(_("abgelaufen"), "warn", "timer")
    tone, icon = LOOKS[invitation.status]
    return Chip(str(InvitationStatus(invitation.status).label), tone, icon)
