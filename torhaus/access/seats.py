"""Several companies, one person: which seats there are to change to, and changing."""

from dataclasses import dataclass, replace

from django.http import Http404

from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer


@dataclass(frozen=True)
class Choice:
    """One provider at whom the person has a seat on this side."""

    provider_id: int
    name: str
    is_current: bool


def choices(viewer: Viewer) -> list[Choice]:
    """All seats of this side; empty for a person with only one."""
    if len(viewer.seats) < 2:
        return []
    here = viewer.provider.pk
    return [Choice(seat.provider.pk, seat.provider.name, seat.provider.pk == here) for seat in viewer.seats]


def seated(viewer: Viewer, provider_id: int) -> Viewer:
    """The viewer at this provider, for one request: a link in a mail may lead to another than the active one."""
    seat = next((seat for seat in viewer.seats if seat.provider.pk == provider_id), viewer.seat)
    return replace(viewer, seat=seat)


def change_seat(request: ViewerRequest, provider_id: str) -> None:
    """Make another seat the active one of this session; 404 for a provider at whom the person has none."""
    viewer = request.viewer
    own = {str(seat.provider.pk): seat.provider.pk for seat in viewer.seats}
    if provider_id not in own:
        raise Http404
    request.session[f"{viewer.side}_provider"] = own[provider_id]
