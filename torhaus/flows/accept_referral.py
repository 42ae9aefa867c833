"""Somebody answers a referral: they become a prospect with a contact, and it is known who sent them."""

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.customers.actions import create_contact, create_customer
from torhaus.customers.models import Customer
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import answer_referral, is_answerable
from torhaus.portal_access.models import Referral


@transaction.atomic
def accept_referral(
    *, referral: Referral, company: str, first_name: str, last_name: str, phone: str, message: str, language: str
) -> Customer:
    """The prospect; the address is the invited one, never a typed one. Refused for a link that no longer works."""
    locked = Referral.objects.select_for_update(of=("self",)).select_related("customer__provider", "provider")
    row = locked.get(pk=referral.pk)
    if not is_answerable(row):
        raise Refused(_("Dieser Link gilt nicht mehr."))
    prospect = create_customer(
        provider=row.provider, by=None, name=company, email=row.email, phone=phone, note=message, is_prospect=True,
        referred_by=row.customer,
    )  # fmt: skip
    create_contact(
        customer=prospect, by=None, first_name=first_name, last_name=last_name, email=row.email, phone=phone,
        language=language,
    )  # fmt: skip
    answer_referral(referral=row, prospect=prospect)
    return prospect
