"""All writes to invoices, their lines and payments. An issued invoice is only ever paid, cancelled or given its PDF."""

from torhaus.invoices.actions.cancelling import Paid, cancel, prepare_cancellation
from torhaus.invoices.actions.drafts import LineData, change_draft, discard_draft, draft_invoice
from torhaus.invoices.actions.issuing import ReadyInvoice, issue, prepare
from torhaus.invoices.actions.payments import Overpaid, record_payment, reverse_payment
from torhaus.invoices.actions.printing import store_pdf
from torhaus.invoices.actions.reports import bill_reports

__all__ = [
    "LineData",
    "Overpaid",
    "Paid",
    "ReadyInvoice",
    "bill_reports",
    "cancel",
    "change_draft",
    "discard_draft",
    "draft_invoice",
    "issue",
    "prepare",
    "prepare_cancellation",
    "record_payment",
    "reverse_payment",
    "store_pdf",
]
