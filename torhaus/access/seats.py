"""Several companies or customers, one person: which seats there are to change to, and changing."""

from dataclasses import dataclass, replace

from django.http import Http404

from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer


@dataclass(frozen=True)
class Choice:
    """One seat of the person on this side; `field` and `key` are what its form sends."""

    key: int
    name: str
    detail: str
    is_current: bool
    field: str


def choices(viewer: Viewer) -> list[Choice]:
    """All seats of this side; empty for a person with only one."""
    if len(viewer.seats) < 2:
        return []
    field, is_portal = ("customer", True) if viewer.side == "portal" else ("provider", False)
    return [
        Choice(seat.key, seat.name, seat.provider.name if is_portal else "", seat.key == viewer.seat.key, field)
        for seat in viewer.seats
    ]


def seated(viewer: Viewer, *, provider_id: int, customer_id: int | None) -> Viewer:
    """The viewer where this row belongs, for one request: a link in a mail may lead to another seat than the active one."""
    key = customer_id if viewer.side == "portal" else provider_id
    return replace(viewer, seat=next((seat for seat in viewer.seats if seat.key == key), viewer.seat))


def change_seat(request: ViewerRequest, *, provider_id: str = "", customer_id: str = "") -> None:
    """Make another seat the active one of this session; 404 where the person has none."""
    viewer = request.viewer
    found = [
        seat for seat in viewer.seats
        if str(seat.key) == customer_id or (not customer_id and str(seat.provider.pk) == provider_id)
    ]  # fmt: skip
    if not found:
        raise Http404
    request.session[f"{viewer.side}_provider"] = found[0].provider.pk
    if viewer.side == "portal":
        request.session["portal_customer"] = found[0].key
