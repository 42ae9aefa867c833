"""How long a session lives, what it knows of its device, and the list of a person's own sessions.

Idle time by side, an absolute end; a page view writes its time down at most every five minutes.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from torhaus.accounts import devices
from torhaus.accounts.models import MailLink, Person, PersonSession

IDLE = {"office": dt.timedelta(hours=12), "portal": dt.timedelta(days=14)}
ABSOLUTE = dt.timedelta(days=30)
MOST_LISTED = 100
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
    """Set the session's clock and note its device, at login; a proof from before the login counts no more."""
    request.session["started_at"] = request.session["seen_at"] = timezone.now().isoformat()
    request.session["device"] = devices.described(request)
    request.session.pop("confirmed_at", None)
    request.session.set_expiry(None)  # type: ignore[arg-type]  # the length of the settings, however short a half-open login lived


def _read(request: HttpRequest, key: str) -> dt.datetime | None:
    value = request.session.get(key)
    return dt.datetime.fromisoformat(value) if value else None


def end_all(person: Person) -> None:
    """End every session of a person at the next request, on all devices: their session hash changes. Open links end too."""
    Person.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])
    MailLink.end_all(person)


def end_others(request: HttpRequest, person: Person) -> None:
    """End every session of the person but this one."""
    end_all(person)
    update_session_auth_hash(request, person)
    PersonSession.objects.filter(person=person).exclude(session_key=request.session.session_key).delete()


@dataclass(frozen=True)
class Open:
    """One of a person's own sessions. `id` names it to them and opens nothing."""

    id: str
    device: str
    is_phone: bool
    address: str
    started_at: dt.datetime | None
    seen_at: dt.datetime | None
    is_current: bool


def open_sessions(request: HttpRequest, person: Person) -> list[Open]:
    """All sessions that still hold, this one first, then the latest used; one query."""
    rows = PersonSession.objects.filter(person=person, expire_date__gt=timezone.now())[:MOST_LISTED]
    found = [_shown(row, row.get_decoded(), request) for row in rows if _holds(row.get_decoded(), person)]
    earliest = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda one: (one.is_current, one.seen_at or earliest), reverse=True)


def end_one(*, person: Person, id: str) -> bool:
    """End the person's session of this name on the server at once; False when there is none."""
    keys = PersonSession.objects.filter(person=person).values_list("session_key", flat=True)
    key = next((key for key in keys if constant_time_compare(public_id(key), id)), None)
    return key is not None and bool(PersonSession.objects.filter(session_key=key).delete()[0])


def _holds(data: dict[str, Any], person: Person) -> bool:
    """Whether a request with this session would be let in: the same password, not ended, not too old."""
    now, seen, started = timezone.now(), _when(data, "seen_at"), _when(data, "started_at")
    is_old = (started and now - started > ABSOLUTE) or (seen and now - seen > max(IDLE.values()))
    return not is_old and constant_time_compare(data.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _shown(row: PersonSession, data: dict[str, Any], request: HttpRequest) -> Open:
    device = data.get("device") or {}
    agent = device.get("agent", "")
    return Open(
        id=public_id(row.session_key), device=devices.name_of(agent), is_phone=devices.is_phone(agent),
        address=device.get("address", ""), started_at=_when(data, "started_at"), seen_at=_when(data, "seen_at"),
        is_current=row.session_key == request.session.session_key,
    )  # fmt: skip


def _when(data: dict[str, Any], key: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(data[key]) if data.get(key) else None


def public_id(session_key: str) -> str:
    """Names a session to its person without being of any use to open it."""
    return salted_hmac("torhaus.accounts.session_id", session_key, algorithm="sha256").hexdigest()[:32]
