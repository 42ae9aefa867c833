"""Housekeeping of the kernel's own rows."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from torhaus.kernel import queue
from torhaus.kernel.models import FormKey, Throttle


@queue.periodic(every=dt.timedelta(hours=1))
def forget_old_rows() -> None:
    """Delete one-time form keys after two days, and throttles and sessions that have run out."""
    now = timezone.now()
    FormKey.objects.filter(created_at__lt=now - dt.timedelta(days=2)).delete()
    Throttle.objects.filter(resets_at__lt=now).delete()
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
