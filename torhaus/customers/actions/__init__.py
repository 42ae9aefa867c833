"""All writes to customers' master data. Each action checks, locks, writes, indexes and records in one transaction."""

from torhaus.customers.actions.billing import change_billing_party, create_billing_party
from torhaus.customers.actions.changes import ask_change, confirm_change, decline_change
from torhaus.customers.actions.contacts import change_contact, create_contact, note_email_problem
from torhaus.customers.actions.customers import change_customer, create_customer, set_customer_active
from torhaus.customers.actions.handovers import plan_handover, settle_site, withdraw_handover
from torhaus.customers.actions.rooms import change_room, create_rooms
from torhaus.customers.actions.sites import change_site, create_site, set_site_active

__all__ = [
    "ask_change",
    "change_billing_party",
    "change_contact",
    "change_customer",
    "change_room",
    "change_site",
    "confirm_change",
    "create_billing_party",
    "create_contact",
    "create_customer",
    "create_rooms",
    "create_site",
    "decline_change",
    "note_email_problem",
    "plan_handover",
    "set_customer_active",
    "set_site_active",
    "settle_site",
    "withdraw_handover",
]
