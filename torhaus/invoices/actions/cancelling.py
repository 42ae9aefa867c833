"""The Storno: a document of its own in the same range that takes the first one back; nothing is ever rubbed out."""

import dataclasses
import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.invoices import compose, states
from torhaus.invoices.actions.issuing import ReadyInvoice, announce, freeze
from torhaus.invoices.actions.rows import locked, make_findable, release_reports, tell
from torhaus.invoices.models import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus
from torhaus.invoices.snapshot import cancellation_of
from torhaus.kernel.errors import Refused
from torhaus.providers.numbering import next_number

COPIED = (
    "provider_id", "customer_id", "billing_party_id", "site_id", "job_id", "title", "tax_mode", "einvoice_format",
    "leitweg_id", "order_number", "cost_centre", "contract_number", "service_from", "service_to", "payment_days",
    "discount_percent",
)  # fmt: skip


class Paid(Refused):
    """Money has arrived for this invoice; whoever cancels it must know that it becomes a credit."""


def prepare_cancellation(*, invoice: Invoice, issued_on: dt.date | None = None) -> ReadyInvoice:
    """The Storno but for its number, written outside of any transaction. Refused when there is nothing to cancel."""
    from torhaus.invoices import einvoice  # here for weight: only whoever issues an invoice needs the library

    _check_kind(invoice)
    stand_in = f"RE-{secrets.token_hex(12)}"
    before = compose.said(invoice)
    snapshot = cancellation_of(
        before, number=stand_in, issued_on=issued_on or states.today(), portal_url=before.portal_url
    )
    xml = einvoice.embedded_xml(snapshot)
    return ReadyInvoice(invoice_id=invoice.pk, version=invoice.version, snapshot=snapshot, xml=xml, stand_in=stand_in)


@transaction.atomic
def cancel(*, prepared: ReadyInvoice, by: Person, accepts_credit: bool = False, reason: str = "") -> Invoice:
    """Issue the Stornorechnung (type 384) and return it; a second call returns the one that is there.

    The reports on the invoice are free to be billed again, its payments stay. Paid (Refused) unless `accepts_credit`.
    """
    original = locked(prepared.invoice_id)
    known = Invoice.objects.filter(cancels=original).first()
    if known is not None:
        return known
    _check_kind(original)
    if original.paid_total > 0 and not accepts_credit:
        raise Paid(_("Für diese Rechnung ist schon Geld eingegangen. Mit dem Storno wird es zum Guthaben des Kunden."))
    storno = Invoice(
        kind=InvoiceKind.CANCELLATION, cancels=original, **{name: getattr(original, name) for name in COPIED}
    )
    storno.save()  # its id is part of its address
    _copy_lines(original, storno)
    _freeze_cancellation(storno, prepared=prepared, by=by)
    _close(original, storno, by=by, reason=reason)
    announce(storno, by=by)
    return storno


def _check_kind(invoice: Invoice) -> None:
    if invoice.is_draft or invoice.kind != InvoiceKind.INVOICE:
        raise Refused(_("Nur eine gestellte Rechnung lässt sich stornieren."))


def _copy_lines(original: Invoice, storno: Invoice) -> None:
    """The same lines with opposite quantities, while the row is still a draft."""
    lines = list(original.lines.order_by("position"))
    for line in lines:
        line.pk, line.invoice, line.quantity, line.report_line_id = None, storno, -line.quantity, None
    InvoiceLine.objects.bulk_create(lines)


def _freeze_cancellation(storno: Invoice, *, prepared: ReadyInvoice, by: Person) -> None:
    day = prepared.snapshot.issued_on
    assert day is not None
    number = next_number(provider_id=storno.provider_id, kind="invoice", year=day.year)
    address = prepared.snapshot.portal_url.replace(f"/{prepared.invoice_id}/", f"/{storno.pk}/")
    snapshot = dataclasses.replace(prepared.snapshot, number=number, portal_url=address)
    freeze(storno, snapshot=snapshot, xml=prepared.with_number(number), by=by)
    storno.save()


def _close(original: Invoice, storno: Invoice, *, by: Person, reason: str) -> None:
    original.status = InvoiceStatus.CANCELLED
    original.version += 1
    original.save(update_fields=["status", "version"])
    release_reports(original)
    data = {"number": original.number, "cancellation": storno.number, "cancellation_id": storno.pk}
    data |= {"reason": reason.strip()} if reason.strip() else {}
    tell("invoice.cancelled", original, by=by, public=True, data=data)
    make_findable(original)
