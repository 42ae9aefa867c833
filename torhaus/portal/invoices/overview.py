"""What the portal's pages for invoices show; what is said of an invoice comes from its frozen snapshot."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from torhaus.access.fetch import children_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.invoices import compose, paperwork, queries, states
from torhaus.invoices.models import Invoice, Payment
from torhaus.invoices.states import State
from torhaus.reports.models import ServiceReport
from torhaus.ui import formats
from torhaus.ui.lists import Page, Tab, with_query

OWED = {State.OPEN, State.PARTLY_PAID, State.OVERDUE}
TABS = (
    ("", _("Alle")),
    (State.OPEN, _("Offen")),
    (State.OVERDUE, _("Überfällig")),
    (State.PAID, _("Bezahlt")),
)


def list_context(request: ViewerRequest, page: Page[Invoice]) -> dict[str, Any]:
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    day = states.today()
    return {
        "rows": page,
        "entries": [(row, states.shown(row, day=day)) for row in page.items],
        "tabs": [Tab(with_query(request, state=name), str(label), state == name) for name, label in TABS],
        "words": words,
        "keep": {"state": state} if state else {},
        "is_filtered": bool(words or state),
    }


def detail_context(viewer: Viewer, invoice: Invoice) -> dict[str, Any]:
    """One invoice: what is to be paid and how, the document, its files, what happened."""
    snapshot = compose.said(invoice)
    state = states.shown_with_deadline(invoice)
    reports = _reports(viewer, invoice)
    return {
        "invoice": invoice,
        "state": state,
        "is_owed": state.state in OWED,
        "snapshot": snapshot,
        "document": paperwork.document(snapshot),
        "girocode": paperwork.girocode_of(snapshot, amount=invoice.open_total) if state.state in OWED else None,
        "bank": paperwork.bank_facts(snapshot),
        "payments": list(queries.in_order(children_for(viewer, Payment, invoice))),
        "reports": reports,
        "storno": queries.cancellation_of(list_for(viewer, Invoice, P.INVOICE_READ), invoice),
        "entries": _entries(viewer, invoice, state, reports),
        "may_ask": viewer.may(P.TICKET_CREATE),
    }


def _reports(viewer: Viewer, invoice: Invoice) -> list[ServiceReport]:
    if not viewer.may(P.REPORT_READ):
        return []
    return list(queries.of_invoice(list_for(viewer, ServiceReport, P.REPORT_READ), invoice))


def _entries(
    viewer: Viewer, invoice: Invoice, state: states.Shown, reports: list[ServiceReport]
) -> list[dict[str, str]]:
    """From the signed report to the due date, which is still to come; oldest first."""
    own = list(history_for(viewer, invoice_id=invoice.pk).order_by("id"))
    if reports:
        ids = [report.pk for report in reports]
        signed = history_for(viewer, provider_id=invoice.provider_id).filter(report_id__in=ids, verb="report.signed")
        own = list(signed.order_by("id")) + own
    told = describe(own, viewer, root=invoice)
    entries = [{"title": row.title, "detail": row.detail, "state": row.state} for row in told]
    if state.state in OWED and invoice.due_on:
        due = gettext("Fällig am %(date)s") % {"date": formats.day_month(invoice.due_on)}
        late = "bad" if state.state == State.OVERDUE else "cur"
        entries.append({"title": due, "detail": str(state.label), "state": late})
    return entries
