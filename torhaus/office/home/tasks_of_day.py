"""What „Heute“ shows: numbers that lead to their lists, and today's visits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from torhaus.access.counts import counted
from torhaus.access.fetch import list_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.access.words import words_for
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import ChangeRequest
from torhaus.invoices import queries as invoice_queries
from torhaus.invoices.models import Invoice, InvoiceStatus
from torhaus.invoices.states import State
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Visit
from torhaus.jobs.states import visit_chip
from torhaus.office.home.setup import at, setup_steps
from torhaus.office.tickets.rows import rows_of
from torhaus.providers.words import Words
from torhaus.reports import queries as report_queries
from torhaus.reports.models import ServiceReport
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket

VISITS_SHOWN = 12
VISIT_COLUMNS = ("title", "status", "starts_at", "ends_at", "customer__name", "site__name")
TICKETS_SHOWN = 5
NEXT_SHOWN = 5


@dataclass(frozen=True)
class Figure:
    """One number of the page: what is counted, where its list is, how urgent it looks when it is not zero."""

    key: str
    label: str
    url: str
    tone: str = ""
    only_if_any: bool = False


def figures(words: Words) -> list[tuple[P, Figure]]:
    tickets = words.ticket.many
    return [
        (
            P.TICKET_DECIDE,
            Figure(
                "new_tickets", _("Neu: %(tickets)s") % {"tickets": tickets}, at("office:tickets", "view=new"), "warn"
            ),
        ),
        (
            P.TICKET_DECIDE,
            Figure(
                "unplanned",
                _("%(tickets)s ohne Einsatz") % {"tickets": tickets},
                at("office:tickets", "view=unplanned"),
                "warn",
            ),
        ),
        (P.VISIT_PLAN, Figure("moves", _("Verschiebewünsche"), at("office:visits", "view=wishes"), "warn")),
        (P.VISIT_PERFORM, Figure("late", _("Einsätze ohne Abschluss"), at("office:visits", "view=late"), "warn", True)),
        (
            P.CUSTOMER_EDIT,
            Figure("changes", _("Änderungswünsche"), at("office:change_requests"), "warn", only_if_any=True),
        ),
        (P.REPORT_READ, Figure("unsigned", _("Nicht unterschrieben"), at("office:reports", "view=waiting"))),
        (P.INVOICE_WRITE, Figure("unbilled", _("Nicht abgerechnet"), at("office:unbilled"))),
        (P.INVOICE_READ, Figure("overdue", _("Überfällige Rechnungen"), at("office:invoices", "state=overdue"), "bad")),
    ]


def numbers(viewer: Viewer) -> dict[str, int]:
    """All numbers of the page, in one query."""
    queries: dict[str, QuerySet[Any] | None] = {
        "new_tickets": _rows(viewer, Ticket, P.TICKET_DECIDE, ticket_queries.new),
        "unplanned": _rows(viewer, Ticket, P.TICKET_DECIDE, ticket_queries.unplanned),
        "moves": _rows(viewer, Visit, P.VISIT_PLAN, job_queries.with_open_wish),
        "late": _rows(viewer, Visit, P.VISIT_PERFORM, job_queries.left_open),
        "changes": _rows(viewer, ChangeRequest, P.CUSTOMER_EDIT, customer_queries.open_changes),
        "unsigned": _rows(viewer, ServiceReport, P.REPORT_READ, report_queries.waiting),
        "unbilled": _rows(viewer, ServiceReport, P.INVOICE_WRITE, invoice_queries.unbilled),
        "overdue": _rows(viewer, Invoice, P.INVOICE_READ, lambda rows: invoice_queries.in_state(rows, State.OVERDUE)),
    }
    if viewer.may(P.PROVIDER_EDIT):
        queries["issued"] = list_for(viewer, Invoice, P.INVOICE_READ).filter(status=InvoiceStatus.ISSUED)
    return counted(viewer, **queries)


def _rows(viewer: Viewer, model: type[Model], permission: P, narrow: Any) -> QuerySet[Any] | None:
    return narrow(list_for(viewer, model, permission)) if viewer.may(permission) else None


def context(viewer: Viewer) -> dict[str, Any]:
    """Everything the page shows, in four to six queries."""
    found = numbers(viewer)
    visits = _visits_of_today(viewer)
    upcoming = [] if visits else _next_visits(viewer)
    return {
        "figures": list(_figures(viewer, found)),
        "visits": visits[:VISITS_SHOWN],
        "has_more": len(visits) > VISITS_SHOWN,
        "upcoming": upcoming,
        "chips": {visit.pk: visit_chip(visit) for visit in [*visits, *upcoming]},
        "performers": performers_for(viewer, visits),
        "is_own_only": viewer.seat_is_own_only,
        "decides_tickets": viewer.may(P.TICKET_DECIDE),
        "tickets": rows_of(_new_tickets(viewer)) if viewer.may(P.TICKET_DECIDE) else [],
        **_trial(viewer),
        "setup": setup_steps(viewer, has_issued=bool(found["issued"])) if viewer.may(P.PROVIDER_EDIT) else [],
    }


def _trial(viewer: Viewer) -> dict[str, Any]:
    """What is left of the trial, for who can do something about it; asks nothing of the database."""
    provider, may = viewer.provider, viewer.may(P.PROVIDER_EDIT)
    has_ended = provider.trial_until is not None and not provider.plan_has_portal
    return {
        "trial_days": provider.trial_days_left if may and provider.lives_by_trial else 0,
        "trial_ended": may and has_ended,
    }


def _figures(viewer: Viewer, found: dict[str, int]) -> Iterator[dict[str, Any]]:
    for needed, figure in figures(words_for(viewer)):
        if viewer.may(needed) and (found[figure.key] or not figure.only_if_any):
            yield _shown(figure, found)


def _shown(figure: Figure, found: dict[str, int]) -> dict[str, Any]:
    number = found[figure.key]
    return {
        "value": "99+" if number > 99 else str(number),
        "label": figure.label,
        "url": figure.url,
        "tone": figure.tone if number else "",
    }


def _visits_of_today(viewer: Viewer) -> list[Visit]:
    rows = job_queries.of_today(list_for(viewer, Visit, P.VISIT_READ)).select_related("customer", "site")
    return list(rows.only(*VISIT_COLUMNS).order_by(*job_queries.SOON_FIRST)[: VISITS_SHOWN + 1])


def _next_visits(viewer: Viewer) -> list[Visit]:
    """For a day without any: what comes next."""
    rows = job_queries.coming(list_for(viewer, Visit, P.VISIT_READ)).select_related("customer", "site")
    return list(rows.only(*VISIT_COLUMNS).order_by(*job_queries.SOON_FIRST)[:NEXT_SHOWN])


def _new_tickets(viewer: Viewer) -> list[dict[str, Any]]:
    rows = ticket_queries.list_columns(ticket_queries.new(list_for(viewer, Ticket, P.TICKET_DECIDE)))
    return list(rows.order_by(*ticket_queries.NEWEST)[:TICKETS_SHOWN])
