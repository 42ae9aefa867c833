"""Two people at the same moment: numbers without gap or double, one Storno, one billing, one sum of payments."""

from decimal import Decimal

import pytest
from django.db import transaction

from tests import factories as make
from tests.cast import make_cast
from tests.factories import invoices as bill
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.flows.invoice_reports import invoice_reports
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions, states
from torhaus.invoices.models import BilledReport, Invoice
from torhaus.kernel.errors import Refused
from torhaus.providers.models import NumberRange
from torhaus.reports.models import ServiceReport

pytestmark = pytest.mark.slow
THREADS = 6


@pytest.fixture
def company(transactional_db):
    return make_cast()


def numbers():
    return sorted(Invoice.objects.exclude(number=None).values_list("number", flat=True))


def expected(count):
    return [f"RE-{states.today().year}-{n:04d}" for n in range(1, count + 1)]


def test_parallel_issue_numbers_without_gap_or_double(company, race):
    drafts = [bill.make_draft(company.brandt) for _n in range(THREADS)]
    owner = company["owner1"]
    results = race(*[lambda draft=draft: issue_invoice(invoice=draft, by=owner).number for draft in drafts])
    assert sorted(results) == expected(THREADS)
    assert race.read(numbers) == expected(THREADS)


def test_without_the_lock_the_race_would_show(company, race):
    """The control: reading and writing the counter apart gives the same number twice."""
    NumberRange.objects.create(provider=company.lindner, kind="invoice", year=2026)

    def careless():
        last = NumberRange.objects.values_list("last", flat=True).get()
        import time

        time.sleep(0.2)
        NumberRange.objects.update(last=last + 1)
        return last + 1

    assert len(set(race(*[careless] * THREADS))) < THREADS


def test_rollbacks_in_between_leave_no_gap(company, race):
    drafts = [bill.make_draft(company.brandt) for _n in range(THREADS)]
    prepared = [actions.prepare(invoice=draft) for draft in drafts]

    def issue(number):
        with transaction.atomic():
            actions.issue(prepared=prepared[number], by=company["owner1"])
            transaction.set_rollback(number % 2 == 1)

    race(*[lambda number=number: issue(number) for number in range(THREADS)])
    assert race.read(numbers) == expected(THREADS // 2)


def test_same_draft_issued_twice_gets_one_number(company, race):
    draft = bill.make_draft(company.brandt)
    owner = company["owner1"]
    results = race(*[lambda: issue_invoice(invoice=draft, by=owner).number] * 3)
    assert (results, race.read(numbers)) == (expected(1) * 3, expected(1))


def test_same_reports_billed_at_once_stand_on_one_draft(company, race):
    bill.make_signed_report(make.make_job(company.brandt, site=company.ufer))
    owner = company["owner1"]
    results = race(*[lambda: invoice_reports(reports=ServiceReport.objects.all(), by=owner)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["Invoice", "Refused", "Refused"]
    assert race.read(BilledReport.objects.count) == 1
    assert issubclass(Refused, Exception)


def test_parallel_payments_all_count(company, race):
    invoice = bill.make_issued(company.brandt)
    race(*[lambda: bill.make_payment(invoice, "10.10", by=company["owner1"])] * THREADS)
    assert race.read(lambda: Invoice.objects.get(pk=invoice.pk).paid_total) == Decimal("60.60")


def test_parallel_storno_makes_one_document(company, race):
    invoice = bill.make_issued(company.brandt)
    owner = company["owner1"]
    results = race(*[lambda: cancel_invoice(invoice=invoice, by=owner, draft_anew=True).storno.number] * 3)
    assert (set(results), race.read(Invoice.objects.count)) == ({expected(2)[1]}, 3)


def test_two_workers_store_one_pdf(company, race):
    invoice = bill.make_issued(company.brandt)
    results = race(*[lambda: actions.store_pdf(invoice_id=invoice.pk).pdf_id] * 3)
    assert len(set(results)) == 1
