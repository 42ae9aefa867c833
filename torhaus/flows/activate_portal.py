"""Opening the portal to a customer: the switches, and the invitation that goes out by itself."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.customers import actions as customers
from torhaus.customers.actions.portal import change_portal
from torhaus.customers.models import Contact, Customer
from torhaus.kernel.errors import Refused
from torhaus.portal_access import checks
from torhaus.portal_access.actions import invite
from torhaus.portal_access.models import Invitation, PortalAccess
from torhaus.providers.models import Provider


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What came of it: the customer as it is now, the invitation that went out, or why none did."""

    customer: Customer
    invitation: Invitation | None = None
    missing: tuple[str, ...] = ()


@transaction.atomic
def create_customer(*, provider: Provider, by: Person, portal_enabled: bool = False, **fields: Any) -> Customer:
    """A new customer, whose portal may be open from the start; nobody is invited before there is somebody to invite."""
    customer = customers.create_customer(provider=provider, by=by, **fields)
    return save_portal(customer=customer, by=by, portal_enabled=True).customer if portal_enabled else customer


@transaction.atomic
def save_portal(*, customer: Customer, by: Person, version: int | None = None, **fields: Any) -> Opened:
    """Write the portal's switches. When this opens the portal, the main contact is invited unless already in.

    Opening needs a plan with the portal; what was open before the plan changed stays as it was set, for the day it is back.
    """
    was_open = Customer.objects.select_for_update().values_list("portal_enabled", flat=True).get(pk=customer.pk)
    opens = bool(fields.get("portal_enabled")) and not was_open
    if opens and (missing := checks.missing_for_portal(customer.provider)):
        raise Refused(missing[0], points=missing[1:])
    row = change_portal(customer=customer, by=by, version=version, **fields)
    if was_open or not row.portal_enabled:
        return Opened(customer=row)
    main = Contact.objects.filter(customer=row, is_main=True).first()
    if main is not None and PortalAccess.objects.filter(contact=main, is_active=True).exists():
        return Opened(customer=row)
    if missing := checks.missing_for_activation(main):
        return Opened(customer=row, missing=tuple(missing))
    assert main is not None
    return Opened(customer=row, invitation=invite(contact=main, by=by))
