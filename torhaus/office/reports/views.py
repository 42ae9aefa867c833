"""Service reports in the office: the list and the page of one."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from torhaus.access.fetch import children_for, get_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.kernel.units import quantity_text
from torhaus.office.entry import office_view
from torhaus.office.reports import overview
from torhaus.office.reports.forms import CloseForm, RefusalForm
from torhaus.reports.models import ReportLine, ReportPhoto, ReportStatus, ServiceReport, Signature
from torhaus.reports.queries import duty_of
from torhaus.reports.states import report_chip
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("customer", "site", "job__customer", "visit", "pdf", "signed_pdf")


@require_GET
@office_view(P.REPORT_READ)
def reports(request: ViewerRequest) -> HttpResponse:
    asked = overview.read_list(request)
    rows = overview.narrowed(request.viewer, list_for(request.viewer, ServiceReport, P.REPORT_READ), asked)
    rows_page = keyset_page(rows, order=("-id",), cursor=request.GET.get("after"))
    return page_or_fragment(
        request, "office/reports/list.html", "rows", overview.list_context(request, rows_page, asked)
    )


@require_GET
@office_view(P.REPORT_READ)
def report(request: ViewerRequest, pk: int) -> HttpResponse:
    return page(request, get_for(request.viewer, ServiceReport, pk, P.REPORT_READ, related=RELATED))


def page(
    request: ViewerRequest, report: ServiceReport, *, close_form: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one report; `close_form` is one that was filled in wrongly."""
    context = _context(request, report) | {
        "close_form": close_form or CloseForm(),
        "is_close_open": close_form is not None,
    }
    return render_page(request, "office/reports/detail.html", context, status=status)


def _context(request: ViewerRequest, report: ServiceReport) -> dict[str, Any]:
    viewer = request.viewer
    photos = children_for(viewer, ReportPhoto, report).select_related("file").order_by("position", "id")
    rows = children_for(viewer, ReportLine, report).order_by("position")
    language = get_language() or "de"
    is_closable = report.status in {ReportStatus.OPEN, ReportStatus.REFUSED}
    return {
        "report": report,
        "report_status": report_chip(report),
        "report_lines": [(row, quantity_text(row.quantity, row.unit, language=language)) for row in rows],
        "photos": overview.photo_views(report, photos),
        "signature": children_for(viewer, Signature, report).first(),
        "performers": performers_for(viewer, [report.visit])[report.visit_id],
        "duty": duty_of(report.job),
        "entries": describe(history_for(viewer, report_id=report.pk).order_by("-id")[:30], viewer, root=report),
        "refusal_form": RefusalForm(),
        "may_write": viewer.may(P.REPORT_WRITE) and report.status == ReportStatus.DRAFT,
        "may_invite": viewer.may(P.PORTAL_INVITE),
        "may_sign": viewer.may(P.REPORT_SIGN) and report.status == ReportStatus.OPEN,
        "may_close": viewer.may(P.REPORT_CLOSE) and is_closable,
        "may_bill": viewer.may(P.INVOICE_WRITE)
        and not report.is_billed
        and report.status in {ReportStatus.SIGNED, ReportStatus.UNSIGNED},
        "may_renew": viewer.may(P.REPORT_WRITE) and report.status == ReportStatus.REFUSED,
        "sees_prices": viewer.may(P.INVOICE_READ) or viewer.may(P.REPORT_WRITE),
    }
