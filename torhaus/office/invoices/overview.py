"""What the office's pages for invoices show: list, figures, the issued document with its payments and history."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from torhaus.access.fetch import children_for, history_for, list_for
from torhaus.access.history import describe
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Customer
from torhaus.invoices import compose, paperwork, queries, states
from torhaus.invoices.models import Invoice, InvoiceStatus, Payment
from torhaus.invoices.states import State
from torhaus.office.invoices.forms import PaymentForm
from torhaus.reports.models import ServiceReport
from torhaus.ui.lists import Page, Tab, with_query
from torhaus.ui.render import render_page

TABS = (
    ("", _("Alle")),
    (State.DRAFT, _("Entwürfe")),
    (State.OPEN, _("Offen")),
    (State.OVERDUE, _("Überfällig")),
    (State.PAID, _("Bezahlt")),
    (State.CANCELLED, _("Storniert")),
)
MOST_COUNTED = 100


def list_context(request: ViewerRequest, page: Page[Invoice], customer: Customer | None) -> dict[str, Any]:
    """The list with its tabs, the customer it is cut to, and the words searched for."""
    asked, day = request.GET, states.today()
    state, words = asked.get("state", ""), asked.get("q", "").strip()
    keep = {"state": state, "customer": asked.get("customer", "") if customer else ""}
    return {
        "rows": page,
        "entries": [(row, states.shown(row, day=day)) for row in page.items],
        "tabs": [Tab(with_query(request, state=name), str(label), state == name) for name, label in TABS],
        "customer": customer,
        "words": words,
        "keep": {name: value for name, value in keep.items() if value},
        "is_filtered": bool(words or state or customer),
        "may_write": request.viewer.may(P.INVOICE_WRITE),
    }


def figures(viewer: Viewer) -> dict[str, Any]:
    """What is owed, what is late, what is begun, what could be billed; the counts stop at a hundred."""
    rows = list_for(viewer, Invoice, P.INVOICE_READ)
    waiting = queries.unbilled(list_for(viewer, ServiceReport, P.REPORT_READ))
    return {
        "owed": queries.figures(rows),
        "drafts": _bounded(queries.drafts(rows)),
        "unbilled": _bounded(waiting.order_by("-id")),
    }


def _bounded(rows: Any) -> str:
    found = rows[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found)


def preview_context(viewer: Viewer, invoice: Invoice) -> dict[str, Any]:
    """The draft as it would look if it were issued today."""
    snapshot = compose.snapshot_of(invoice, issued_on=states.today())
    return {"invoice": invoice, "document": paperwork.document(snapshot), "may_write": viewer.may(P.INVOICE_WRITE)}


def issued_page(
    request: ViewerRequest, invoice: Invoice, *, form: PaymentForm | None = None, asks_overpayment: bool = False
) -> HttpResponse:
    """The page of an issued invoice; with a `form` that went wrong 422 and everything still filled in."""
    context = issued_context(request.viewer, invoice)
    context |= {"payment_form": form or PaymentForm.proposed(invoice), "asks_overpayment": asks_overpayment}
    return render_page(request, "office/invoices/detail.html", context, status=422 if form else 200)


def issued_context(viewer: Viewer, invoice: Invoice) -> dict[str, Any]:
    snapshot = compose.said(invoice)
    payments = list(queries.in_order(children_for(viewer, Payment, invoice)))
    history = history_for(viewer, invoice_id=invoice.pk).order_by("-id")
    is_billable = invoice.status == InvoiceStatus.ISSUED and not invoice.is_cancellation
    has_credit = invoice.status == InvoiceStatus.CANCELLED and invoice.paid_total > 0
    return {
        "invoice": invoice,
        "state": states.shown_with_deadline(invoice),
        "snapshot": snapshot,
        "document": paperwork.document(snapshot),
        "bank": paperwork.bank_facts(snapshot),
        "payments": payments,
        "reversed_ids": {payment.reverses_id for payment in payments if payment.reverses_id},
        "reports": list(queries.of_invoice(list_for(viewer, ServiceReport, P.REPORT_READ), invoice)),
        "storno": queries.cancellation_of(list_for(viewer, Invoice, P.INVOICE_READ), invoice),
        "entries": describe(history[:50], viewer, root=invoice),
        "customer_url": reverse("office:customer", args=[invoice.customer_id]),
        "takes_payments": viewer.may(P.PAYMENT_RECORD) and (is_billable or has_credit),
        "has_credit": has_credit,
        "may_cancel": viewer.may(P.INVOICE_ISSUE) and is_billable,
        "may_invite": viewer.may(P.PORTAL_INVITE),
        "may_record": viewer.may(P.PAYMENT_RECORD),
    }
