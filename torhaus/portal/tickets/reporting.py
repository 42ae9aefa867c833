"""„Melden“: one form that works without script, prefilled with what is known, shown in three steps with it."""

import contextlib
import dataclasses
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import seated
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Customer, Room, Site
from torhaus.files.actions import take_pending
from torhaus.files.models import PendingUpload
from torhaus.files.serve import thumbnail_response
from torhaus.flows.hand_over_site import settle_for
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job, Visit
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.portal.entry import portal_view
from torhaus.portal.tickets.forms import Choices, ReportForm
from torhaus.portal.tickets.overview import held_files
from torhaus.portal_access.models import Scope
from torhaus.tickets import actions, looks, queries
from torhaus.tickets.models import TicketCategory, TicketKind
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page

PAGE = "portal/tickets/new.html"


@dataclasses.dataclass(frozen=True)
class Origin:
    """What the report was started from, as far as the viewer may see it."""

    visit: Visit | None = None
    invoice: Invoice | None = None

    @property
    def reference(self) -> dict[str, int]:
        found = {"visit": self.visit, "invoice": self.invoice}
        return {name: row.pk for name, row in found.items() if row is not None}

    @property
    def words(self) -> str:
        if self.visit is not None:
            return _("Zum Termin „%(title)s“") % {"title": self.visit.title}
        return _("Zur Rechnung %(number)s") % {"number": self.invoice.number} if self.invoice is not None else ""


@require_http_methods(["GET", "POST"])
@portal_view(P.TICKET_CREATE)
def ticket_new(request: ViewerRequest) -> HttpResponse:
    origin = _origin(request)
    viewer = request.viewer = _at_its_provider(request, origin)
    if request.method == "POST":
        settle_for(viewer)
    form = _form(request, origin)
    if request.method == "POST":
        is_stored = form.hold(provider=viewer.provider, by=viewer.person)
        if "refresh" not in request.POST and form.is_valid() and is_stored:
            try:
                return redirect(once(form_key(request), lambda: _reported(request, form, origin)))
            except Refused as refused:
                form.add_error(None, str(refused.message))
    return _page(request, form, origin)


@require_GET
@portal_view(P.TICKET_CREATE)
def ticket_rooms(request: ViewerRequest) -> HttpResponse:
    """The room field for another site, while the form is being filled in."""
    viewer = _at_its_provider(request, Origin())
    form = ReportForm(choices=Choices(room=_rooms(viewer, request.GET.get("site", ""))))
    return render_page(request, "portal/tickets/_room.html", {"form": form})


@require_GET
@portal_view(P.TICKET_CREATE)
def ticket_upload(request: ViewerRequest, pk: int) -> HttpResponse:
    """The small picture of an upload that waits for its form."""
    row = get_for(request.viewer, PendingUpload, pk, P.TICKET_CREATE, related=("file",))
    return thumbnail_response(row.file, request=request)


def _origin(request: ViewerRequest) -> Origin:
    """From ?visit= or ?invoice=, kept in the form's address; what the viewer may not see is 404 like what is missing."""
    visit, invoice = id_in(request.GET.get("visit", "")), id_in(request.GET.get("invoice", ""))
    return Origin(
        get_for(request.viewer, Visit, visit, P.VISIT_READ, related=("site",)) if visit else None,
        get_for(request.viewer, Invoice, invoice, P.INVOICE_READ, related=("site",)) if invoice else None,
    )


def _at_its_provider(request: ViewerRequest, origin: Origin) -> Viewer:
    """What is asked about one company's visit or site never goes to another company, whichever is the active one."""
    viewer, site = request.viewer, id_in(request.GET.get("site", ""))
    if len(viewer.seats) == 1:
        return viewer
    row: Visit | Invoice | Site | None = origin.visit or origin.invoice
    if row is None and site:
        with contextlib.suppress(Http404):
            row = get_for(viewer, Site, site, P.TICKET_CREATE)
    return seated(viewer, provider_id=row.provider_id, customer_id=row.customer_id) if row is not None else viewer


def _form(request: ViewerRequest, origin: Origin) -> ReportForm:
    viewer, is_post = request.viewer, request.method == "POST"
    sites = list(_sites(viewer))
    initial = _initial(request, origin, sites)
    chosen = request.POST.get("site", "") if is_post else str(initial.get("site") or "")
    form = ReportForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        initial=initial,
        choices=Choices(_customers(viewer), sites, _rooms(viewer, chosen), _categories(viewer)),
    )
    if _needs_site(viewer):
        form.fields["site"].required = True
    return form


def _initial(request: ViewerRequest, origin: Origin, sites: list[Site]) -> dict[str, Any]:
    """What the address and the origin say; a lone site and a lone customer are chosen already."""
    asked = request.GET
    accesses = _seat(request.viewer).accesses_with(P.TICKET_CREATE)
    wanted = id_in(asked.get("site", "")) or _site_of(origin)
    site = next((row for row in sites if row.pk == wanted), sites[0] if len(sites) == 1 else None)
    known: dict[str, Any] = {
        "site": site.pk if site else None,
        "room": id_in(asked.get("room", "")),
        "customer": site.customer_id if site else accesses[0].customer_id if accesses else None,
    }
    if asked.get("kind") in TicketKind.values:
        known["kind"] = asked["kind"]
    if origin.invoice is not None:
        known |= {
            "kind": TicketKind.QUESTION,
            "title": _("Frage zur Rechnung %(number)s") % {"number": origin.invoice.number},
        }
    elif origin.visit is not None:
        known |= {
            "kind": asked.get("kind") or TicketKind.QUESTION,
            "title": _("Zum Termin: %(title)s") % {"title": origin.visit.title},
        }
    return known


def _site_of(origin: Origin) -> int | None:
    row = origin.visit or origin.invoice
    return row.site_id if row is not None else None


def _seat(viewer: Viewer) -> PortalSeat:
    assert isinstance(viewer.seat, PortalSeat)
    return viewer.seat


def _customer_ids(viewer: Viewer) -> set[int]:
    return {access.customer_id for access in _seat(viewer).accesses_with(P.TICKET_CREATE)}


def _customers(viewer: Viewer) -> QuerySet[Customer]:
    return list_for(viewer, Customer, P.TICKET_CREATE).order_by("name", "id")


def _sites(viewer: Viewer) -> QuerySet[Site]:
    return customer_queries.sites_in_order(list_for(viewer, Site, P.TICKET_CREATE))


def _rooms(viewer: Viewer, site: str) -> QuerySet[Room]:
    """Rooms in use of one site that the viewer may report for."""
    rooms = list_for(viewer, Room, P.TICKET_CREATE)
    pk = id_in(site)
    return customer_queries.rooms_in_order(customer_queries.active(rooms.filter(site_id=pk))) if pk else rooms.none()


def _categories(viewer: Viewer) -> QuerySet[TicketCategory]:
    return queries.choosable(list_for(viewer, TicketCategory, P.TICKET_CREATE))


def _needs_site(viewer: Viewer) -> bool:
    """Who sees single sites only would never see a report without one again."""
    accesses = _seat(viewer).accesses_with(P.TICKET_CREATE)
    return all(access.scope == Scope.SITES for access in accesses)


def _job_of(viewer: Viewer, customer: Customer) -> Job | None:
    """The one job of somebody who sees nothing else of this customer."""
    accesses = [a for a in _seat(viewer).accesses_with(P.TICKET_CREATE) if a.customer_id == customer.pk]
    jobs = [access.job_id for access in accesses if access.scope == Scope.JOB]
    if not jobs or len(jobs) != len(accesses):
        return None
    return get_for(viewer, Job, jobs[0] or 0, P.JOB_READ)


def _reported(request: ViewerRequest, form: ReportForm, origin: Origin) -> str:
    viewer, values = request.viewer, form.cleaned_data
    customer, site = values["customer"], values["site"]
    if site is None and _only_sites(viewer, customer):
        raise Refused(_("Bitte wählen Sie, wo es ist."))
    ticket = actions.report(
        provider=viewer.provider, customer=customer, site=site, room=values["room"], category=values["category"],
        job=_job_of(viewer, customer), kind=values["kind"], urgency=values["urgency"], title=values["title"],
        description=values["description"], contact_name=values["contact_name"], contact_phone=values["contact_phone"],
        preferred_dates=values["preferred_dates"], by=viewer.person, side="portal", reference=origin.reference,
        files=take_pending(by=viewer.person, form_key=form.key), is_test=_is_test(viewer, customer),
    )  # fmt: skip
    messages.success(request, _("Danke, Ihre Meldung %(number)s ist bei uns.") % {"number": ticket.number})
    return reverse("portal:ticket", args=[ticket.pk])


def _is_test(viewer: Viewer, customer: Customer) -> bool:
    """Whether a test contact reports; whoever is also let in for real reports for real."""
    accesses = [a for a in _seat(viewer).accesses_with(P.TICKET_CREATE) if a.customer_id == customer.pk]
    return bool(accesses) and all(access.is_test for access in accesses)


def _only_sites(viewer: Viewer, customer: Customer) -> bool:
    accesses = [a for a in _seat(viewer).accesses_with(P.TICKET_CREATE) if a.customer_id == customer.pk]
    return bool(accesses) and all(access.scope == Scope.SITES for access in accesses)


def _page(request: ViewerRequest, form: ReportForm, origin: Origin) -> HttpResponse:
    viewer = request.viewer
    if not _customer_ids(viewer):
        raise Http404
    held = form.held(viewer.person) if form.is_bound else []
    context = {
        "form": form,
        "origin": origin,
        "held": held_files(held),
        "rooms_url": reverse("portal:ticket_rooms"),
        "has_customers": len(_customer_ids(viewer)) > 1,
        "has_sites": form.has("site"),
        "has_categories": form.has("category"),
        "kind_icons": looks.KIND_ICONS,
        "kind_hints": {
            TicketKind.DAMAGE: _("etwas ist kaputt"),
            TicketKind.ORDER: _("etwas soll getan werden"),
            TicketKind.QUOTE: _("was würde es kosten?"),
            TicketKind.QUESTION: _("ich möchte etwas wissen"),
        },
        "emergency_phone": viewer.provider.emergency_phone,
    }
    return render_page(request, PAGE, context, status=422 if form.errors else 200)
