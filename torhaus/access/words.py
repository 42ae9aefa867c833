"""The words that a viewer reads: those of the provider, and for a household one of its own for a site."""

from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers.models import CustomerKind
from torhaus.providers.words import Words, words_of


def words_for(viewer: Viewer) -> Words:
    return words_of(viewer.provider, is_home=is_home(viewer))


def is_home(viewer: Viewer) -> bool:
    """Whether the active seat is a household's: it never meets „Objekte“, the map or Kundenstamm."""
    seat = viewer.seat
    if not isinstance(seat, PortalSeat):
        return False
    return all(access.customer.kind == CustomerKind.HOUSEHOLD for access in seat.accesses)
