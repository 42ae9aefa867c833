"""Proving once more who one is, before factors or the address change: an open session alone is not enough."""

import time

from django.http import HttpRequest

from torhaus.accounts import throttle
from torhaus.accounts.models import Person

LASTS = 10 * 60  # seconds
KEY = "confirmed_at"


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person of this session gave password or passkey within the last ten minutes, for this very purpose."""
    at = request.session.get(KEY)
    return isinstance(at, float) and 0 <= time.time() - at < LASTS


def confirm(request: HttpRequest, person: Person) -> None:
    request.session[KEY] = time.time()
    throttle.confirmed(person.pk)
