"""Ways to look at outgoing mails; each function narrows rows that a door gave out."""

from django.db.models import QuerySet

from torhaus.notices.models import MailStatus, OutgoingMail

Mails = QuerySet[OutgoingMail]


def in_state(mails: Mails, status: str) -> Mails:
    """Those in one status; all for a word that is none."""
    return mails.filter(status=status) if status in MailStatus.values else mails


def for_list(mails: Mails) -> Mails:
    """Without the bodies, which a list does not show."""
    return mails.defer("text", "html")
