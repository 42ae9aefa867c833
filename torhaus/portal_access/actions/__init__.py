"""All writes to invitations and accesses. Each action locks, checks the state, writes and records in one transaction."""

from torhaus.portal_access.actions.accesses import change_access, note_preview, set_access_active
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
from torhaus.portal_access.actions.local import change_local_account, open_local_account, renew_password
from torhaus.portal_access.actions.referrals import answer_referral, is_answerable, issue_referral_token, refer

__all__ = [
    "answer_referral",
    "change_access",
    "change_local_account",
    "invite",
    "is_answerable",
    "is_usable",
    "issue_referral_token",
    "issue_token",
    "lock_usable",
    "note_delivery",
    "note_preview",
    "note_visit",
    "open_local_account",
    "refer",
    "renew",
    "renew_password",
    "set_access_active",
    "take_up",
    "withdraw",
]
