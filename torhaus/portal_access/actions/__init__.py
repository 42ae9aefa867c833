"""All writes to invitations and accesses. Each action locks, checks the state, writes and records in one transaction."""

from torhaus.portal_access.actions.accesses import ACCOUNT_RIGHTS, change_access, note_preview, set_access_active
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
from torhaus.portal_access.actions.local import change_local_account, open_local_account, renew_password
from torhaus.portal_access.actions.referrals import answer_referral, is_answerable, issue_referral_token, refer

__all__ = [
    "ACCOUNT_RIGHTS",
    "answer_referral",
    "change_access",
    "change_local_account",
    "end_deputyship",
    "invite",
    "is_answerable",
    "is_usable",
    "issue_referral_token",
    "issue_token",
    "lock_usable",
    "name_deputy",
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
