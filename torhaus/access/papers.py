"""What of a service report's lines and frozen PDF somebody may see: materials and working times have switches of their own."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from torhaus.access.displays import times_at
from torhaus.access.hurdles import passes
from torhaus.access.permissions import Permission
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers.models import Customer, Shown, Site, TimeDisplay
from torhaus.reports.models import LineKind, ReportLine, ServiceReport


@dataclasses.dataclass(frozen=True)
class Line:
    """A line as it may be read; times shown as a sum are one line per unit."""

    text: str
    kind: str
    quantity: Decimal
    unit: str

    @property
    def kind_label(self) -> str:
        return str(LineKind(self.kind).label)


@dataclasses.dataclass(frozen=True)
class Part:
    """How much of a report somebody sees. `is_whole`: everything that stands on the frozen PDF."""

    has_materials: bool
    times: TimeDisplay
    is_whole: bool


WHOLE = Part(has_materials=True, times=TimeDisplay.DETAIL, is_whole=True)


def part_for(viewer: Viewer, report: ServiceReport) -> Part:
    """Asks nothing of the database; the report comes from a door with its `site` fetched along."""
    if viewer.side == "office":
        return WHOLE
    return Part(
        has_materials=_may(viewer, report, Permission.MATERIAL_READ),
        times=_times(viewer, report),
        is_whole=_may(viewer, report, Permission.PAPER_READ),
    )


def lines_for(viewer: Viewer, report: ServiceReport) -> list[Line]:
    """The lines of a report from a door, as far as this viewer sees them: one query."""
    part = part_for(viewer, report)
    rows = ReportLine.objects.filter(report=report).order_by("position")
    return shown_lines(rows, times=part.times, has_materials=part.has_materials)


def shown_lines(rows: Iterable[ReportLine], *, times: TimeDisplay, has_materials: bool = True) -> list[Line]:
    """The rows in their order; hidden kinds left out, times as sums at the place of the first."""
    found: list[Line] = []
    sums: dict[str, int] = {}  # unit -> place in `found`
    for row in rows:
        line = Line(row.text, row.kind, row.quantity, row.unit)
        if row.kind == LineKind.MATERIAL and not has_materials:
            continue
        if row.kind != LineKind.TIME or times == TimeDisplay.DETAIL:
            found.append(line)
        elif times == TimeDisplay.SUMS and row.unit in sums:
            place = sums[row.unit]
            found[place] = dataclasses.replace(found[place], quantity=found[place].quantity + row.quantity)
        elif times == TimeDisplay.SUMS:
            sums[row.unit] = len(found)
            found.append(dataclasses.replace(line, text=_("Arbeitszeit gesamt")))
    return found


def times_for_paper(*, customer: Customer, site: Site) -> TimeDisplay:
    """How working times may stand on a paper that the customer gets."""
    return times_at(TimeDisplay(customer.show_times), site.show_times)


def reads_times(viewer: Viewer, root: Any) -> bool:
    """Whether the hours of the work there may be read to the minute; `root` has customer and site, fetched along."""
    if viewer.side == "office":
        return True
    site = getattr(root, "site", None)
    at_site = site.show_times if site else Shown.INHERIT
    return any(
        access.sees_working_times and times_at(TimeDisplay(access.customer.show_times), at_site) == TimeDisplay.DETAIL
        for seat in viewer.seats
        for access in (seat.accesses if isinstance(seat, PortalSeat) else ())
        if access.customer_id == getattr(root, "customer_id", None)
    )


def _times(viewer: Viewer, report: ServiceReport) -> TimeDisplay:
    if _may(viewer, report, Permission.TIME_DETAIL):
        return TimeDisplay.DETAIL
    return TimeDisplay.SUMS if _may(viewer, report, Permission.TIME_READ) else TimeDisplay.OFF


def _may(viewer: Viewer, report: ServiceReport, permission: Permission) -> bool:
    sights = [sight for seat in viewer.seats if isinstance(seat, PortalSeat) for sight in seat.sights]
    return any(passes(sight, report, permission) for sight in sights)
