"""A wrong invoice is taken back by a Storno; on wish a new draft with the same content stands ready at once."""

import dataclasses

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.flows.issue_invoice import reopen_jobs
from torhaus.invoices import actions
from torhaus.invoices.actions.reports import bill_reports
from torhaus.invoices.compose import billed_reports
from torhaus.invoices.models import Invoice, InvoiceLine

KEPT = (
    "intro", "order_number", "cost_centre", "contract_number", "leitweg_id", "payment_days", "discount_percent", "tax_mode",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Cancelled:
    """The Stornorechnung, and the new draft where one was wished for."""

    storno: Invoice
    draft: Invoice | None = None


def cancel_invoice(
    *, invoice: Invoice, by: Person, accepts_credit: bool = False, draft_anew: bool = False, reason: str = ""
) -> Cancelled:
    """Cancel, and with `draft_anew` copy content and reports into a new draft, all or nothing.

    `actions.Paid` (Refused) when money has arrived and `accepts_credit` is not said.
    """
    prepared = actions.prepare_cancellation(invoice=invoice)
    with transaction.atomic():
        Invoice.objects.select_for_update().get(pk=invoice.pk)  # of several at once the later ones wait here
        was_cancelled = Invoice.objects.filter(cancels=invoice).exists()
        storno = actions.cancel(prepared=prepared, by=by, accepts_credit=accepts_credit, reason=reason)
        if was_cancelled:
            return Cancelled(storno)
        reopen_jobs(invoice)
        return Cancelled(storno, _draft_anew(invoice, by=by) if draft_anew else None)


def _draft_anew(invoice: Invoice, *, by: Person) -> Invoice:
    draft = actions.draft_invoice(
        provider=invoice.provider,
        customer=invoice.customer,
        by=by,
        job=invoice.job,
        site=invoice.site,
        billing_party=invoice.billing_party,
        title=invoice.title,
        service_from=invoice.service_from,
        service_to=invoice.service_to,
    )
    reports = list(billed_reports(invoice))
    bill_reports(invoice=draft, reports=reports)
    values = {name: getattr(invoice, name) for name in KEPT} | {"billing_party": invoice.billing_party}
    lines = [_again(line) for line in invoice.lines.order_by("position")]
    return actions.change_draft(invoice=draft, version=draft.version, by=by, values=values, lines=lines)


def _again(line: InvoiceLine) -> actions.LineData:
    return actions.LineData(
        text=line.text, detail=line.detail, quantity=line.quantity, unit=line.unit, unit_price=line.unit_price,
        discount_percent=line.discount_percent, tax_rate=line.tax_rate, is_labour=line.is_labour,
        report_line_id=line.report_line_id,
    )  # fmt: skip
