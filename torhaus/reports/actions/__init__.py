"""All writes of service reports, under one roof: `from torhaus.reports import actions`."""

from torhaus.reports.actions.closing import Evidence, Shows, close_unsigned, present, refuse, sign
from torhaus.reports.actions.drafts import (
    add_photos,
    discard_draft,
    draft_again,
    draft_report,
    remove_photo,
    save_draft,
)

__all__ = [
    "Evidence",
    "Shows",
    "add_photos",
    "close_unsigned",
    "discard_draft",
    "draft_again",
    "draft_report",
    "present",
    "refuse",
    "remove_photo",
    "save_draft",
    "sign",
]
