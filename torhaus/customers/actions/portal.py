"""Writes to what the portal shows of a customer: the switch itself, the greeting, what is shown."""

from typing import Any

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import editing
from torhaus.customers.models import Customer

FIELDS = frozenset(
    {
        "portal_enabled", "portal_greeting", "show_visits", "show_reports", "show_invoices", "show_performers",
        "show_times",
    }
)  # fmt: skip


@transaction.atomic
def change_portal(*, customer: Customer, by: Person | None, version: int | None = None, **fields: Any) -> Customer:
    """Write the given switches; effective at once. The first opening is told as portal.activated."""
    row = editing.locked(customer, version=version)
    was_open = row.portal_enabled
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS))
    if not changes:
        return row
    editing.checked_length(row)
    editing.save_change(row, changes)
    verb = "portal.activated" if row.portal_enabled and not was_open else "portal.changed"
    activity.record(
        verb, provider_id=row.provider_id, by=by, side="office", customer_id=row.pk, data={"changes": changes}
    )
    return row
