"""Counts attempts in the database, so that parallel tries on several processes share one limit."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from torhaus.kernel.models import Throttle


def is_allowed(key: str, *, limit: int, window: dt.timedelta) -> bool:
    """Count one attempt under `key` and say whether it is within `limit` for the running window (atomic)."""
    now = timezone.now()
    with transaction.atomic():
        row, _ = Throttle.objects.select_for_update().get_or_create(key=key[:200], defaults={"resets_at": now + window})
        if row.resets_at <= now:
            Throttle.objects.filter(pk=row.pk).update(count=1, resets_at=now + window)
            return limit >= 1
        Throttle.objects.filter(pk=row.pk).update(count=F("count") + 1)
        return row.count < limit


def give_back(key: str) -> None:
    """Take one counted attempt back, because it was none after all."""
    Throttle.objects.filter(key=key[:200], count__gt=0).update(count=F("count") - 1)


def forget(key: str) -> None:
    """Start anew for `key`, after a success."""
    Throttle.objects.filter(key=key[:200]).delete()
