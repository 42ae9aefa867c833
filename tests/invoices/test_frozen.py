"""The database itself refuses to change what was issued, also past all actions (GoBD)."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import invoices as bill
from torhaus.invoices import frozen
from torhaus.invoices.actions import printing
from torhaus.invoices.models import Invoice, InvoiceLine, Payment

FIXED = {
    "number": "RE-2026-9999", "title": "Anders", "net_total": 1, "gross_total": 1, "tax_total": 0, "kind": "381",
    "snapshot": '{"version": 1}', "issued_on": "2020-01-01", "due_on": "2020-01-01", "customer_id": 987654, "order_number": "X",
    "tax_mode": "small_business", "payment_days": 99, "discount_percent": 50, "leitweg_id": "X", "intro": "X",
    "issued_at": "2020-01-01 00:00:00", "service_from": "2020-01-01", "provider_id": 987654, "created_at": "2020-01-01 00:00:00",
}  # fmt: skip


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.fixture
def invoice(cast):
    return bill.make_issued(cast.brandt, by=cast["owner1"])


@pytest.mark.parametrize("column", sorted(FIXED))
def test_no_column_of_an_issued_invoice_changes(invoice, column):
    with pytest.raises(IntegrityError, match="issued invoices cannot be changed"):
        run(f"UPDATE invoices_invoice SET {column} = %s WHERE id = %s", FIXED[column], invoice.pk)


def test_xml_of_an_issued_invoice_stays(invoice):
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoice SET xml = %s WHERE id = %s", b"<other/>", invoice.pk)
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoice SET xml = NULL WHERE id = %s", invoice.pk)


def test_every_column_is_either_fixed_or_named_as_free():
    columns = {field.column for field in Invoice._meta.concrete_fields}
    assert columns >= frozen.FREE
    if connection.vendor == "sqlite":
        sql = str(frozen._sqlite(sorted(columns)))
        assert [name for name in columns - frozen.FREE if f"NEW.{name}" not in sql] == []


def test_status_moves_from_issued_to_cancelled_only(invoice):
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoice SET status = 'draft' WHERE id = %s", invoice.pk)
    assert run("UPDATE invoices_invoice SET status = 'cancelled' WHERE id = %s", invoice.pk) == 1
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoice SET status = 'issued' WHERE id = %s", invoice.pk)


def test_paid_sum_may_change_and_the_pdf_may_arrive_once(invoice):
    assert run("UPDATE invoices_invoice SET paid_total = 5 WHERE id = %s", invoice.pk) == 1
    printing.store_pdf(invoice_id=invoice.pk)
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoice SET pdf_id = NULL WHERE id = %s", invoice.pk)


def test_issued_invoice_is_never_deleted(invoice):
    with pytest.raises(IntegrityError):
        run("DELETE FROM invoices_invoice WHERE id = %s", invoice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).delete()
    assert Invoice.objects.filter(pk=invoice.pk).exists()


def test_lines_of_an_issued_invoice_stand_still(invoice, cast):
    line = invoice.lines.get()
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoiceline SET quantity = 7 WHERE id = %s", line.pk)
    with pytest.raises(IntegrityError):
        run("DELETE FROM invoices_invoiceline WHERE id = %s", line.pk)
    draft = bill.make_draft(cast.brandt)
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_invoiceline SET invoice_id = %s, position = 9 WHERE invoice_id = %s", invoice.pk, draft.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceLine.objects.create(
            provider=cast.lindner, invoice=invoice, position=2, text="Nachgeschoben", quantity=1, unit_price=1
        )


def test_payments_are_only_added(invoice):
    payment = bill.make_payment(invoice)
    with pytest.raises(IntegrityError):
        run("UPDATE invoices_payment SET amount = 1 WHERE id = %s", payment.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.all().delete()


def test_drafts_change_and_vanish_freely(cast):
    draft = bill.make_draft(cast.brandt)
    assert run("UPDATE invoices_invoice SET title = 'Neu' WHERE id = %s", draft.pk) == 1
    draft.delete()
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (0, 0)
