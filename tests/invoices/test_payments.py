"""Payments: recorded, warned about, reversed; the paid sum is right to the cent and under parallel use."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import invoices as bill
from torhaus.activity.models import Activity
from torhaus.invoices import actions, states
from torhaus.invoices.models import Invoice, Payment
from torhaus.invoices.states import State
from torhaus.kernel.errors import Refused


def paid(invoice):
    return Invoice.objects.get(pk=invoice.pk).paid_total


def test_parts_add_up_to_paid(cast):
    invoice = bill.make_issued(cast.brandt, lines=(bill.line(unit_price="0.30"),))  # 0.30 + 0.06 tax
    for part in ("0.10", "0.20"):
        bill.make_payment(invoice, part)
    row = Invoice.objects.get(pk=invoice.pk)
    assert (row.paid_total, row.open_total, states.state_of(row)) == (
        Decimal("0.30"),
        Decimal("0.06"),
        State.PARTLY_PAID,
    )
    bill.make_payment(invoice, "0.06")
    assert states.state_of(Invoice.objects.get(pk=invoice.pk)) == State.PAID


def test_payment_is_told_to_the_customer(cast):
    invoice = bill.make_issued(cast.brandt)
    bill.make_payment(invoice, "224.91", by=cast["office1"])
    row = Activity.objects.get(verb="payment.recorded")
    assert (row.is_public, row.invoice_id, row.data["amount"], row.data["is_paid"]) == (
        True,
        invoice.pk,
        "224.91",
        True,
    )


def test_overpayment_is_asked_about_first(cast):
    invoice = bill.make_issued(cast.brandt)
    with pytest.raises(actions.Overpaid, match="224,91"):
        bill.make_payment(invoice, "300.00")
    bill.make_payment(invoice, "300.00", accepts_overpayment=True)
    assert Invoice.objects.get(pk=invoice.pk).open_total == Decimal("-75.09")


def test_reversal_is_the_opposite_row_and_happens_once(cast):
    invoice = bill.make_issued(cast.brandt)
    payment = bill.make_payment(invoice, "100.00")
    reversal = actions.reverse_payment(payment=payment, by=cast["owner1"])
    assert actions.reverse_payment(payment=payment, by=cast["owner1"]) == reversal
    assert list(Payment.objects.order_by("id").values_list("amount", flat=True)) == [Decimal(100), Decimal(-100)]
    assert paid(invoice) == Decimal("0.00")
    with pytest.raises(Refused):
        actions.reverse_payment(payment=reversal, by=cast["owner1"])


@pytest.mark.parametrize("amount", ["0.00", "0.001", "10000000000"])
def test_impossible_amounts_are_refused(cast, amount):
    with pytest.raises(Refused):
        bill.make_payment(bill.make_issued(cast.brandt), amount, accepts_overpayment=True)


def test_more_cannot_be_paid_back_than_was_paid(cast):
    invoice = bill.make_issued(cast.brandt)
    bill.make_payment(invoice, "100.00")
    with pytest.raises(Refused):
        bill.make_payment(invoice, "-100.01")
    bill.make_payment(invoice, "-40.00")
    assert paid(invoice) == Decimal("60.00")


def test_payment_of_tomorrow_is_refused(cast):
    with pytest.raises(Refused):
        bill.make_payment(bill.make_issued(cast.brandt), paid_on=states.today() + dt.timedelta(days=1))


def test_draft_and_cancellation_take_no_payment(cast):
    with pytest.raises(Refused):
        bill.make_payment(bill.make_draft(cast.brandt))
    storno = actions.cancel(
        prepared=actions.prepare_cancellation(invoice=bill.make_issued(cast.brandt)), by=cast["owner1"]
    )
    with pytest.raises(Refused):
        bill.make_payment(storno)
