"""Questions about invoices: functions that take rows and return rows, so that access composes with them."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from torhaus.invoices import states
from torhaus.invoices.models import Invoice, InvoiceStatus, Payment
from torhaus.kernel.money import ZERO, cents
from torhaus.kernel.rows import joined
from torhaus.reports.models import ReportStatus, ServiceReport

COMPLETE = (
    "provider", "provider__contact_person", "customer", "billing_party", "site", "job", "job__room", "pdf", "cancels",
)  # fmt: skip
"""The to-one relations that a page or a snapshot of one invoice needs."""


def complete(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """With everything that hangs on an invoice by one key, every column of it: what a snapshot is taken from."""
    return rows.select_related(*COMPLETE)


def for_list(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """As a list shows them: with names, without the frozen bulk."""
    return rows.select_related("customer", "billing_party", "site").only(
        "number", "kind", "status", "title", "issued_on", "due_on", "gross_total", "paid_total", "created_at",
        "customer__name", "billing_party__name", "site__name",
    )  # fmt: skip


def in_state(rows: QuerySet[Invoice], state: str) -> QuerySet[Invoice]:
    """The rows of a list's tab; unknown words show all."""
    if state not in states.State.values:
        return rows
    return rows.filter(states.condition(state))


def figures(rows: QuerySet[Invoice]) -> dict[str, Any]:
    """Sums over what is owed: open and overdue amounts and how many invoices each."""
    overdue = states.condition(states.State.OVERDUE)
    found = rows.filter(states.condition(states.State.OPEN)).aggregate(
        open_count=Count("id"),
        open_gross=Sum("gross_total"),
        open_paid=Sum("paid_total"),
        overdue_count=Count("id", filter=overdue),
        overdue_gross=Sum("gross_total", filter=overdue),
        overdue_paid=Sum("paid_total", filter=overdue),
    )
    return {
        "open_count": found["open_count"],
        "open_total": _difference(found["open_gross"], found["open_paid"]),
        "overdue_count": found["overdue_count"],
        "overdue_total": _difference(found["overdue_gross"], found["overdue_paid"]),
    }


def _difference(gross: Decimal | None, paid: Decimal | None) -> Decimal:
    return cents((gross or ZERO) - (paid or ZERO))


def drafts(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    return rows.filter(status=InvoiceStatus.DRAFT)


def unbilled(reports: QuerySet[ServiceReport]) -> QuerySet[ServiceReport]:
    """Reports that may be billed and stand on no current invoice or draft."""
    return reports.filter(is_billed=False, status__in=[ReportStatus.SIGNED, ReportStatus.UNSIGNED])


def of_invoice(reports: QuerySet[ServiceReport], invoice: Invoice) -> QuerySet[ServiceReport]:
    """The service reports that stand on this invoice."""
    return reports.filter(billings__invoice=invoice).order_by("performed_on", "id")


def cancellation_of(rows: QuerySet[Invoice], invoice: Invoice) -> Invoice | None:
    """The Storno that took this invoice back; asks only where there is one."""
    if invoice.status != InvoiceStatus.CANCELLED:
        return None
    return rows.filter(cancels=invoice).first()


def without_pdf(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Issued invoices whose PDF is still missing."""
    return rows.filter(~Q(status=InvoiceStatus.DRAFT), pdf=None)


def in_order(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments as they were recorded."""
    return joined(payments, "recorded_by").order_by("id")
