"""Sessions in the database whose row brings the person along: one query instead of two on every page."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from torhaus.accounts.models import Person, PersonSession
from torhaus.kernel.prepared import Prepared

SESSION = Prepared(lambda key: PersonSession.objects.filter(session_key=key).select_related("person"), str)


class SessionStore(db.SessionStore):
    """Django's database store over `PersonSession`; `person` is there once the session was loaded."""

    person: Person | None = None

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        row = cast(PersonSession, super().create_model_instance(data))
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> PersonSession | None:
        found = SESSION.fetch(self.session_key or "")
        row = next((row for row in found if row.expire_date > timezone.now()), None)
        if row is None:
            self._session_key = None
            return None
        self.person = row.person
        return row


def session_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.user` is the person that the session row brought, after the same checks as Django's own."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]
        return get_response(request)

    return handle


def _person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _from_row(request) or get_user(request)  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined,no-any-return]


def _from_row(request: HttpRequest) -> Person | None:
    """The person of the row, if the session is theirs, they are active and their session hash still holds."""
    session = request.session
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    person: Person | None = getattr(session, "person", None)
    if person is None or not person.is_active or str(person.pk) != session.get(SESSION_KEY):
        return None
    is_current = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if is_current else None
