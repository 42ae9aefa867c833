"""From draft to closed: present, let sign on this device, record a refusal, close without a signature."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows import sign_report as flow
from torhaus.kernel.errors import Refused
from torhaus.office.entry import office_view
from torhaus.office.reports import drafts
from torhaus.office.reports.forms import CloseForm, OnDeviceForm, RefusalForm
from torhaus.office.reports.views import page
from torhaus.office.steps import step
from torhaus.reports.consent import consent_text
from torhaus.reports.models import ServiceReport
from torhaus.ui.render import render_page

RELATED = ("customer", "site", "job__customer", "visit", "pdf")


@require_POST
@office_view(P.REPORT_WRITE)
def report_presentation(request: ViewerRequest, pk: int) -> HttpResponse:
    return drafts.present(request, get_for(request.viewer, ServiceReport, pk, P.REPORT_WRITE))


@require_http_methods(["GET", "POST"])
@office_view(P.REPORT_SIGN)
def report_signature(request: ViewerRequest, pk: int) -> HttpResponse:
    """Somebody without account signs on the device of whoever is there."""
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_SIGN, related=RELATED)
    if report.status != "open" or report.pdf is None:
        return redirect("office:report", pk)
    form = OnDeviceForm(
        request.POST or None, initial={"shown_sha256": report.pdf.sha256, "signer_name": report.visit.contact_name}
    )
    if request.method == "POST" and form.is_valid() and _is_signed(request, report, form):
        messages.success(request, _("Unterschrieben. Vielen Dank!"))
        return redirect("office:report", pk)
    context = {"form": form, "report": report, "consent": consent_text()}
    return render_page(request, "office/reports/sign.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.REPORT_SIGN)
def report_refusal(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_SIGN)
    form = RefusalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return step(
        request,
        action=lambda: flow.refuse_report(report=report, reason=reason, by=request.viewer.person, side="office"),
        said=_("Festgehalten: nicht unterschrieben."),
        to=reverse("office:report", args=[pk]),
    )


@require_POST
@office_view(P.REPORT_CLOSE)
def report_closure(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_CLOSE, related=RELATED)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return page(request, report, close_form=form, status=422)
    return step(
        request,
        action=lambda: flow.close_unsigned(report=report, reason=form.text, by=request.viewer.person),
        said=_("Ohne Unterschrift abgeschlossen. Der Leistungsbeleg kann abgerechnet werden."),
        to=reverse("office:report", args=[pk]),
    )


def _is_signed(request: ViewerRequest, report: ServiceReport, form: OnDeviceForm) -> bool:
    given = form.cleaned_data
    try:
        signing = flow.Signing(
            signer_name=given["signer_name"],
            signer_role=given["signer_role"],
            consent_text=consent_text(),
            shown_sha256=given["shown_sha256"],
            reservation=given["reservation"],
            strokes=flow.parse_strokes(given["strokes"]),
            person=None,
            login_method=flow.ON_DEVICE,
            ip_address=flow.plain_address(request.META.get("REMOTE_ADDR", "")),
            user_agent=request.headers.get("User-Agent", ""),
        )
        flow.sign_report(report=report, signing=signing, by=request.viewer.person, side="office")
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    return True
