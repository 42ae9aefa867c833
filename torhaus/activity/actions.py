"""The one way to write an activity row."""

from typing import Any, Protocol

from torhaus.activity.models import Activity


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
    return Activity.objects.create(
        verb=verb,
        provider_id=provider_id,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        actor_side=side,
        is_public=public,
        data=data or {},
        **touched,
    )
