"""How long a session lives: idle time by side, an absolute end, and what a page view writes down (at most every 5 min)."""

import datetime as dt
from typing import Literal

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from torhaus.accounts.models import Person

IDLE = {"office": dt.timedelta(hours=12), "portal": dt.timedelta(days=14)}
ABSOLUTE = dt.timedelta(days=30)
NOTE_EVERY = dt.timedelta(minutes=5)


def is_fresh(request: HttpRequest, *, side: Literal["office", "portal"]) -> bool:
    """Whether the session may go on; notes its use. A session that is too old is ended on the server."""
    now = timezone.now()
    started = _read(request, "started_at") or now
    seen = _read(request, "seen_at")
    if now - started > ABSOLUTE or (seen and now - seen > IDLE[side]):
        request.session.flush()
        return False
    if seen is None or now - seen > NOTE_EVERY:
        request.session.setdefault("started_at", now.isoformat())
        request.session["seen_at"] = now.isoformat()
        Person.objects.filter(pk=request.user.pk).update(last_seen_at=now)
    return True


def start(request: HttpRequest) -> None:
    """Set the session's clock, at login."""
    request.session["started_at"] = request.session["seen_at"] = timezone.now().isoformat()


def _read(request: HttpRequest, key: str) -> dt.datetime | None:
    value = request.session.get(key)
    return dt.datetime.fromisoformat(value) if value else None


def end_all(person: Person) -> None:
    """End every session of a person at the next request, on all devices: their session hash changes."""
    Person.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])
