"""The one way to write an activity row."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Protocol

from torhaus.activity.models import Activity

_gathering: ContextVar[list[Activity] | None] = ContextVar("gathering", default=None)


class Actor(Protocol):
    """Whoever acts: a person who is logged in."""

    pk: Any

    def __str__(self) -> str: ...


def record(
    verb: str,
    *,
    provider_id: int,
    by: Actor | None,
    public: bool = False,
    side: str = "",
    data: dict[str, Any] | None = None,
    **touched: int | None,
) -> Activity:
    """Append one row; call it inside the transaction of the change. `touched`: ticket_id=…, job_id=… and so on."""
    row = Activity(
        verb=verb,
        provider_id=provider_id,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        actor_side=side,
        is_public=public,
        data=data or {},
        **touched,
    )
    gathering = _gathering.get()
    if gathering is None:
        row.save(force_insert=True)
    else:
        gathering.append(row)
    return row


@contextlib.contextmanager
def gathered() -> Iterator[list[Activity]]:
    """What is recorded inside is handed over unsaved; the caller writes it in the same transaction, in fewer rows."""
    rows: list[Activity] = []
    token = _gathering.set(rows)
    try:
        yield rows
    finally:
        _gathering.reset(token)
