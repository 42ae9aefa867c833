"""Whether a whole area (visits, reports, invoices) is open to a customer, so that menus name nothing that is switched off."""

from typing import Literal

from torhaus.access.permissions import Permission
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers.models import Shown, Site

Switch = Literal["show_visits", "show_reports", "show_invoices"]
NEEDS = {
    "show_visits": Permission.VISIT_READ, "show_reports": Permission.REPORT_READ,
    "show_invoices": Permission.INVOICE_READ,
}  # fmt: skip


def shows(viewer: Viewer, switch: Switch) -> bool:
    """Whether the active seat can see any row under this switch: a right, and a customer shows, or one of its sites does."""
    seat = viewer.seat
    if not isinstance(seat, PortalSeat):
        return True
    accesses = seat.accesses_with(NEEDS[switch])
    if not accesses or any(getattr(access.customer, switch) for access in accesses):
        return bool(accesses)
    customers = [access.customer_id for access in accesses]
    return Site.objects.filter(provider_id=seat.provider.pk, customer__in=customers, **{switch: Shown.SHOW}).exists()
