"""Service reports in the portal: list, content, signature, refusal."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.fetch import children_for, get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.switches import shows
from torhaus.flows import sign_report as flow
from torhaus.kernel.errors import Refused
from torhaus.kernel.rows import joined
from torhaus.portal.entry import portal_view
from torhaus.portal.reports import overview
from torhaus.portal.reports.forms import RefusalForm, SignatureForm
from torhaus.reports import queries
from torhaus.reports.consent import consent_text
from torhaus.reports.models import ReportStatus, ServiceReport, Signature
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("provider", "customer", "site", "job", "visit", "pdf", "signed_pdf")


@require_GET
@portal_view(P.REPORT_READ)
def reports(request: ViewerRequest) -> HttpResponse:
    if not shows(request.viewer, "show_reports"):
        raise Http404
    is_waiting = request.GET.get("view") == "waiting"
    rows: QuerySet[ServiceReport] = list_for(request.viewer, ServiceReport, P.REPORT_READ)
    rows = queries.waiting(rows) if is_waiting else rows
    page = keyset_page(joined(rows, "site", without=("remarks",)), order=("-id",), cursor=request.GET.get("after"))
    context = overview.list_context(request, page, is_waiting=is_waiting)
    return page_or_fragment(request, "portal/reports/list.html", "rows", context)


@require_GET
@portal_view(P.REPORT_READ)
def report(request: ViewerRequest, pk: int) -> HttpResponse:
    return _page(request, get_for(request.viewer, ServiceReport, pk, P.REPORT_READ, related=RELATED))


@require_POST
@portal_view(P.REPORT_SIGN)
def report_signature(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, ServiceReport, pk, P.REPORT_SIGN, related=RELATED)
    form = SignatureForm(request.POST)
    if form.is_valid() and _is_signed(request, row, form):
        messages.success(request, _("Vielen Dank, Ihre Unterschrift ist gespeichert."))
        return redirect("portal:report", pk)
    return _page(request, _again(request, row), signature_form=form, status=422)


@require_POST
@portal_view(P.REPORT_SIGN)
def report_refusal(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, ServiceReport, pk, P.REPORT_SIGN, related=RELATED)
    form = RefusalForm(request.POST)
    if form.is_valid() and _is_refused(request, row, form):
        messages.success(request, _("Ihre Antwort ist bei uns. Wir melden uns."))
        return redirect("portal:report", pk)
    return _page(request, _again(request, row), refusal_form=form, status=422)


def _page(
    request: ViewerRequest,
    report: ServiceReport,
    *,
    signature_form: SignatureForm | None = None,
    refusal_form: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = overview.detail_context(request.viewer, report)
    first = {"signer_name": request.viewer.person.full_name, "shown_sha256": report.pdf.sha256 if report.pdf else ""}
    context["form"] = signature_form or SignatureForm(initial=first)
    context["refusal_form"] = refusal_form or RefusalForm()
    context["is_refusal_open"] = refusal_form is not None
    return render_page(request, "portal/reports/detail.html", context, status=status)


def _again(request: ViewerRequest, report: ServiceReport) -> ServiceReport:
    """The row as it is by now: somebody else may have signed."""
    return get_for(request.viewer, ServiceReport, report.pk, P.REPORT_READ, related=RELATED)


def _is_signed(request: ViewerRequest, report: ServiceReport, form: SignatureForm) -> bool:
    given = form.cleaned_data
    try:
        signing = flow.Signing(
            signer_name=given["signer_name"],
            signer_role=given["signer_role"],
            consent_text=consent_text(),
            shown_sha256=given["shown_sha256"],
            reservation=given["reservation"],
            strokes=flow.parse_strokes(given["strokes"]),
            person=request.viewer.person,
            login_method=flow.login_words(request.session.get("account_authentication_methods", [])),
            ip_address=flow.plain_address(request.META.get("REMOTE_ADDR", "")),
            user_agent=request.headers.get("User-Agent", ""),
        )
        flow.sign_report(report=report, signing=signing, by=request.viewer.person)
    except Refused as refused:
        if _is_mine(request, report):
            return True
        form.add_error(None, str(refused.message))
        return False
    return True


def _is_mine(request: ViewerRequest, report: ServiceReport) -> bool:
    """Whether this person's signature counts already: the second click of a double one says the same as the first."""
    return children_for(request.viewer, Signature, report).filter(person=request.viewer.person).exists()


def _is_refused(request: ViewerRequest, report: ServiceReport, form: RefusalForm) -> bool:
    try:
        flow.refuse_report(report=report, reason=form.cleaned_data["reason"], by=request.viewer.person)
    except Refused as refused:
        if _again(request, report).status == ReportStatus.REFUSED:
            return True
        form.add_error(None, str(refused.message))
        return False
    return True
