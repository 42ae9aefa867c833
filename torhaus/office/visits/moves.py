"""Another time for a visit: the office moves it, confirms the customer's wish, or declines it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import children_for, get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows import move_visit
from torhaus.jobs import queries
from torhaus.jobs.models import Visit, VisitMove
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.steps import step
from torhaus.office.visits.forms import DeclineForm, MoveForm, window_initial
from torhaus.office.visits.overview import double_bookings
from torhaus.ui.forms import form_key, plain_text
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.VISIT_MOVE)
def visit_move(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Visit, pk, P.VISIT_MOVE, related=("customer", "site", "job"))
    wish = queries.open_move(children_for(request.viewer, VisitMove, row))
    form = MoveForm(request.POST or None, initial=_initial(row, wish))
    if request.method == "POST" and form.is_valid():
        address = _moved(request, row, form)
        if address:
            return redirect(address)
    context = {"form": form, "visit": row, "wish": wish}
    return render_page(request, "office/visits/move.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.VISIT_MOVE)
def move_confirmation(request: ViewerRequest, pk: int) -> HttpResponse:
    move = get_for(request.viewer, VisitMove, pk, P.VISIT_MOVE, related=("visit",))
    return step(
        request,
        action=lambda: move_visit.confirm_move(move=move, by=request.viewer.person),
        said=_("Bestätigt. Der Einsatz ist verschoben, der Kunde erfährt es."),
        to=reverse("office:visit", args=[move.visit_id]),
    )


@require_POST
@office_view(P.VISIT_MOVE)
def move_refusal(request: ViewerRequest, pk: int) -> HttpResponse:
    move = get_for(request.viewer, VisitMove, pk, P.VISIT_MOVE, related=("visit",))
    form = DeclineForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else plain_text(request.POST.get("answer", ""), limit=500)
    return step(
        request,
        action=lambda: move_visit.decline_move(move=move, answer=answer, by=request.viewer.person),
        said=_("Abgelehnt. Der Kunde liest Ihre Antwort."),
        to=reverse("office:visit", args=[move.visit_id]),
    )


def _initial(visit: Visit, wish: VisitMove | None) -> dict[str, object]:
    if wish is not None and wish.wished_starts_at and wish.wished_ends_at:
        return window_initial(wish.wished_starts_at, wish.wished_ends_at)
    return window_initial(visit.starts_at, visit.ends_at)


def _moved(request: ViewerRequest, visit: Visit, form: MoveForm) -> str | None:
    given = form.cleaned_data

    def move() -> str:
        move_visit.move_visit(
            visit=visit,
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            by=request.viewer.person,
            answer=given["answer"],
        )
        messages.success(request, _("Der Einsatz ist verschoben, der Kunde erfährt es."))
        for line in double_bookings(request.viewer, visit, starts_at=given["starts_at"], ends_at=given["ends_at"]):
            messages.warning(request, line)
        return reverse("office:visit", args=[visit.pk])

    try:
        return once(form_key(request), move)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None
