"""Carries out a form once, however often it arrives (double click, back button, repeated request)."""

from collections.abc import Callable

from django.db import transaction

from torhaus.kernel.models import FormKey

LONGEST = 500  # what the column holds


def once(key: str, action: Callable[[], str]) -> str:
    """Run `action` and return its answer (an address); the same key again returns that answer and runs nothing.

    The key is written first, inside the action's transaction: of two requests at once the second waits and finds it.
    An empty key (a client without it) runs the action unguarded.
    """
    if not key:
        return action()
    with transaction.atomic():
        row, is_first = FormKey.objects.select_for_update().get_or_create(key=key[:64])
        if is_first:
            row.answer = _fitting(action())
            row.save(update_fields=["answer"])
        return row.answer


def _fitting(answer: str) -> str:
    """The address as far as the column holds it: what only narrows a list may be lost."""
    return answer if len(answer) <= LONGEST else answer.partition("?")[0]
