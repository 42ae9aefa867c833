"""Writing a report: made from a visit, edited row by row, thrown away, or issued anew after a refusal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import children_for, get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import SignatureDuty
from torhaus.files.actions import store
from torhaus.flows.present_report import present_report
from torhaus.jobs.models import Visit
from torhaus.kernel.errors import Conflict, Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.reports.forms import ADDED_ROWS, HeadForm, LineForm, LineRows, Rows, lines_in, rows_of
from torhaus.office.steps import step
from torhaus.reports import actions
from torhaus.reports.actions.drafts import lines_of
from torhaus.reports.lines import MOST_LINES, TAX_RATES
from torhaus.reports.models import ReportPhoto, ServiceReport
from torhaus.reports.queries import duty_of
from torhaus.ui.forms import form_key, plain_text
from torhaus.ui.render import render_page

REMOVE = "remove-"  # before the number of a row
BLANK = {"kind": "service", "unit": "C62", "tax_rate": str(TAX_RATES[0])}
RELATED = ("customer", "site", "job__customer", "visit")


@require_POST
@office_view(P.REPORT_WRITE)
def report_new(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.REPORT_WRITE)
    try:
        report = actions.draft_report(visit=visit, by=request.viewer.person)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("office:visit", pk)
    return redirect("office:report_edit", report.pk)


@require_http_methods(["GET", "POST"])
@office_view(P.REPORT_WRITE)
def report_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_WRITE, related=RELATED)
    if report.status != "draft":
        return redirect("office:report", pk)
    head = HeadForm(request.POST or None, request.FILES or None, initial=_head(report))
    rows = LineRows(request.POST or None, prefix="lines", initial=rows_of(lines_of(report)))
    wanted = request.POST.get("do", "")
    changes_rows = wanted == "add" or wanted.startswith(REMOVE)
    if request.method == "POST":
        _take_photos(request, report, head)
        if changes_rows:
            rows = LineRows(_rows_changed(request, wanted), prefix="lines")
        elif head.is_valid() and rows.is_valid() and _is_saved(request, report, head, rows):
            return present(request, report) if wanted == "present" else redirect("office:report", pk)
    return _form_page(request, report, head, rows, is_failed=request.method == "POST" and not changes_rows)


@require_POST
@office_view(P.REPORT_WRITE)
def report_discarding(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_WRITE)
    return step(
        request,
        action=lambda: actions.discard_draft(report=report, by=request.viewer.person),
        said=_("Der Entwurf ist verworfen."),
        to=reverse("office:visit", args=[report.visit_id]),
        otherwise=reverse("office:report", args=[pk]),
    )


@require_POST
@office_view(P.REPORT_WRITE)
def report_renewal(request: ViewerRequest, pk: int) -> HttpResponse:
    report = get_for(request.viewer, ServiceReport, pk, P.REPORT_WRITE)
    try:
        draft = actions.draft_again(report=report, by=request.viewer.person)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("office:report", pk)
    return redirect("office:report_edit", draft.pk)


def _head(report: ServiceReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("title", "performed_on", "remarks", "version")}


def _take_photos(request: ViewerRequest, report: ServiceReport, head: HeadForm) -> None:
    """Attach what was uploaded at once, so that an error elsewhere loses no photo; a bad file is named at its field."""
    uploads, captions = request.FILES.getlist("photos"), _captions(request)
    head.is_valid()
    for place, upload in enumerate(uploads[:20]):
        try:
            stored = store(provider=report.provider, upload=upload, by=request.viewer.person, kind="image")
            words = captions[place : place + 1]
            actions.add_photos(report=report, files=[stored], by=request.viewer.person, captions=words)
        except Refused as refused:
            head.add_error("photos", str(refused.message))


def _captions(request: ViewerRequest) -> list[str]:
    return [plain_text(words, limit=200) for words in request.POST.getlist("photos_caption")]


def _rows_changed(request: ViewerRequest, wanted: str) -> QueryDict:
    """What was typed with more empty rows, or without one; nothing checked and nothing saved yet."""
    data = request.POST.copy()
    total = request.POST.get("lines-TOTAL_FORMS", "")
    present = min(int(total), MOST_LINES) if total.isdecimal() and len(total) < 5 else 0
    if wanted == "add":
        data["lines-TOTAL_FORMS"] = str(present + ADDED_ROWS)
        return data
    place = wanted.removeprefix(REMOVE)
    first = int(place) if place.isdecimal() and len(place) < 5 else present
    for number in range(first, present):
        for name in LineForm.base_fields:
            data[f"lines-{number}-{name}"] = request.POST.get(f"lines-{number + 1}-{name}", BLANK.get(name, ""))
    if first < present:
        data["lines-TOTAL_FORMS"] = str(max(present - 1, 1))
    return data


def present(request: ViewerRequest, report: ServiceReport) -> HttpResponse:
    """Freeze what is saved; the second of a double click finds it done."""
    try:
        frozen = present_report(report=report, by=request.viewer.person)
    except Refused as refused:
        current = get_for(request.viewer, ServiceReport, report.pk, P.REPORT_WRITE)
        if current.status == "draft":
            messages.error(request, str(refused.message))
    else:
        is_open = frozen.status == "open"
        messages.success(
            request, _("Vorgelegt, der Kunde kann jetzt unterschreiben.") if is_open else _("Abgeschlossen.")
        )
    return redirect("office:report", report.pk)


def _is_saved(request: ViewerRequest, report: ServiceReport, head: HeadForm, rows: Rows) -> bool:
    """Save once per form key; a refusal stands in the form."""
    try:
        once(form_key(request), lambda: _save(request, report, head, rows))
    except Conflict as conflict:
        head.add_error(None, str(conflict.message))
        current = get_for(request.viewer, ServiceReport, report.pk, P.REPORT_WRITE)
        head.data = data = request.POST.copy()
        data["version"] = str(current.version)
        return False
    except Refused as refused:
        head.add_error(None, str(refused.message))
        return False
    return True


def _save(request: ViewerRequest, report: ServiceReport, head: HeadForm, rows: Rows) -> str:
    given, person = head.cleaned_data, request.viewer.person
    photos = list(children_for(request.viewer, ReportPhoto, report).select_related("report"))
    for photo in photos:
        if f"remove-{photo.pk}" in request.POST:
            actions.remove_photo(photo=photo, by=person)
    actions.save_draft(
        report=report,
        version=given["version"] or 0,
        by=person,
        title=given["title"],
        performed_on=given["performed_on"],
        remarks=given["remarks"],
        lines=lines_in(rows),
        captions={
            photo.pk: plain_text(request.POST.get(f"caption-{photo.pk}", photo.caption), limit=200) for photo in photos
        },
    )
    if request.POST.get("do") != "present":
        messages.success(request, _("Der Entwurf ist gespeichert."))
    return reverse("office:report", args=[report.pk])


def _form_page(
    request: ViewerRequest, report: ServiceReport, head: HeadForm, rows: Rows, *, is_failed: bool
) -> HttpResponse:
    photos = children_for(request.viewer, ReportPhoto, report).select_related("file").order_by("position", "id")
    context = {
        "report": report,
        "asks_signature": duty_of(report.job) != SignatureDuty.NONE,
        "form": head,
        "line_rows": rows,
        "row_errors": [error for form in rows.forms for error in _errors(form)] if is_failed else [],
        "photos": list(photos),
        "removed": {name for name in request.POST if name.startswith("remove-")},
        "captions": {name: value for name, value in request.POST.items() if name.startswith("caption-")},
    }
    return render_page(request, "office/reports/edit.html", context, status=422 if is_failed else 200)


def _errors(form: Any) -> list[tuple[str, str, str]]:
    """(id of the field, its label, what is wrong) of a row."""
    return [
        (form[name].id_for_label, str(form[name].label), str(error))
        for name, errors in form.errors.items()
        for error in errors
    ]
