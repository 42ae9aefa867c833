"""Housekeeping of accounts."""

import datetime as dt

from django.utils import timezone

from torhaus.accounts.models import MailLink
from torhaus.kernel import queue


@queue.periodic(every=dt.timedelta(hours=1))
def forget_old_links() -> None:
    """Delete links of mails a day after they ran out."""
    MailLink.objects.filter(expires_at__lt=timezone.now() - dt.timedelta(days=1)).delete()
