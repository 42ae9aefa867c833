"""What the portal's pages for service reports show, gathered in a constant number of queries."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from torhaus.access.fetch import children_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.papers import lines_for, part_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.kernel.units import quantity_text
from torhaus.reports.models import ReportPhoto, ReportStatus, ServiceReport, Signature
from torhaus.reports.states import report_chip
from torhaus.ui.lists import Page, Tab


def list_context(request: ViewerRequest, page: Page[ServiceReport], *, is_waiting: bool) -> dict[str, Any]:
    return {
        "rows": page,
        "chips": {report.pk: report_chip(report, side="portal") for report in page.items},
        "tabs": [Tab("?", _("Alle"), not is_waiting), Tab("?view=waiting", _("Zu unterschreiben"), is_waiting)],
        "is_waiting": is_waiting,
    }


def detail_context(viewer: Viewer, report: ServiceReport) -> dict[str, Any]:
    """Content, files and evidence of one report; prices are never part of it."""
    rows, part = lines_for(viewer, report), part_for(viewer, report)
    photos = children_for(viewer, ReportPhoto, report).select_related("file").order_by("position", "id")
    visit = report.visit
    visit.customer, visit.site = report.customer, report.site  # the same rows, fetched along with the report
    is_open = report.status == ReportStatus.OPEN
    language = get_language() or "de"
    return {
        "report": report,
        "report_status": report_chip(report, side="portal"),
        "report_lines": [(row, quantity_text(row.quantity, row.unit, language=language)) for row in rows],
        "part": part,
        "photos": _photo_views(report, list(photos)),
        "signature": children_for(viewer, Signature, report).first() if report.status == ReportStatus.SIGNED else None,
        "performers": performers_for(viewer, [visit])[visit.pk],
        "entries": describe(history_for(viewer, report_id=report.pk).order_by("id")[:30], viewer, root=report),
        "may_sign": is_open and list_for(viewer, ServiceReport, P.REPORT_SIGN).filter(pk=report.pk).exists(),
    }


def _photo_views(report: ServiceReport, photos: list[ReportPhoto]) -> list[dict[str, str]]:
    return [
        {
            "url": reverse("portal:report_photo", args=[report.pk, photo.pk]),
            "thumb_url": reverse("portal:report_thumbnail", args=[report.pk, photo.pk]),
            "alt": photo.caption or _("Foto %(number)s") % {"number": number},
            "caption": photo.caption,
        }
        for number, photo in enumerate(photos, start=1)
    ]
