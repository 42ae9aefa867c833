"""Links that a person asks for by mail: to log in without a password, and to confirm a new address.

The token is written when the mail is sent, lives in the mail alone, and is consumed by one POST. Looking consumes nothing.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from torhaus.accounts.models import LinkPurpose, MailLink, Person, normal_email
from torhaus.activity.actions import record
from torhaus.kernel import tokens

Purpose = LinkPurpose
LASTS = {Purpose.LOGIN: dt.timedelta(minutes=15), Purpose.EMAIL: dt.timedelta(hours=24)}
PATHS = {Purpose.LOGIN: "/login/link/{}/", Purpose.EMAIL: "/email/{}/"}


@transaction.atomic
def ask_for_login(*, address: str) -> None:
    """Note the wish; the same work for known and unknown addresses, so that the time tells nothing.

    The row belongs to no provider, so that no provider's outbox ever shows the mail.
    """
    person = Person.objects.filter(email=normal_email(address), is_active=True).only("pk").first()
    record("person.login_link_asked", provider_id=0, by=None, data={"person_id": person.pk if person else 0})


@transaction.atomic
def ask_for_email(*, person: Person, address: str) -> None:
    """Note the wish for another address; it counts from the moment its link is opened and confirmed."""
    data = {"person_id": person.pk, "address": normal_email(address)}
    record("person.email_asked", provider_id=0, by=person, data=data)


def issue(person: Person, *, purpose: LinkPurpose, address: str) -> str:
    """The path of a fresh link; belongs into a mail to `address` and nowhere else."""
    token = tokens.new_token()
    MailLink.objects.create(
        person=person, purpose=purpose, address=address, token_hash=tokens.digest(token),
        expires_at=timezone.now() + LASTS[purpose],
    )  # fmt: skip
    return PATHS[purpose].format(token)


def person_for(token: str, *, purpose: LinkPurpose) -> Person | None:
    """Whom the link is for; None when it is wrong, too old or used. Changes nothing."""
    link = _open(token, purpose=purpose)
    return link.person if link else None


def address_of(token: str) -> str:
    """The address that a link would confirm; empty for one that no longer holds."""
    link = _open(token, purpose=Purpose.EMAIL)
    return link.address if link else ""


@transaction.atomic
def log_in(token: str) -> Person | None:
    """Consume the link; of several at once one wins. Every other login link of the person ends with it."""
    link = _open(token, purpose=Purpose.LOGIN)
    if link is None or not _consume(link):
        return None
    open_links = MailLink.objects.filter(person=link.person, purpose=Purpose.LOGIN, used_at=None)
    open_links.update(used_at=timezone.now())
    return link.person


@transaction.atomic
def confirm_email(token: str) -> Person | None:
    """Consume the link and write the address; the old one is told. None when it no longer holds or the address is taken."""
    link = _open(token, purpose=Purpose.EMAIL)
    if link is None or not _consume(link):
        return None
    person = Person.objects.select_for_update().get(pk=link.person_id)
    old, person.email = person.email, link.address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        return None
    data = {"person_id": person.pk, "old": old or "", "new": person.email}
    record("person.email_changed", provider_id=0, by=person, data=data)
    return person


def _open(token: str, *, purpose: LinkPurpose) -> MailLink | None:
    """The link, if it still holds. A login link holds as long as the address it went to is the person's."""
    if not tokens.is_token(token):
        return None
    rows = MailLink.objects.select_related("person").filter(person__is_active=True, purpose=purpose, used_at=None)
    link = rows.filter(token_hash=tokens.digest(token), expires_at__gt=timezone.now()).first()
    is_void = link is not None and purpose == Purpose.LOGIN and link.person.email != link.address
    return None if is_void else link


def _consume(link: MailLink) -> bool:
    return bool(MailLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()))
