"""Writes to the customer itself: create, change, switch on and off."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import editing
from torhaus.customers.models import Contact, Customer
from torhaus.kernel import search
from torhaus.kernel.errors import Refused
from torhaus.providers import numbering
from torhaus.providers.models import Provider

FIELDS = frozenset(
    {
        "number", "kind", "is_prospect", "name", "email", "phone", *editing.ADDRESS, "vat_id", "supplier_number",
        "leitweg_id", "requires_order_number", "einvoice_format", "payment_days", "is_reverse_charge",
        "signature_duty", "note", "order_number", "cost_centre", "contract_number",
    }
)  # fmt: skip


@transaction.atomic
def create_customer(
    *,
    provider: Provider,
    by: Person | None,
    verb: str = "customer.created",
    referred_by: Customer | None = None,
    **fields: Any,
) -> Customer:
    """A new customer; without a number the next one of the range (K-10001). `referred_by`: who sent them."""
    values = editing.cleaned(fields, allowed=FIELDS)
    customer = Customer(provider=provider, referred_by=referred_by, **values)
    editing.required(customer, "name")
    customer.number = customer.number or free_number(provider)
    editing.checked_length(customer)
    _save_new(customer)
    index(customer, has_contacts=False)
    activity.record(
        verb, provider_id=provider.pk, by=by, side="office", customer_id=customer.pk, data={"number": customer.number}
    )
    return customer


@transaction.atomic
def change_customer(
    *, customer: Customer, by: Person | None, version: int | None = None, verb: str = "customer.changed", **fields: Any
) -> Customer:
    """Write the given columns; nothing happens when they already hold these values."""
    row = editing.locked(customer, version=version)
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS, country=row.country))
    editing.required(row, "name", "number")
    editing.checked_length(row)
    if not changes:
        return row
    if "number" in changes:
        _refuse_taken_number(row)
    editing.save_change(row, changes)
    index(row)
    _record(row, by=by, verb=verb, data={"changes": changes})
    return row


@transaction.atomic
def set_customer_active(
    *, customer: Customer, is_active: bool, by: Person | None, version: int | None = None
) -> Customer:
    """Switch a customer off (their portal closes at once, their rows stay) or on again."""
    row = editing.locked(customer, version=version)
    changes = editing.apply(row, {"is_active": is_active})
    if changes:
        editing.save_change(row, changes)
        _record(row, by=by, verb="customer.changed", data={"changes": changes})
    return row


def free_number(provider: Provider) -> str:
    """The next number that no imported customer bears already."""
    while True:
        number = numbering.next_number(provider_id=provider.pk, kind="customer")
        if not Customer.objects.filter(provider=provider, number=number).exists():
            return number


def index(customer: Customer, *, has_contacts: bool = True) -> None:
    """Put name, number, address, telephone and contacts into the search."""
    words = [customer.number, customer.name, customer.street, customer.postcode, customer.city, customer.email]
    words += editing.phones_for_search(customer.phone)
    contacts = Contact.objects.filter(customer=customer, is_active=True)[:20] if has_contacts else []
    for contact in contacts:
        words += [str(contact), contact.email, *editing.phones_for_search(contact.phone, contact.mobile)]
    search.put(customer, provider_id=customer.provider_id, text=" ".join(word for word in words if word))


def _save_new(customer: Customer) -> None:
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError:
        raise _taken(customer) from None


def _refuse_taken_number(customer: Customer) -> None:
    others = Customer.objects.filter(provider_id=customer.provider_id, number=customer.number).exclude(pk=customer.pk)
    if others.exists():
        raise _taken(customer)


def _taken(customer: Customer) -> Refused:
    return Refused(_("Die Kundennummer %(number)s ist schon vergeben.") % {"number": customer.number})


def _record(customer: Customer, *, by: Person | None, verb: str, data: dict[str, Any]) -> None:
    activity.record(verb, provider_id=customer.provider_id, by=by, side="office", customer_id=customer.pk, data=data)
