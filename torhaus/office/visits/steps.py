"""The steps of a visit, one button each: on the way, begin, finish, nobody there, cancel."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows import finish_visit
from torhaus.jobs.models import Visit
from torhaus.office.entry import office_view
from torhaus.office.steps import step
from torhaus.office.visits.forms import CancelForm, FinishForm, NoShowForm
from torhaus.reports.models import ServiceReport
from torhaus.ui.forms import plain_text


@require_POST
@office_view(P.VISIT_PERFORM)
def visit_departure(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.VISIT_PERFORM)
    return step(
        request,
        action=lambda: finish_visit.set_on_the_way(visit=visit, by=request.viewer.person),
        said=_("Unterwegs. Der Kunde sieht es in seinem Portal."),
        to=_page(pk),
    )


@require_POST
@office_view(P.VISIT_PERFORM)
def visit_start(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.VISIT_PERFORM)
    return step(
        request,
        action=lambda: finish_visit.start_visit(visit=visit, by=request.viewer.person),
        said=_("Der Einsatz läuft."),
        to=_page(pk),
    )


@require_POST
@office_view(P.VISIT_PERFORM)
def visit_completion(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.VISIT_PERFORM)
    form = FinishForm(request.POST)
    form.is_valid()
    is_complete = form.cleaned_data["is_complete"]
    has_report = list_for(request.viewer, ServiceReport, P.REPORT_READ).filter(visit=visit).exists()
    return step(
        request,
        action=lambda: finish_visit.finish_visit(visit=visit, by=request.viewer.person, is_complete=is_complete),
        said=_("Der Einsatz ist abgeschlossen.")
        if has_report
        else _("Der Einsatz ist abgeschlossen. Als Nächstes: %(report)s.") % {"report": request.words.report.inline},
        to=_page(pk),
    )


@require_POST
@office_view(P.VISIT_PERFORM)
def visit_no_show(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.VISIT_PERFORM)
    form = NoShowForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else plain_text(request.POST.get("note", ""), limit=500)
    return step(
        request,
        action=lambda: finish_visit.close_as_no_show(visit=visit, by=request.viewer.person, note=note),
        said=_("Festgehalten: niemand angetroffen. Es wartet auf einen neuen Einsatz."),
        to=_page(pk),
    )


@require_POST
@office_view(P.VISIT_PLAN)
def visit_cancellation(request: ViewerRequest, pk: int) -> HttpResponse:
    visit = get_for(request.viewer, Visit, pk, P.VISIT_PLAN)
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else plain_text(request.POST.get("reason", ""), limit=500)
    return step(
        request,
        action=lambda: finish_visit.cancel_visit(visit=visit, by=request.viewer.person, reason=reason),
        said=_("Der Einsatz ist abgesagt. Der Kunde erfährt es."),
        to=_page(pk),
    )


def _page(pk: int) -> str:
    return reverse("office:visit", args=[pk])
