"""„Wartet auf Sie“: what only the customer can do next, each with one button; the most pressing first."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.access.words import words_for
from torhaus.invoices import queries as invoice_queries
from torhaus.invoices import states
from torhaus.invoices.models import Invoice
from torhaus.invoices.states import State
from torhaus.providers.words import Words
from torhaus.reports import queries as report_queries
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket, TicketStatus
from torhaus.ui import formats

INVOICE_COLUMNS = ("number", "title", "status", "kind", "due_on", "gross_total", "paid_total", "site__name")
EACH = 3  # of one sort; the rest is behind a link


@dataclasses.dataclass(frozen=True)
class Task:
    """One card."""

    title: str
    detail: str
    url: str
    button: str
    icon: str
    tone: str
    amount: str = ""
    aside: str = ""


@dataclasses.dataclass(frozen=True)
class Tasks:
    """The cards, and links to the lists that hold more of a sort than is shown."""

    cards: list[Task]
    more: list[tuple[str, str]]


def tasks(viewer: Viewer, *, tickets: Sequence[Ticket], today: dt.date) -> Tasks:
    """Two queries: reports to sign and invoices to pay; `tickets` begin with those that wait for the customer."""
    questions = [ticket for ticket in tickets if ticket.status == TicketStatus.WAITING]
    reports, invoices = _reports(viewer), _invoices(viewer)
    bills = [_invoice(invoice, today) for invoice in invoices[:EACH]]
    late = [card for card in bills if card.tone == "bad"]
    cards = [
        *late,
        *(_question(ticket) for ticket in questions[:EACH]),
        *(_report(report, words_for(viewer)) for report in reports[:EACH]),
        *(card for card in bills if card.tone != "bad"),
    ]
    more = [
        (_("Weitere Rückfragen"), reverse("portal:tickets"), len(questions)),
        (
            _("Weitere %(reports)s") % {"reports": words_for(viewer).report.inlines},
            reverse("portal:reports"),
            len(reports),
        ),
        (_("Weitere Rechnungen"), f"{reverse('portal:invoices')}?state=open", len(invoices)),
    ]
    return Tasks(cards, [(label, url) for label, url, number in more if number > EACH])


def _reports(viewer: Viewer) -> list[ServiceReport]:
    if not viewer.may(P.REPORT_SIGN):
        return []
    rows = report_queries.waiting(list_for(viewer, ServiceReport, P.REPORT_SIGN)).select_related("site")
    rows = rows.only("title", "performed_on", "site__name")
    return list(rows.order_by("id")[: EACH + 1])


def _invoices(viewer: Viewer) -> list[Invoice]:
    if not viewer.may(P.INVOICE_READ):
        return []
    rows = invoice_queries.in_state(list_for(viewer, Invoice, P.INVOICE_READ), State.OPEN)
    rows = rows.select_related("site").only(*INVOICE_COLUMNS)
    return list(rows.order_by("due_on", "id")[: EACH + 1])


def _question(ticket: Ticket) -> Task:
    return Task(
        title=_("Rückfrage: %(title)s") % {"title": ticket.title},
        detail=" · ".join(str(part) for part in (ticket.number, ticket.site) if part),
        url=reverse("portal:ticket", args=[ticket.pk]),
        button=_("Antworten"),
        icon="message-circle-question-mark",
        tone="info",
        aside=formats.ago(ticket.changed_at),
    )


def _report(report: ServiceReport, words: Words) -> Task:
    return Task(
        title=_("%(report)s unterschreiben") % {"report": words.report.inline},
        detail=f"{report.site.name} · {report.title}",
        url=reverse("portal:report", args=[report.pk]),
        button=_("Unterschreiben"),
        icon="pen-line",
        tone="warn",
        aside=_("Leistung vom %(date)s") % {"date": formats.day_month(report.performed_on)},
    )


def _invoice(invoice: Invoice, today: dt.date) -> Task:
    is_late = states.state_of(invoice, day=today) == State.OVERDUE
    due = states.deadline((invoice.due_on - today).days) if invoice.due_on else ""
    if is_late:
        due = _("überfällig %(since)s") % {"since": due}
    return Task(
        title=_("Rechnung %(number)s") % {"number": invoice.number},
        detail=" · ".join(part for part in (str(invoice.site or invoice.title), due) if part),
        url=reverse("portal:invoice", args=[invoice.pk]),
        button=_("Zahlungsdaten anzeigen"),
        icon="receipt-euro",
        tone="bad" if is_late else "info",
        amount=formats.money(invoice.open_total),
    )
