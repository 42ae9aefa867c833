"""Writes to the people of a customer; at most one of them is the main contact."""

from typing import Any

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import customers, editing
from torhaus.customers.models import Contact, Customer
from torhaus.kernel import search

FIELDS = frozenset(
    {
        "salutation", "first_name", "last_name", "role", "email", "phone", "mobile", "language", "is_main",
        "is_notified", "is_active",
    }
)  # fmt: skip


@transaction.atomic
def create_contact(
    *, customer: Customer, by: Person | None, verb: str = "customer.changed", is_test: bool = False, **fields: Any
) -> Contact:
    """A new contact; the first one of a customer is the main contact by itself, a test contact never."""
    customer = editing.locked(customer, version=None)
    contact = Contact(provider_id=customer.provider_id, customer=customer, is_test=is_test)
    editing.apply(contact, editing.cleaned(fields, allowed=FIELDS))
    editing.required(contact, "last_name")
    editing.checked_length(contact)
    is_first = not Contact.objects.filter(customer=customer, is_main=True).exists()
    contact.is_main = contact.is_active and not is_test and (contact.is_main or is_first)
    _make_room_for(contact)
    contact.save(force_insert=True)
    _index(contact)
    _record(contact, by=by, verb=verb, data={"what": "contact_created", "name": str(contact)})
    return contact


@transaction.atomic
def change_contact(
    *,
    contact: Contact,
    by: Person | None,
    version: int | None = None,
    verb: str = "customer.changed",
    side: str = "office",
    **fields: Any,
) -> Contact:
    """Write the given columns (`side` portal: the contact did it).

    Who becomes main contact takes that from the other one, who goes inactive loses it.
    """
    editing.locked(contact.customer, version=None)
    row = editing.locked(contact, version=version)
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS))
    if row.is_main and (not row.is_active or row.is_test):
        changes |= editing.apply(row, {"is_main": False})
    if "email" in changes:
        changes |= editing.apply(row, {"email_problem": ""})
    editing.required(row, "last_name")
    editing.checked_length(row)
    if not changes:
        return row
    _make_room_for(row)
    editing.save_change(row, changes)
    _index(row)
    _record(row, by=by, verb=verb, side=side, data={"what": "contact_changed", "name": str(row), "changes": changes})
    return row


@transaction.atomic
def note_email_problem(*, provider_id: int, address: str, reason: str) -> int:
    """A mail to this address came back: the office sees it beside each contact who has it. The number of contacts."""
    found = Contact.objects.select_for_update().filter(provider_id=provider_id, email__iexact=address)
    for contact in found:
        if contact.email_problem != reason[:500]:
            contact.email_problem = reason[:500]
            contact.save(update_fields=["email_problem"])
            activity.record(
                "contact.mail_returned", provider_id=provider_id, by=None, customer_id=contact.customer_id,
                data={"contact_id": contact.pk, "name": str(contact), "reason": contact.email_problem},
            )  # fmt: skip
    return len(found)


def _make_room_for(contact: Contact) -> None:
    if contact.is_main:
        others = Contact.objects.filter(customer_id=contact.customer_id, is_main=True).exclude(pk=contact.pk)
        for other in others.select_for_update():
            other.is_main = False
            editing.save_change(other, {"is_main": [True, False]})


def _index(contact: Contact) -> None:
    words = [str(contact), contact.role, contact.email, *editing.phones_for_search(contact.phone, contact.mobile)]
    search.put(contact, provider_id=contact.provider_id, text=" ".join(word for word in words if word))
    customers.index(contact.customer)


def _record(contact: Contact, *, by: Person | None, verb: str, data: dict[str, Any], side: str = "office") -> None:
    activity.record(
        verb, provider_id=contact.provider_id, by=by, side=side, customer_id=contact.customer_id,
        data=data | {"contact_id": contact.pk},
    )  # fmt: skip
