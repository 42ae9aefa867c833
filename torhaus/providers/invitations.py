"""A colleague's invitation: a one-time link to their mail box, which they accept themselves. Before that it opens nothing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.accounts.recovery import set_password
from torhaus.activity.actions import record
from torhaus.kernel import tokens
from torhaus.kernel.errors import Refused
from torhaus.providers.actions import record_member
from torhaus.providers.models import Membership
from torhaus.providers.queries import membership_by_token

LASTS = dt.timedelta(days=7)


@transaction.atomic
def invite_again(*, member: Membership, by: Person) -> None:
    """Send a fresh link; the earlier one stops working at once."""
    row = _locked_pending(member)
    row.token_hash = row.expires_at = None
    row.save(update_fields=["token_hash", "expires_at"])
    record_member("staff.invited", row, by=by)


@transaction.atomic
def withdraw(*, member: Membership, by: Person) -> None:
    """Take an invitation back; of a membership that never began only the history keeps a trace."""
    row = _locked_pending(member)
    data = {"membership_id": row.pk, "name": str(row), "role": row.role}
    row.delete()
    record("staff.withdrawn", provider_id=member.provider_id, by=by, side="office", data=data)


@transaction.atomic
def issue_token(membership_id: int) -> str | None:
    """A fresh token for the mail that is being written; None when the invitation is no longer open. Worker only."""
    row = Membership.objects.select_for_update().filter(pk=membership_id, accepted_at=None, is_active=True).first()
    if row is None:
        return None
    token = tokens.new_token()
    row.token_hash, row.expires_at = tokens.digest(token), timezone.now() + LASTS
    row.save(update_fields=["token_hash", "expires_at"])
    return token


def path(token: str) -> str:
    return f"/team/{token}/"


@transaction.atomic
def accept(*, token: str, person: Person) -> Membership | None:
    """Somebody who has proved who they are joins; None when the link no longer holds or is for somebody else."""
    found = membership_by_token(token)
    if found is None or found.person_id != person.pk:
        return None
    rows = Membership.objects.select_for_update().filter(accepted_at=None, token_hash=tokens.digest(token))
    row = rows.filter(pk=found.pk).first()
    if row is None:
        return None
    row.accepted_at, row.token_hash, row.expires_at = timezone.now(), None, None
    row.save(update_fields=["accepted_at", "token_hash", "expires_at"])
    record_member("staff.joined", row, by=person)
    return row


@transaction.atomic
def accept_as_new(*, token: str, first_name: str, last_name: str, language: str, password: str) -> Membership | None:
    """Somebody whose account has no password yet chooses one, and joins. A password that is there is never replaced."""
    found = membership_by_token(token)
    if found is None:
        return None
    person = Person.objects.select_for_update().get(pk=found.person_id)
    if person.has_usable_password():
        return None
    member = accept(token=token, person=person)
    if member is not None:
        person.first_name, person.last_name, person.language = first_name, last_name, language
        person.save(update_fields=["first_name", "last_name", "language"])
        set_password(person, password=password)
    return member


def _locked_pending(member: Membership) -> Membership:
    row = Membership.objects.select_for_update().filter(pk=member.pk, accepted_at=None).first()
    if row is None:
        raise Refused(_("Diese Einladung ist nicht mehr offen."))
    return row
