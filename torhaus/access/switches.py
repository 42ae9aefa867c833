"""Whether a whole area (visits, invoices) is open to a customer, so that menus name nothing that is switched off."""

from typing import Literal

from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers.models import Shown, Site

Switch = Literal["show_visits", "show_invoices"]


def shows(viewer: Viewer, switch: Switch) -> bool:
    """Whether the active seat can see any row under this switch: a customer shows, or one of its sites does."""
    seat = viewer.seat
    if not isinstance(seat, PortalSeat):
        return True
    if any(getattr(access.customer, switch) for access in seat.accesses):
        return True
    customers = [access.customer_id for access in seat.accesses]
    return Site.objects.filter(provider_id=seat.provider.pk, customer__in=customers, **{switch: Shown.SHOW}).exists()
