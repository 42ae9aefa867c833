"""All writes to tickets and their threads. Each action locks, checks the state, writes and records in one transaction."""

from torhaus.tickets.actions.changing import change
from torhaus.tickets.actions.deciding import (
    assign,
    check_decidable,
    close,
    decline,
    follow_visit,
    reopen,
    set_accepted,
)
from torhaus.tickets.actions.reporting import report
from torhaus.tickets.actions.rows import lock
from torhaus.tickets.actions.talking import answer, comment, note

__all__ = [
    "answer",
    "assign",
    "change",
    "check_decidable",
    "close",
    "comment",
    "decline",
    "follow_visit",
    "lock",
    "note",
    "reopen",
    "report",
    "set_accepted",
]
