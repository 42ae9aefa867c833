"""The files of a report in the portal: PDFs and photos, each address checked at every request."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import children_for, get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.files.models import StoredFile
from torhaus.files.serve import bytes_response, file_response, thumbnail_response
from torhaus.flows.present_report import extract_for
from torhaus.portal.entry import portal_view
from torhaus.reports.models import ReportPhoto, ServiceReport


@require_GET
@portal_view(P.PAPER_READ)
def report_pdf(request: ViewerRequest, pk: int) -> HttpResponse:
    """The frozen PDF, for who may see everything on it."""
    report = get_for(request.viewer, ServiceReport, pk, P.PAPER_READ, related=("pdf",))
    return _pdf(request, report.pdf)


@require_GET
@portal_view(P.PAPER_READ)
def report_signed_pdf(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.PAPER_READ, related=("signed_pdf",))
    return _pdf(request, report.signed_pdf)


@require_GET
@portal_view(P.REPORT_READ)
def report_extract(request: ViewerRequest, pk: int) -> HttpResponse:
    """A PDF with as much of a report as this account may see, made for this request."""
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_READ)
    return bytes_response(
        extract_for(request.viewer, report), media_type="application/pdf", name=f"{report.number}.pdf"
    )


@require_GET
@portal_view(P.REPORT_READ)
def report_photo(request: ViewerRequest, pk: int, photo_pk: int) -> HttpResponse:
    return file_response(_photo(request, pk, photo_pk).file, inline=True, request=request)


@require_GET
@portal_view(P.REPORT_READ)
def report_thumbnail(request: ViewerRequest, pk: int, photo_pk: int) -> HttpResponse:
    return thumbnail_response(_photo(request, pk, photo_pk).file, request=request)


def _pdf(request: ViewerRequest, stored: StoredFile | None) -> HttpResponse:
    if stored is None:
        raise Http404
    return file_response(stored, inline=True, request=request)


def _photo(request: ViewerRequest, pk: int, photo_pk: int) -> ReportPhoto:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_READ)
    photo = children_for(request.viewer, ReportPhoto, report).filter(pk=photo_pk).select_related("file").first()
    if photo is None:
        raise Http404
    return photo
