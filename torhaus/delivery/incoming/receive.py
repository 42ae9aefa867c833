"""Takes one incoming mail in: the first handler that knows what it is decides. Replies to tickets will be one more handler.

No mail is ever answered by a mail, so no loop can begin here.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from torhaus.delivery.incoming.message import Incoming, Unreadable, read, tokens_in
from torhaus.delivery.incoming.reports import DELAYED, FINAL, Report, is_automatic, report_in
from torhaus.delivery.returned import note_delayed, note_returned
from torhaus.notices.models import OutgoingMail

log = structlog.get_logger("torhaus.incoming")

MOST_HOPS = 50  # Received lines; a mail that has come round so often goes in circles


class Kind(enum.Enum):
    """What became of the mail. Taken and ignored are well; a refused one goes back to whoever sent it."""

    TAKEN = "taken"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    kind: Kind
    words: str


Handler = Callable[[Incoming], Outcome | None]


def receive(raw: bytes) -> Outcome:
    """Take one raw mail in and say what became of it. Errors of the database are the caller's: the mail comes again."""
    try:
        outcome = _handled(read(raw))
    except Unreadable as error:
        outcome = Outcome(Kind.REFUSED, f"This mail cannot be read: {error}.")
    log.info("mail_received", outcome=outcome.kind.value, words=outcome.words, size=len(raw))
    return outcome


def _handled(mail: Incoming) -> Outcome:
    for handler in HANDLERS:
        outcome = handler(mail)
        if outcome is not None:
            return outcome
    return Outcome(Kind.REFUSED, "This mail box takes reports of non-delivery only; please write in the portal.")


def loops(mail: Incoming) -> Outcome | None:
    """A mail of our own that came back to us as it was, or one that goes in circles."""
    if len(mail.message.get_all("Received", [])) > MOST_HOPS:
        return Outcome(Kind.IGNORED, "It goes in circles.")
    own = tokens_in(mail.header("Message-ID"))
    if own and OutgoingMail.objects.filter(message_id__in=own).exists():
        return Outcome(Kind.IGNORED, "It is a mail of our own.")
    return None


def reports(mail: Incoming) -> Outcome | None:
    """A report about a mail that we sent. The Message-ID is secret enough: nobody names it who never saw the mail."""
    report = report_in(mail)
    if report is None:
        return None
    row = OutgoingMail.objects.filter(message_id__in=report.message_ids[:50]).order_by("-id").first()
    if row is None:
        return Outcome(Kind.REFUSED, "It reports on no mail of ours.")
    return _noted(row, report)


def _noted(row: OutgoingMail, report: Report) -> Outcome:
    if report.action == FINAL:
        is_news = note_returned(mail_id=row.pk, reason=report.reason or "unknown")
        return Outcome(Kind.TAKEN, f"Mail {row.pk} came back." if is_news else f"Mail {row.pk}: known already.")
    if report.action == DELAYED:
        note_delayed(mail_id=row.pk, reason=report.reason or "delayed")
        return Outcome(Kind.TAKEN, f"Mail {row.pk} is delayed.")
    return Outcome(Kind.IGNORED, f"Mail {row.pk}: {report.action or 'no action'}, nothing to note.")


def automatic(mail: Incoming) -> Outcome | None:
    """Out of office: nobody wrote it, nobody needs to read it."""
    return Outcome(Kind.IGNORED, "It was written by a machine.") if is_automatic(mail) else None


HANDLERS: tuple[Handler, ...] = (loops, reports, automatic)
