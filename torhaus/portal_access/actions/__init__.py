"""All writes to invitations and accesses. Each action locks, checks the state, writes and records in one transaction."""

from torhaus.portal_access.actions.accesses import ACCOUNT_RIGHTS, change_access, set_access_active
from torhaus.portal_access.actions.deputies import end_deputyship, name_deputy
from torhaus.portal_access.actions.invitations import (
    invite,
    is_usable,
    issue_token,
    lock_usable,
    note_delivery,
    note_visit,
    renew,
    take_up,
    withdraw,
)

__all__ = [
    "ACCOUNT_RIGHTS",
    "change_access",
    "end_deputyship",
    "invite",
    "is_usable",
    "issue_token",
    "lock_usable",
    "name_deputy",
    "note_delivery",
    "note_visit",
    "renew",
    "set_access_active",
    "take_up",
    "withdraw",
]
