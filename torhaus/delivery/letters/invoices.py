"""Letters about invoices: the invoice itself with its files, its cancellation, and the receipt of money."""

from decimal import Decimal

from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.activity.models import Activity
from torhaus.customers.models import EInvoiceFormat
from torhaus.delivery.audience import INVOICE, Recipient, Told, customers, everyone, invoice_boxes
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.files import storage
from torhaus.invoices.models import Invoice, InvoiceKind
from torhaus.kernel.mail import Attachment
from torhaus.ui import formats


def ready(told: Told, recipient: Recipient) -> Letter | None:
    """The invoice or its cancellation; a link only for those who can log in."""
    invoice = _invoice(told, recipient)
    if invoice is None:
        return None
    is_cancellation = invoice.kind == InvoiceKind.CANCELLATION
    words = {"number": invoice.number, "provider": told.provider.name if told.provider else ""}
    return Letter(
        title=(_("Stornorechnung %(number)s") if is_cancellation else _("Ihre Rechnung %(number)s")) % words,
        subject=(
            _("Stornorechnung %(number)s von %(provider)s")
            if is_cancellation
            else _("Rechnung %(number)s von %(provider)s")
        )
        % words,
        paragraphs=[_cancelled(invoice) if is_cancellation else _("Anbei erhalten Sie unsere Rechnung.")],
        facts=_facts(invoice),
        quote=_reason(invoice) if is_cancellation else "",
        link=address_of("portal:invoice", pk=invoice.pk) if recipient.viewer else "",
        link_label=_("Rechnung ansehen"),
        small_print=_("Die PDF-Datei enthält die elektronische Rechnung (ZUGFeRD, EN 16931)."),
    )


def paid(told: Told, recipient: Recipient) -> Letter | None:
    """Thanks, once nothing is open any more."""
    invoice = _invoice(told, recipient)
    if invoice is None or not told.data.get("is_paid"):
        return None
    return Letter(
        title=_("Vielen Dank für Ihre Zahlung"),
        subject=_("Bezahlt: Rechnung %(number)s") % {"number": invoice.number},
        paragraphs=[_("Ihre Zahlung ist bei uns eingegangen, die Rechnung ist beglichen.")],
        facts=[
            (_("Rechnung"), str(invoice.number)),
            (_("Betrag"), formats.money(Decimal(str(told.data.get("amount", 0))))),
        ],
        link=address_of("portal:invoice", pk=invoice.pk) if recipient.viewer else "",
        link_label=_("Rechnung ansehen"),
    )


def attachments_of(activity_id: int | None) -> list[Attachment]:
    """The files that go with a mail of this activity: PDF, and the XML where the customer wants the XRechnung."""
    activity = Activity.objects.filter(pk=activity_id, verb="invoice.ready").first()
    invoice = Invoice.objects.select_related("pdf").filter(pk=activity.invoice_id).first() if activity else None
    if invoice is None or invoice.pdf is None:
        return []
    with storage.open_blob(invoice.pdf.sha256) as file:
        files = [Attachment(name=invoice.pdf.name, media_type="application/pdf", data=file.read())]
    if invoice.einvoice_format == EInvoiceFormat.XRECHNUNG and invoice.xml:
        files.append(Attachment(name=f"{invoice.number}.xml", media_type="application/xml", data=bytes(invoice.xml)))
    return files


def _invoice(told: Told, recipient: Recipient) -> Invoice | None:
    if recipient.viewer is None:
        return Invoice.objects.select_related("cancels").filter(pk=told.activity.invoice_id).first()
    invoice: Invoice | None = told.fetch(recipient.viewer, INVOICE, P.INVOICE_READ, "cancels")
    return invoice


def _cancelled(invoice: Invoice) -> str:
    number = invoice.cancels.number if invoice.cancels else ""
    return _("Hiermit stornieren wir die Rechnung %(number)s. Bitte zahlen Sie diese nicht.") % {"number": number}


def _reason(storno: Invoice) -> str:
    """Why the invoice was taken back, in the office's words; empty when none were written."""
    row = Activity.objects.filter(invoice_id=storno.cancels_id, verb="invoice.cancelled").order_by("-id").first()
    return str(row.data.get("reason", "")) if row else ""


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    facts = [
        (_("Betreff"), invoice.title),
        (_("Betrag"), formats.money(invoice.gross_total)),
        (_("Rechnungsdatum"), formats.date(invoice.issued_on)),
    ]
    if invoice.kind == InvoiceKind.INVOICE and invoice.open_total > 0:
        facts.append((_("Zahlbar bis"), formats.date(invoice.due_on)))
    return [(name, value) for name, value in facts if value]


TO_CUSTOMER = customers(INVOICE, P.INVOICE_READ)

TELLINGS = {
    "invoice.ready": [Telling(everyone(TO_CUSTOMER, invoice_boxes), ready)],
    "payment.recorded": [Telling(TO_CUSTOMER, paid)],
}
