"""The PDF of an issued invoice: made from the frozen snapshot, on disk before the row knows of it, told once."""

from django.db import transaction

from torhaus.files import storage
from torhaus.files.models import StoredFile
from torhaus.invoices import compose
from torhaus.invoices.actions.rows import tell
from torhaus.invoices.models import Invoice
from torhaus.invoices.snapshot import Snapshot
from torhaus.kernel.errors import Refused


def store_pdf(*, invoice_id: int) -> Invoice:
    """Print, store, then put it into the row; whoever finds a PDF there already leaves it. Safe to run again any time."""
    invoice = Invoice.objects.select_related("provider").get(pk=invoice_id)
    if invoice.is_draft:
        raise Refused("A draft has no PDF.")
    if invoice.pdf_id is not None:
        return invoice
    sha256, size = storage.write([printed(invoice)])  # synced to the disk before any row names it
    return _attach(invoice_id, sha256=sha256, size=size)


def printed(invoice: Invoice) -> bytes:
    """The bytes of the paper; equal for an equal invoice."""
    from torhaus.invoices import pdf  # here for weight: only the process that prints needs it

    snapshot = compose.said(invoice)
    return pdf.invoice_pdf(snapshot, xml=bytes(invoice.xml or b""), logo=logo_of(snapshot))


def logo_of(snapshot: Snapshot) -> bytes | None:
    """The logo's bytes by the hash that the snapshot names; an invoice is printed without it rather than not at all."""
    if not snapshot.branding.logo:
        return None
    try:
        with storage.open_blob(snapshot.branding.logo) as blob:
            return blob.read()
    except FileNotFoundError:
        return None


@transaction.atomic
def _attach(invoice_id: int, *, sha256: str, size: int) -> Invoice:
    """The file's row and its place in the invoice come together or not at all."""
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    if invoice.pdf_id is not None:
        return invoice  # another worker was faster; the bytes are the same
    invoice.pdf = StoredFile.objects.create(
        provider_id=invoice.provider_id,
        sha256=sha256,
        size=size,
        media_type="application/pdf",
        name=f"{invoice.number}.pdf",
    )
    invoice.save(update_fields=["pdf"])
    tell("invoice.ready", invoice, by=None, data={"number": invoice.number, "kind": invoice.kind})
    return invoice
