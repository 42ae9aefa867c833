"""The left pane of the inbox: views, filters, search and one page of tickets; three queries, one more per named filter."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from torhaus.access.fetch import id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Customer, Site
from torhaus.jobs.models import Visit
from torhaus.office.entry import office_view
from torhaus.office.tickets.rows import rows_of
from torhaus.providers.models import Membership
from torhaus.tickets import queries
from torhaus.tickets.models import Ticket, TicketCategory, TicketStatus, Urgency
from torhaus.ui.lists import Page, Tab, keyset_page, with_query
from torhaus.ui.render import page_or_fragment

VIEWS = ("new", "mine", "unplanned", "waiting", "all", "trials")
NARROW = ("q", "category", "customer", "site", "assigned", "status", "urgency")


@dataclasses.dataclass(frozen=True)
class View:
    """A saved view above the list; its number is filled in after the page has come."""

    url: str
    label: str
    name: str
    is_current: bool


@dataclasses.dataclass(frozen=True)
class Pill:
    """A filter that is on, with the address that takes it away."""

    label: str
    remove_url: str


@dataclasses.dataclass(frozen=True)
class Menu:
    """A filter that can be set."""

    label: str
    options: list[Tab]


@require_GET
@office_view(P.TICKET_READ)
def tickets_counts(request: ViewerRequest) -> HttpResponse:
    """How many tickets wait in each view, for the numbers beside their names."""
    tickets = list_for(request.viewer, Ticket, P.TICKET_READ)
    return JsonResponse(queries.view_counts(tickets, member=_member(request)))


@require_GET
@office_view(P.TICKET_READ)
def tickets_filters(request: ViewerRequest) -> HttpResponse:
    """What the list can be narrowed by: for the menu when it opens, and as a page of its own without script."""
    viewer = request.viewer
    categories = [(str(row.pk), str(row)) for row in queries.choosable(list_for(viewer, TicketCategory, P.TICKET_READ))]
    members = [(str(row.pk), str(row)) for row in assignable_members(request)]
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("status", _("Status"), [(value, str(label)) for value, label in TicketStatus.choices]),
        ("urgency", _("Dringlichkeit"), [(value, str(label)) for value, label in Urgency.choices]),
        ("category", _("Gewerk"), categories),
        ("assigned", _("Zuständig"), [("none", _("niemand")), *members]),
    ]
    menus = [Menu(label, _options(request, name, options)) for name, label, options in choices if options]
    menus.append(Menu(_("Testkontakte"), _options(request, "view", [("trials", _("Testmeldungen"))])))
    return page_or_fragment(request, "office/tickets/filters.html", "choices", {"menus": menus})


def _options(request: ViewerRequest, name: str, options: list[tuple[str, str]]) -> list[Tab]:
    here, chosen = reverse("office:tickets"), request.GET.get(name)
    return [
        Tab(here + with_query(request, **{name: value}).removeprefix(request.path), label, value == chosen)
        for value, label in options
    ]


def assignable_members(request: ViewerRequest) -> list[Membership]:
    """Whom a ticket can be given to."""
    return list(queries.assignable(list_for(request.viewer, Membership, P.TICKET_READ)))


def view_of(request: ViewerRequest) -> str:
    """The view asked for: new tickets, but everything as soon as somebody searches or comes from a customer or site."""
    asked = request.GET.get("view", "")
    if asked in VIEWS:
        return asked
    return "all" if any(request.GET.get(name) for name in NARROW) else "new"


def list_context(request: ViewerRequest) -> dict[str, Any]:
    """Everything the list pane shows."""
    viewer, view, kept = request.viewer, view_of(request), request.GET.urlencode()
    page = _page(request, list_for(viewer, Ticket, P.TICKET_READ), view)
    return {
        "rows": Page(rows_of(_with_own_dates(viewer, page.items)), page.next_cursor, page.prev_cursor),
        "views": _views(request, view),
        "pills": _pills(request, page.items),
        "words": request.GET.get("q", ""),
        "view": view,
        "kept_query": f"?{kept}" if kept else "",
        "is_narrowed": any(request.GET.get(name) for name in NARROW),
        "may_create": viewer.may(P.TICKET_CREATE),
        "may_decide": viewer.may(P.TICKET_DECIDE),
    }


def _with_own_dates(viewer: Viewer, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whoever sees only their own visits learns no date of a colleague's."""
    if viewer.seat_is_own_only:
        own = seen_visits(viewer, [row["visit_id"] for row in rows])
        for row in rows:
            row["visit__starts_at"] = row["visit__starts_at"] if row["visit_id"] in own else None
    return rows


def seen_visits(viewer: Viewer, ids: Iterable[int | None]) -> set[int]:
    """Those of these visits that the viewer sees."""
    wanted = [pk for pk in ids if pk]
    return set(list_for(viewer, Visit, P.VISIT_READ).filter(pk__in=wanted).values_list("pk", flat=True))


def _member(request: ViewerRequest) -> Membership:
    assert request.viewer.membership is not None
    return request.viewer.membership


def _page(request: ViewerRequest, tickets: queries.Tickets, view: str) -> Page[Any]:
    asked, provider_id = request.GET, request.viewer.provider.pk
    rows = queries.in_view(tickets, view, member=_member(request))
    rows = queries.filtered(
        rows,
        status=_word(asked.get("status"), TicketStatus.values),
        urgency=_word(asked.get("urgency"), Urgency.values),
        category_id=id_in(asked.get("category")),
        customer_id=id_in(asked.get("customer")),
        site_id=id_in(asked.get("site")),
    )
    rows = queries.assigned(rows, asked.get("assigned", ""))
    rows = queries.searched_in_office(rows, provider_id=provider_id, words=asked.get("q", ""))
    return keyset_page(queries.list_columns(rows), order=queries.NEWEST, cursor=asked.get("after"))


def _word(value: str | None, known: list[str]) -> str | None:
    return value if value in known else None


def _views(request: ViewerRequest, view: str) -> list[View]:
    labels = {
        "new": _("Neu"),
        "mine": _("Meine"),
        "unplanned": _("Ungeplant"),
        "waiting": _("Wartet"),
        "all": _("Alle"),
    }
    if view == "trials":
        labels["trials"] = _("Testmeldungen")
    here = reverse("office:tickets")
    return [
        View(here + with_query(request, view=name).removeprefix(request.path), label, name, name == view)
        for name, label in labels.items()
    ]


def _pills(request: ViewerRequest, rows: list[dict[str, Any]]) -> list[Pill]:
    """One per filter that is on; the names of customer and site stand in the rows already."""
    asked = {name: value for name in NARROW[1:] if (value := request.GET.get(name))}
    if not asked:
        return []
    here = reverse("office:tickets")
    labels = {
        "category": _("Gewerk"), "customer": _("Kunde"), "site": _("Wo"), "assigned": _("Zuständig"),
        "status": _("Status"), "urgency": _("Dringlichkeit"),
    }  # fmt: skip
    return [
        Pill(
            f"{labels[name]}: {_said(request, rows, name, value)}",
            here + with_query(request, **{name: None}).removeprefix(request.path),
        )
        for name, value in asked.items()
    ]


def _said(request: ViewerRequest, rows: list[dict[str, Any]], name: str, value: str) -> str:
    """The value of a filter in words."""
    if name in {"customer", "site"} and rows:
        return str(rows[0][f"{name}__name"])
    if name in {"status", "urgency"}:
        return _label(TicketStatus if name == "status" else Urgency, value)
    if value == "none":
        return _("niemand")
    models = {"category": TicketCategory, "customer": Customer, "site": Site, "assigned": Membership}
    return _name(request, models[name], value)


def _name(request: ViewerRequest, model: Any, value: str) -> str:
    pk = id_in(value)
    row = list_for(request.viewer, model, P.TICKET_READ).filter(pk=pk).first() if pk else None
    return str(row) if row is not None else "–"


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else "–"
