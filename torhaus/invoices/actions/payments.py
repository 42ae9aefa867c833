"""Money that arrived: only ever added, a mistake is mended by the opposite row. The paid sum is kept under the row's lock."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.invoices import states
from torhaus.invoices.actions.rows import LARGEST, check_year, locked, tell
from torhaus.invoices.models import Invoice, InvoiceKind, InvoiceStatus, Payment, PaymentMethod
from torhaus.kernel.errors import Refused
from torhaus.kernel.money import cents
from torhaus.ui import formats


class Overpaid(Refused):
    """More than is open; whoever records it must say that this is meant."""


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    amount: Decimal,
    paid_on: dt.date,
    by: Person,
    method: str = PaymentMethod.TRANSFER,
    note: str = "",
    accepts_overpayment: bool = False,
) -> Payment:
    """Record money received, or with a minus money paid back. Overpaid (Refused) unless `accepts_overpayment`."""
    row = locked(invoice.pk)
    _check(row, amount=amount, paid_on=paid_on)
    if amount > row.open_total and amount > 0 and not accepts_overpayment:
        raise Overpaid(_("Offen sind nur noch %(open)s.") % {"open": formats.money(max(row.open_total, Decimal(0)))})
    payment = Payment.objects.create(
        provider_id=row.provider_id,
        invoice=row,
        amount=amount,
        paid_on=paid_on,
        method=method,
        note=note,
        recorded_by=by,
    )
    _add(row, amount)
    data = {"number": row.number, "amount": str(amount), "paid_on": paid_on.isoformat(), "is_paid": row.open_total <= 0}
    tell("payment.recorded", row, by=by, public=True, data=data)
    return payment


@transaction.atomic
def reverse_payment(*, payment: Payment, by: Person, note: str = "") -> Payment:
    """Take a payment back by the opposite row of today. Twice is harmless: the first reversal is returned."""
    row = locked(payment.invoice_id)
    known = Payment.objects.filter(reverses=payment).first()
    if known is not None:
        return known
    if payment.reverses_id is not None:
        raise Refused(_("Diese Zeile nimmt selbst eine Zahlung zurück."))
    reversal = Payment.objects.create(
        provider_id=row.provider_id, invoice=row, amount=-payment.amount, paid_on=states.today(), method=payment.method,
        note=note, recorded_by=by, reverses=payment,
    )  # fmt: skip
    _add(row, -payment.amount)
    data = {"number": row.number, "amount": str(payment.amount), "paid_on": payment.paid_on.isoformat()}
    tell("payment.reversed", row, by=by, public=True, data=data)
    return reversal


def _check(invoice: Invoice, *, amount: Decimal, paid_on: dt.date) -> None:
    if invoice.is_draft or invoice.kind != InvoiceKind.INVOICE:
        raise Refused(_("Zahlungen gehören zu einer gestellten Rechnung."))
    if amount != cents(amount) or not amount or abs(amount) > LARGEST:
        raise Refused(_("Bitte einen Betrag in Euro und Cent angeben."))
    check_year(paid_on)
    if paid_on > states.today():
        raise Refused(_("Das Zahlungsdatum liegt in der Zukunft."))
    if amount < 0 and invoice.paid_total + amount < 0:
        raise Refused(_("Es lässt sich nicht mehr zurückzahlen, als bezahlt wurde."))
    if amount > 0 and invoice.status == InvoiceStatus.CANCELLED:
        raise Refused(_("Diese Rechnung ist storniert. Buchen Sie die Zahlung auf die neue Rechnung."))


def _add(invoice: Invoice, amount: Decimal) -> None:
    """In Python, under the lock: SQLite would add in floating point and never reach the sum."""
    invoice.paid_total = cents(invoice.paid_total + amount)
    invoice.save(update_fields=["paid_total"])
