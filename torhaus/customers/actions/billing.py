"""Writes to billing parties: who owes the invoice when it is not the customer itself."""

from typing import Any

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import editing
from torhaus.customers.models import BillingParty, Customer

FIELDS = frozenset(
    {
        "name", "care_of", *editing.ADDRESS, "is_business", "vat_id", "leitweg_id", "email", "supplier_number",
        "cost_centre", "requires_order_number", "is_active",
    }
)  # fmt: skip


@transaction.atomic
def create_billing_party(
    *, customer: Customer, by: Person | None, verb: str = "customer.changed", **fields: Any
) -> BillingParty:
    """A new debtor that invoices of this customer may name."""
    party = BillingParty(provider_id=customer.provider_id, customer=customer)
    editing.apply(party, editing.cleaned(fields, allowed=FIELDS))
    editing.required(party, "name")
    editing.checked_length(party)
    party.save(force_insert=True)
    _record(party, by=by, verb=verb, data={"what": "billing_party_created", "name": party.name})
    return party


@transaction.atomic
def change_billing_party(
    *, party: BillingParty, by: Person | None, version: int | None = None, verb: str = "customer.changed", **fields: Any
) -> BillingParty:
    """Write the given columns. Issued invoices keep what they froze."""
    row = editing.locked(party, version=version)
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS, country=row.country))
    editing.required(row, "name")
    editing.checked_length(row)
    if changes:
        editing.save_change(row, changes)
        _record(row, by=by, verb=verb, data={"what": "billing_party_changed", "name": row.name, "changes": changes})
    return row


def _record(party: BillingParty, *, by: Person | None, verb: str, data: dict[str, Any]) -> None:
    activity.record(
        verb, provider_id=party.provider_id, by=by, side="office", customer_id=party.customer_id,
        data=data | {"billing_party_id": party.pk},
    )  # fmt: skip
