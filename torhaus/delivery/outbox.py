"""Turns new activity into mails: at least once per activity, each mail once (its key is activity and mail box)."""

import hashlib
import time

import structlog
from django.db import transaction
from django.utils import timezone, translation

from torhaus.activity.models import Activity
from torhaus.delivery import letters
from torhaus.delivery.audience import Recipient, Told
from torhaus.delivery.letter import write
from torhaus.delivery.letters import Telling
from torhaus.kernel import mail
from torhaus.notices.models import OutgoingMail
from torhaus.providers.models import Provider

log = structlog.get_logger(__name__)

BATCH = 50
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10.0, 3600.0
_failed: dict[
    int, tuple[float, float]
] = {}  # activity id -> (not before, wait): one that fails does not stop the others


def tell_news() -> bool:
    """Tell some activities that nobody was told of; whether there were any."""
    now = time.monotonic()
    waiting = [pk for pk, (not_before, _) in _failed.items() if not_before > now]
    rows = list(Activity.objects.filter(told_at=None).exclude(pk__in=waiting).order_by("pk")[:BATCH])
    silent = [row.pk for row in rows if not letters.tellings(row.verb)]
    if silent:
        Activity.objects.filter(pk__in=silent, told_at=None).update(told_at=timezone.now())
    for row in rows:
        if letters.tellings(row.verb):
            _try(row)
    return bool(rows)


def tell(activity: Activity) -> int:
    """Write the mails of one activity and mark it told, in one transaction; the number of new mails."""
    mails = _mails_of(activity)
    with transaction.atomic():
        if not Activity.objects.filter(pk=activity.pk, told_at=None).update(told_at=timezone.now()):
            return 0  # another worker was faster
        OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def forget_failures() -> None:
    """Try activities that failed at once again."""
    _failed.clear()


def _try(activity: Activity) -> None:
    try:
        tell(activity)
        _failed.pop(activity.pk, None)
    except Exception:
        wait = min(_failed.get(activity.pk, (0.0, FIRST_WAIT_SECONDS / 4))[1] * 4, LONGEST_WAIT_SECONDS)
        _failed[activity.pk] = (time.monotonic() + wait, wait)
        log.exception("activity could not be told", activity=activity.pk, verb=activity.verb)


def _mails_of(activity: Activity) -> list[OutgoingMail]:
    told = Told(activity, Provider.objects.filter(pk=activity.provider_id).first())
    mails: dict[str, OutgoingMail] = {}
    for telling in letters.tellings(activity.verb):
        for recipient in telling.audience(told):
            row = _mail(told, telling, recipient)
            if row is not None:
                mails.setdefault(row.key, row)
    return list(mails.values())


def _mail(told: Told, telling: Telling, recipient: Recipient) -> OutgoingMail | None:
    with translation.override(recipient.language):
        letter = telling.letter(told, recipient)
        if letter is None:
            return None
        written = write(letter, provider=told.provider, greeting=recipient.greeting, language=recipient.language)
    key = _key(told.activity, recipient)
    return OutgoingMail(
        provider_id=told.activity.provider_id,
        key=key,
        activity_id=told.activity.pk,
        person_id=recipient.person_id or told.data.get("person_id" if telling.is_secret else ""),
        invitation_id=told.data.get("invitation_id") if telling.is_secret else None,
        to_address=recipient.address,
        to_name=recipient.name[:200],
        language=recipient.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=mail.message_id(key),
    )


def _key(activity: Activity, recipient: Recipient) -> str:
    key = f"{activity.pk}:{recipient.address}"
    return key if len(key) <= 120 else f"{activity.pk}:{hashlib.sha256(key.encode()).hexdigest()}"
