"""Visits in the portal: coming and past ones, one of them, the wish for another time, the calendar file."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access.fetch import children_for, get_for, list_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.switches import shows
from torhaus.delivery.letter import address_of
from torhaus.flows import move_visit
from torhaus.jobs import calendar, queries
from torhaus.jobs.models import Visit, VisitMove, VisitStatus
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.kernel.rows import joined
from torhaus.portal.entry import portal_view
from torhaus.portal.visits import overview
from torhaus.portal.visits.forms import MoveForm
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("job", "customer", "site")


@require_GET
@portal_view(P.VISIT_READ)
def visits(request: ViewerRequest) -> HttpResponse:
    if not shows(request.viewer, "show_visits"):
        raise Http404
    is_past = request.GET.get("view") == "over"
    rows = joined(list_for(request.viewer, Visit, P.VISIT_READ), "customer", "site", without=("note",))
    rows = queries.mark_wishes(queries.past(rows) if is_past else queries.coming(rows))
    order = queries.LATE_FIRST if is_past else queries.SOON_FIRST
    page = keyset_page(rows, order=order, cursor=request.GET.get("after"), size=30)
    performers = performers_for(request.viewer, page.items)
    context = overview.list_context(request, page, performers, is_past=is_past)
    return page_or_fragment(request, "portal/visits/list.html", "rows", context)


@require_GET
@portal_view(P.VISIT_READ)
def visit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Visit, pk, P.VISIT_READ, related=RELATED)
    return render_page(request, "portal/visits/detail.html", overview.detail_context(request.viewer, row))


@require_http_methods(["GET", "POST"])
@portal_view(P.VISIT_MOVE)
def visit_move(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Visit, pk, P.VISIT_MOVE, related=RELATED)
    wish = queries.open_move(children_for(request.viewer, VisitMove, row))
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = _asked(request, row, form)
        if address:
            return redirect(address)
    if request.method == "GET" and (wish is not None or not overview.can_move(row)):
        return redirect("portal:visit", pk)
    context = {"form": form, "visit": row, "today": timezone.localdate()}
    return render_page(request, "portal/visits/move.html", context, status=422 if form.errors else 200)


@require_GET
@portal_view(P.VISIT_READ)
def visit_calendar(request: ViewerRequest, pk: int) -> HttpResponse:
    """The visit for the customer's own calendar; names of performers are not in it."""
    row = get_for(request.viewer, Visit, pk, P.VISIT_READ, related=("site", "provider"))
    site = row.site
    address = address_of("portal:visit", pk=pk)
    content = calendar.event(
        uid=f"visit-{row.pk}@{settings.BASE_URL.split('//')[-1]}",
        version=row.version,
        title=f"{row.title} ({row.provider.name})",
        place=", ".join(part for part in (site.name, site.street, f"{site.postcode} {site.city}".strip()) if part),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stamp=row.created_at,
        description=address,
        is_cancelled=row.status == VisitStatus.CANCELLED,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="termin-{row.pk}.ics"'
    return response


def _asked(request: ViewerRequest, visit: Visit, form: MoveForm) -> str | None:
    given = form.cleaned_data

    def ask() -> str:
        move_visit.ask_move(
            visit=visit,
            by=request.viewer.person,
            wish=given["wish"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
        )
        messages.success(
            request, _("Ihr Wunsch ist bei uns. Der bisherige Termin gilt, bis wir Ihnen geantwortet haben.")
        )
        return reverse("portal:visit", args=[visit.pk])

    try:
        return once(form_key(request), ask)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None
