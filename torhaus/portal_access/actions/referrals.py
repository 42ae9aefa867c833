"""Writes to referrals: a customer names a business partner, the worker writes the link, somebody answers."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.customers.checks import clean_email, clean_text
from torhaus.customers.models import Customer
from torhaus.kernel import throttle
from torhaus.kernel.errors import Refused
from torhaus.portal_access import checks, tokens
from torhaus.portal_access.models import Referral, ReferralStatus

LASTS = dt.timedelta(days=30)
A_DAY = dt.timedelta(days=1)
PER_PERSON, PER_ADDRESS = 5, 2
LONGEST_MESSAGE = 1000


@transaction.atomic
def refer(*, customer: Customer, by: Person, company: str, name: str, email: str, message: str) -> Referral:
    """Ask the provider's system to invite a business partner: one mail, in the customer's name."""
    address = clean_email(email)
    if not address or not clean_text(company):
        raise Refused(_("Bitte nennen Sie Firma und E-Mail-Adresse."))
    if len(message) > LONGEST_MESSAGE:
        raise Refused(_("Die Nachricht ist zu lang (höchstens 1.000 Zeichen)."))
    if Referral.objects.filter(customer=customer, email=address, status=ReferralStatus.SENT).exists():
        raise Refused(_("Diese Adresse haben Sie schon eingeladen."))
    _check_rate(customer, by=by, address=address)
    referral = Referral.objects.create(
        provider_id=customer.provider_id, customer=customer, person=by, company=clean_text(company)[:200],
        name=clean_text(name)[:200], email=address, message=clean_text(message), expires_at=timezone.now() + LASTS,
    )  # fmt: skip
    note_referral("referral.created", referral, by=by)
    return referral


def _check_rate(customer: Customer, *, by: Person, address: str) -> None:
    """Nobody makes a mailing out of it, and nobody is mailed by ten customers."""
    key = f"referral:{customer.provider_id}"
    is_fine = throttle.is_allowed(f"{key}:by:{by.pk}", limit=PER_PERSON, window=A_DAY)
    if not is_fine or not throttle.is_allowed(f"{key}:to:{address}", limit=PER_ADDRESS, window=A_DAY):
        raise Refused(_("Für heute sind das genug Einladungen. Bitte versuchen Sie es morgen wieder."))


@transaction.atomic
def issue_referral_token(referral: Referral) -> str | None:
    """A fresh token for the mail that is being written; None when it was answered. By the worker only."""
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if row.status != ReferralStatus.SENT:
        return None
    token = tokens.new_token()
    row.token_hash = tokens.digest(token)
    row.expires_at = timezone.now() + LASTS
    row.save(update_fields=["token_hash", "expires_at"])
    return token


def is_answerable(referral: Referral) -> bool:
    """Whether the link would work now."""
    is_waiting = referral.status == ReferralStatus.SENT and referral.expires_at > timezone.now()
    return is_waiting and checks.is_open(referral.customer)


@transaction.atomic
def answer_referral(*, referral: Referral, prospect: Customer) -> Referral:
    """Consume the link: this prospect came by it. Of several at once exactly one gets through."""
    row = Referral.objects.select_for_update(of=("self",)).select_related("customer__provider").get(pk=referral.pk)
    if not is_answerable(row):
        raise Refused(_("Dieser Link gilt nicht mehr."))
    row.status, row.prospect = ReferralStatus.ACCEPTED, prospect
    row.save(update_fields=["status", "prospect"])
    note_referral("referral.accepted", row, by=None)
    return row


def note_referral(verb: str, referral: Referral, *, by: Person | None) -> None:
    record(
        verb, provider_id=referral.provider_id, by=by, side="portal", customer_id=referral.customer_id,
        data={"referral_id": referral.pk, "company": referral.company, "prospect_id": referral.prospect_id},
    )  # fmt: skip
