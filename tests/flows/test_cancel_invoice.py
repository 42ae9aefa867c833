"""The Storno: opposite document in the same range, reports free again, payments documented, on wish a new draft."""

from decimal import Decimal

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.activity.models import Activity
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.flows.invoice_reports import invoice_reports
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions, einvoice, queries, states
from torhaus.invoices.models import BilledReport, Invoice, InvoiceLine, Payment
from torhaus.invoices.snapshot import Snapshot
from torhaus.invoices.states import State
from torhaus.kernel.errors import Refused
from torhaus.reports.models import ServiceReport


@pytest.fixture
def billed(cast):
    """An issued invoice of one signed report."""
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    draft = invoice_reports(reports=ServiceReport.objects.all(), by=cast["office1"])
    return issue_invoice(invoice=draft, by=cast["office1"])


def test_storno_is_the_opposite_document_in_the_same_range(cast, billed):
    storno = cancel_invoice(invoice=billed, by=cast["owner1"]).storno
    storno.refresh_from_db()
    original = Invoice.objects.get(pk=billed.pk)
    assert (storno.kind, storno.number, storno.cancels) == ("384", f"RE-{states.today().year}-0002", original)
    assert (original.gross_total, storno.gross_total) == (Decimal("152.32"), Decimal("-152.32"))
    assert [line.quantity for line in storno.lines.all()] == [Decimal(-2)]
    assert (states.state_of(original), states.state_of(storno)) == (State.CANCELLED, State.CANCELLATION)
    frozen = Snapshot.from_json(storno.snapshot)
    assert (frozen.number, frozen.preceding.number, frozen.totals.gross) == (
        storno.number,
        original.number,
        Decimal("-152.32"),
    )
    assert frozen.portal_url.endswith(f"/portal/invoices/{storno.pk}/")
    assert bytes(storno.xml) == einvoice.embedded_xml(frozen)


def test_history_names_both_documents(cast, billed):
    storno = cancel_invoice(invoice=billed, by=cast["owner1"]).storno
    row = Activity.objects.get(verb="invoice.cancelled")
    assert (row.invoice_id, row.is_public, row.data["cancellation"]) == (billed.pk, True, storno.number)
    assert Activity.objects.filter(verb="invoice.issued", invoice_id=storno.pk).count() == 1


def test_reports_can_be_billed_again(cast, billed):
    assert queries.unbilled(ServiceReport.objects.all()).count() == 0
    cancel_invoice(invoice=billed, by=cast["owner1"])
    assert queries.unbilled(ServiceReport.objects.all()).count() == 1
    again = invoice_reports(reports=ServiceReport.objects.all(), by=cast["owner1"])
    assert list(BilledReport.objects.order_by("id").values_list("invoice", "is_current")) == [
        (billed.pk, False),
        (again.pk, True),
    ]


def test_second_cancellation_returns_the_first(cast, billed):
    first = cancel_invoice(invoice=billed, by=cast["owner1"])
    again = cancel_invoice(invoice=Invoice.objects.get(pk=billed.pk), by=cast["office1"], draft_anew=True)
    assert (again.storno, again.draft, Invoice.objects.count()) == (first.storno, None, 2)


def test_paid_invoice_is_cancelled_only_with_open_eyes(cast, billed):
    bill.make_payment(billed, "152.32")
    with pytest.raises(actions.Paid):
        cancel_invoice(invoice=Invoice.objects.get(pk=billed.pk), by=cast["owner1"])
    assert states.state_of(Invoice.objects.get(pk=billed.pk)) == State.PAID
    cancel_invoice(invoice=Invoice.objects.get(pk=billed.pk), by=cast["owner1"], accepts_credit=True)
    original = Invoice.objects.get(pk=billed.pk)
    assert (original.paid_total, Payment.objects.count()) == (Decimal("152.32"), 1)
    with pytest.raises(Refused):
        bill.make_payment(original, "1.00")
    bill.make_payment(original, "-152.32")
    assert Invoice.objects.get(pk=billed.pk).paid_total == Decimal("0.00")


def test_cancel_and_issue_anew_copies_content_and_reports(cast, billed):
    draft = cancel_invoice(invoice=billed, by=cast["owner1"], draft_anew=True).draft
    copied = list(
        InvoiceLine.objects.filter(invoice=draft).values_list("text", "quantity", "unit_price", "report_line")
    )
    original = list(
        InvoiceLine.objects.filter(invoice=billed).values_list("text", "quantity", "unit_price", "report_line")
    )
    assert copied == original
    assert (draft.gross_total, draft.site, draft.job) == (billed.gross_total, cast.ufer, billed.job)
    assert BilledReport.objects.get(is_current=True).invoice == draft
    assert issue_invoice(invoice=draft, by=cast["owner1"]).number.endswith("-0003")


def test_cancellation_of_everything_with_discounts_sums_to_zero(cast):
    lines = (
        bill.line(discount_percent=Decimal("3.5")),
        bill.line(tax_rate=Decimal(7), unit_price="33.33", quantity="1.333"),
    )
    draft = bill.make_draft(cast.brandt, lines=lines)
    draft = actions.change_draft(
        invoice=draft, version=1, by=cast["owner1"], values={"discount_percent": Decimal("2.5")}
    )
    invoice = issue_invoice(invoice=draft, by=cast["owner1"])
    storno = cancel_invoice(invoice=invoice, by=cast["owner1"]).storno
    assert (invoice.net_total + storno.net_total, invoice.gross_total + storno.gross_total) == (0, 0)


def test_drafts_and_cancellations_cannot_be_cancelled(cast, billed):
    storno = cancel_invoice(invoice=billed, by=cast["owner1"]).storno
    for wrong in (storno, bill.make_draft(cast.brandt)):
        with pytest.raises(Refused):
            cancel_invoice(invoice=wrong, by=cast["owner1"])


def test_job_is_billed_with_the_invoice_and_done_again_after_the_storno(cast):
    job = make.make_job(cast.brandt, site=cast.ufer, status="done")
    bill.make_signed_report(job)
    draft = invoice_reports(reports=ServiceReport.objects.all(), by=cast["office1"])
    invoice = issue_invoice(invoice=draft, by=cast["office1"])
    job.refresh_from_db()
    assert job.status == "billed"
    cancel_invoice(invoice=invoice, by=cast["owner1"])
    job.refresh_from_db()
    assert job.status == "done"
