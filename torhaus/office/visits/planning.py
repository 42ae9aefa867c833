"""Planning a visit, for a ticket or a job, and changing who comes and what is written on it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access.fetch import children_for, get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Site
from torhaus.flows import plan_visit
from torhaus.jobs import actions, queries
from torhaus.jobs.models import Job, Visit, VisitPerformer
from torhaus.jobs.windows import provider_zone
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.visits.forms import DetailsForm, PlanForm
from torhaus.office.visits.overview import members_of
from torhaus.providers.models import Membership
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket
from torhaus.ui import formats
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_fragment, render_page

LONGEST_CHOICE = 30


@dataclasses.dataclass(frozen=True)
class Origin:
    """What a visit is planned for."""

    ticket: Ticket | None
    job: Job | None

    @property
    def row(self) -> Ticket | Job:
        found = self.ticket or self.job
        assert found is not None
        return found

    @property
    def address(self) -> str:
        if self.ticket is not None:
            return reverse("office:ticket", args=[self.ticket.pk])
        return reverse("office:job", args=[self.row.pk])

    @property
    def query(self) -> str:
        return f"?ticket={self.ticket.pk}" if self.ticket is not None else f"?job={self.row.pk}"


@require_http_methods(["GET", "POST"])
@office_view(P.VISIT_PLAN)
def visit_new(request: ViewerRequest) -> HttpResponse:
    origin = _origin(request)
    if origin is None:
        return render_page(request, "office/visits/origin.html", _origins(request))
    form = _plan_form(request, origin)
    clashes: list[VisitPerformer] = []
    if request.method == "POST" and form.is_valid():
        clashes = [] if form.cleaned_data["accepts_clashes"] else clashes_of(request.viewer, form)
        address = None if clashes else _planned(request, origin, form)
        if address:
            return redirect(address)
    if clashes:
        form.data = data = request.POST.copy()
        data["accepts_clashes"] = "on"
    context = {"form": form, "origin": origin, "clashes": hints(form, clashes), "is_warned": bool(clashes)}
    return render_page(request, "office/visits/new.html", context, status=422 if form.errors or clashes else 200)


@require_GET
@office_view(P.VISIT_PLAN)
def visit_clashes(request: ViewerRequest) -> HttpResponse:
    """The performers' boxes again, each with where the person is in the chosen window."""
    members = members_of(request.viewer)
    form = PlanForm(request.GET, members=members, sites=[])
    found: list[VisitPerformer] = []
    if form.is_valid_window:
        found = _clashes(request.viewer, members, form, except_ids=())
    context = {"form": form, "clashes": hints(form, found), "is_warned": False}
    return render_fragment(request, "office/visits/new.html", "performers", context)


@require_http_methods(["GET", "POST"])
@office_view(P.VISIT_PLAN)
def visit_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Visit, pk, P.VISIT_PLAN, related=("job", "customer", "site"))
    members = _with_present(members_of(request.viewer), row, request.viewer)
    form = DetailsForm(request.POST or None, members=members, initial=_details(request.viewer, row))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version") or 0
        try:
            actions.change_visit(visit=row, version=version, by=request.viewer.person, **form.cleaned_data)
        except Refused as refused:
            _stay(form, refused, get_for(request.viewer, Visit, pk, P.VISIT_PLAN), request.POST)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("office:visit", pk)
    context = {"form": form, "visit": row}
    return render_page(request, "office/visits/edit.html", context, status=422 if form.errors else 200)


def clashes_of(viewer: Viewer, form: PlanForm) -> list[VisitPerformer]:
    """Double bookings that this plan would make."""
    return _clashes(viewer, form.cleaned_data["performers"], form, except_ids=())


def hints(form: PlanForm, found: Sequence[VisitPerformer]) -> dict[str, str]:
    """What stands beside each person: their trade, and where they are at that time already."""
    clashes = clash_words(found)
    titles = {pk: member.job_title for pk, member in form.fields["performers"].members.items()}  # type: ignore[attr-defined]
    return {pk: " · ".join(part for part in (title, clashes.get(pk, "")) if part) for pk, title in titles.items()}


def clash_words(found: Sequence[VisitPerformer]) -> dict[str, str]:
    """Per member (as the form names them): where they are at that time."""
    words: dict[str, list[str]] = {}
    for row in found:
        place = f"{formats.window(row.visit.starts_at, row.visit.ends_at)}, {row.visit.site.name}"
        words.setdefault(str(row.membership_id), []).append(place)
    return {pk: _("schon verplant: %(where)s") % {"where": "; ".join(places)} for pk, places in words.items()}


def _clashes(
    viewer: Viewer, members: Sequence[Membership], form: PlanForm, *, except_ids: Sequence[int]
) -> list[VisitPerformer]:
    starts_at, ends_at = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
    visits = list_for(viewer, Visit, P.VISIT_READ)
    return queries.clashes(visits, members=members, starts_at=starts_at, ends_at=ends_at, except_ids=except_ids)


def _origin(request: ViewerRequest) -> Origin | None:
    ticket, job = request.GET.get("ticket", ""), request.GET.get("job", "")
    if ticket:
        related = ("customer", "site", "job")
        return Origin(get_for(request.viewer, Ticket, _id(ticket), P.VISIT_PLAN, related=related), None)
    if job:
        return Origin(None, get_for(request.viewer, Job, _id(job), P.VISIT_PLAN, related=("customer", "site")))
    return None


def _id(text: str) -> int:
    pk = id_in(text)
    if pk is None:
        raise Http404
    return pk


def _origins(request: ViewerRequest) -> dict[str, Any]:
    """What waits for a visit, to choose from: accepted tickets and open jobs."""
    viewer, words = request.viewer, request.GET.get("q", "").strip()
    jobs = queries.search_jobs(
        queries.open_jobs(list_for(viewer, Job, P.VISIT_PLAN)), provider_id=viewer.provider.pk, words=words
    )
    tickets = ticket_queries.unplanned(list_for(viewer, Ticket, P.VISIT_PLAN))
    tickets = ticket_queries.searched_in_office(tickets, provider_id=viewer.provider.pk, words=words)
    return {
        "jobs": list(jobs.select_related("customer", "site").order_by("-id")[:LONGEST_CHOICE]),
        "tickets": list(tickets.select_related("customer", "site").order_by("-id")[:LONGEST_CHOICE]),
        "words": words,
    }


def _next_working_day() -> dt.date:
    """Tomorrow, or Monday where that is a weekend's day."""
    tomorrow = timezone.now().astimezone(provider_zone()).date() + dt.timedelta(days=1)
    return tomorrow + dt.timedelta(days=7 - tomorrow.weekday() if tomorrow.weekday() >= 5 else 0)


def _plan_form(request: ViewerRequest, origin: Origin) -> PlanForm:
    row = origin.row
    sites = list_for(request.viewer, Site, P.SITE_READ).filter(customer_id=row.customer_id, is_active=True)
    initial = {
        "title": row.title, "site": row.site_id or "", "day": _next_working_day(), "begin": dt.time(9), "end": dt.time(11),
        "contact_name": row.contact_name, "contact_phone": row.contact_phone,
    }  # fmt: skip
    return PlanForm(
        request.POST or None,
        members=members_of(request.viewer),
        sites=list(sites.order_by("name", "id")),
        initial=initial,
    )


def _planned(request: ViewerRequest, origin: Origin, form: PlanForm) -> str | None:
    names = ("starts_at", "ends_at", "performers", "site", "title", "note", "contact_name", "contact_phone")
    values = {name: form.cleaned_data[name] for name in names}

    def plan() -> str:
        person = request.viewer.person
        if origin.ticket is not None:
            visit = plan_visit.plan_for_ticket(ticket=origin.ticket, by=person, **values)
        else:
            visit = plan_visit.plan_for_job(job=origin.row, by=person, **values)  # type: ignore[arg-type]
        when = f"{formats.day(visit.starts_at)}, {formats.window(visit.starts_at, visit.ends_at)}"
        messages.success(request, _("Der Einsatz ist geplant: %(when)s.") % {"when": when})
        return reverse("office:visit", args=[visit.pk])

    try:
        return once(form_key(request), plan)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None


def _details(viewer: Viewer, visit: Visit) -> dict[str, Any]:
    present = children_for(viewer, VisitPerformer, visit).values_list("membership_id", flat=True)
    names = ("title", "note", "contact_name", "contact_phone", "version")
    return {name: getattr(visit, name) for name in names} | {"performers": [str(pk) for pk in present]}


def _with_present(members: list[Membership], visit: Visit, viewer: Viewer) -> list[Membership]:
    """Nobody drops out of a visit only because the list of people is another one today."""
    known = {member.pk for member in members}
    rows = children_for(viewer, VisitPerformer, visit).select_related("membership__person")
    return members + [row.membership for row in rows if row.membership_id not in known and row.membership.is_active]


def _stay(form: DetailsForm, refused: Refused, current: Visit, typed: QueryDict) -> None:
    """Keep what was typed and take over the newer version: who saves again does so knowingly."""
    form.add_error(None, str(refused.message))
    form.data = data = typed.copy()
    data["version"] = str(current.version)
