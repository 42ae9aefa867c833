"""The words that a viewer reads: those of the provider, and for a household one of its own for a site."""

from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers.models import CustomerKind
from torhaus.providers.words import Words, words_of


def words_for(viewer: Viewer) -> Words:
    """Of the company whose page it is: that of the row it is about, once one has been found by id."""
    return words_of(viewer.shown_provider, is_home=is_home(viewer))


def is_home(viewer: Viewer) -> bool:
    """Whether the page's seat is a household's: it never meets „Objekte“, the map or Kundenstamm."""
    shown = viewer.shown_provider.pk
    seat = next((seat for seat in (viewer.seat, *viewer.seats) if seat.provider.pk == shown), viewer.seat)
    if not isinstance(seat, PortalSeat):
        return False
    return all(access.customer.kind == CustomerKind.HOUSEHOLD for access in seat.accesses)
