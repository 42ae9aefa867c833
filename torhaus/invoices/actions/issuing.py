"""Issuing: everything slow is done before, then one short transaction takes the number and freezes what the invoice says."""

import dataclasses
import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.invoices import compose, queries, requirements, states
from torhaus.invoices.actions.rows import locked, make_findable, tell
from torhaus.invoices.models import Invoice, InvoiceStatus
from torhaus.invoices.snapshot import Snapshot
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.numbering import next_number


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadyInvoice:
    """A draft ready to be issued: all but the number, which stands in the XML as `stand_in`."""

    invoice_id: int
    version: int
    snapshot: Snapshot
    xml: bytes
    stand_in: str

    def with_number(self, number: str) -> bytes:
        """The XML with the number in place of the stand-in, as if it had been written so."""
        return self.xml.replace(self.stand_in.encode(), number.encode())


def prepare(*, invoice: Invoice, issued_on: dt.date | None = None) -> ReadyInvoice:
    """Check what the law asks for and write the XML, outside of any transaction. Refused with a list of what is missing."""
    from torhaus.invoices import einvoice  # here for weight: only whoever issues an invoice needs the library

    draft = queries.complete(Invoice.objects.filter(pk=invoice.pk)).get()
    snapshot = compose.snapshot_of(draft, issued_on=issued_on or states.today())
    missing = requirements.missing(snapshot)
    if missing:
        raise Refused(_("Es fehlt noch etwas, bevor diese Rechnung gestellt werden kann."), points=list(missing))
    stand_in = f"RE-{secrets.token_hex(12)}"
    xml = einvoice.embedded_xml(dataclasses.replace(snapshot, number=stand_in))
    return ReadyInvoice(invoice_id=draft.pk, version=draft.version, snapshot=snapshot, xml=xml, stand_in=stand_in)


@transaction.atomic
def issue(*, prepared: ReadyInvoice, by: Person) -> Invoice:
    """Take the number and freeze the invoice. Twice is harmless; Conflict when the draft changed since `prepare`."""
    invoice = locked(prepared.invoice_id)
    if not invoice.is_draft:
        return invoice
    if invoice.version != prepared.version:
        raise Conflict(_("Der Entwurf wurde gerade geändert. Bitte prüfen Sie ihn noch einmal."))
    issued_on = prepared.snapshot.issued_on
    assert issued_on is not None
    number = next_number(provider_id=invoice.provider_id, kind="invoice", year=issued_on.year)
    snapshot = dataclasses.replace(prepared.snapshot, number=number)
    freeze(invoice, snapshot=snapshot, xml=prepared.with_number(number), by=by)
    invoice.version += 1
    invoice.save()
    announce(invoice, by=by)
    return invoice


def freeze(invoice: Invoice, *, snapshot: Snapshot, xml: bytes, by: Person) -> None:
    """Put the frozen document into the row (not saved)."""
    sums = snapshot.totals
    values: dict[str, Any] = {
        "status": InvoiceStatus.ISSUED, "number": snapshot.number, "kind": snapshot.kind, "snapshot": snapshot.to_json(),
        "xml": xml, "issued_on": snapshot.issued_on, "due_on": snapshot.due_on, "issued_at": timezone.now(),
        "issued_by": by, "net_total": sums.net, "tax_total": sums.tax, "gross_total": sums.gross,
    }  # fmt: skip
    for name, value in values.items():
        setattr(invoice, name, value)


def announce(invoice: Invoice, *, by: Person) -> None:
    """History, search and the order to print, in the transaction that issues."""
    from torhaus.invoices import tasks

    make_findable(invoice)
    data = {"number": invoice.number, "kind": invoice.kind, "gross": str(invoice.gross_total)}
    tell("invoice.issued", invoice, by=by, public=True, data=data)
    tasks.print_invoice.enqueue(invoice.pk)
