"""From signed reports to a draft: right debtor, right lines, each report once."""

import datetime as dt
from decimal import Decimal

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.flows.invoice_reports import RELATED, bundles, invoice_reports
from torhaus.invoices import actions, queries
from torhaus.invoices.models import BilledReport, Invoice
from torhaus.kernel.errors import Refused
from torhaus.reports.models import LineKind, ReportStatus, ServiceReport


def all_reports():
    return ServiceReport.objects.all()


def test_signed_report_becomes_a_draft_with_its_lines(cast):
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohrbruch", order_number="4500")
    report = bill.make_signed_report(
        job,
        title="Rohr abgedichtet",
        lines=(
            {},
            {
                "text": "Kupferrohr",
                "quantity": Decimal("14.2"),
                "unit": "MTR",
                "unit_price": Decimal("21.90"),
                "kind": LineKind.MATERIAL,
            },
            {"text": "Ohne Preis", "unit_price": None, "kind": LineKind.SERVICE},
        ),
    )
    draft = invoice_reports(reports=all_reports(), by=cast["office1"])
    lines = list(draft.lines.order_by("position").values_list("text", "unit_price", "is_labour", "detail"))
    assert lines == [
        ("Monteur Sanitär", Decimal("64.00"), True, ""), ("Kupferrohr", Decimal("21.90"), False, ""),
        ("Ohne Preis", Decimal("0.00"), False, ""),
    ]  # fmt: skip
    assert (draft.title, draft.job, draft.site, draft.order_number) == ("Rohr abgedichtet", job, cast.ufer, "4500")
    assert (draft.service_from, draft.service_to, draft.net_total) == (bill.DAY, bill.DAY, Decimal("438.98"))
    assert [line.report_line.report for line in draft.lines.all()] == [report] * 3


def test_several_reports_of_one_debtor_stand_on_one_invoice_in_order(cast):
    jobs = [make.make_job(cast.brandt, site=site) for site in (cast.ufer, cast.lindenhof)]
    late = bill.make_signed_report(jobs[0], performed_on=dt.date(2026, 11, 5))
    early = bill.make_signed_report(jobs[1], performed_on=dt.date(2026, 11, 1))
    draft = invoice_reports(reports=all_reports(), by=cast["office1"])
    assert [line.detail for line in draft.lines.order_by("position")] == [
        f"Beleg {early.number}",
        f"Beleg {late.number}",
    ]
    assert (draft.site, draft.job, draft.service_from, draft.service_to) == (
        None,
        None,
        early.performed_on,
        late.performed_on,
    )


def test_report_is_billed_once(cast):
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    first = invoice_reports(reports=all_reports(), by=cast["office1"])
    with pytest.raises(Refused):
        invoice_reports(reports=all_reports(), by=cast["owner1"])
    with pytest.raises(Refused):
        actions.bill_reports(invoice=bill.make_draft(cast.brandt), reports=list(all_reports()))
    assert BilledReport.objects.get().invoice == first


def test_discarded_draft_frees_its_reports(cast):
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    actions.discard_draft(invoice=invoice_reports(reports=all_reports(), by=cast["office1"]), by=cast["office1"])
    assert queries.unbilled(all_reports()).count() == 1


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.OPEN, ReportStatus.REFUSED])
def test_only_closed_reports_are_billed(cast, status):
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer), status=status)
    assert queries.unbilled(all_reports()).count() == 0
    with pytest.raises(Refused):
        invoice_reports(reports=all_reports(), by=cast["office1"])


def test_unsigned_with_a_reason_is_billed_too(cast):
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer), status=ReportStatus.UNSIGNED)
    assert invoice_reports(reports=all_reports(), by=cast["office1"]).net_total == Decimal("128.00")


def test_reports_of_two_debtors_never_share_an_invoice(cast):
    cast.ufer.billing_party = make.make_billing_party(cast.brandt)
    cast.ufer.save()
    for site in (cast.ufer, cast.lindenhof):
        bill.make_signed_report(make.make_job(cast.brandt, site=site))
    with pytest.raises(Refused, match="gehören nicht"):
        invoice_reports(reports=all_reports(), by=cast["office1"])
    assert Invoice.objects.count() == 0


def test_bundles_by_who_pays(cast):
    party = make.make_billing_party(cast.brandt)
    cast.ufer.billing_party = party
    cast.ufer.save()
    for site in (cast.ufer, cast.ufer, cast.lindenhof):
        bill.make_signed_report(make.make_job(cast.brandt, site=site))
    bill.make_signed_report(cast.stadtbau_job)
    found = bundles(queries.unbilled(all_reports()).select_related(*RELATED).order_by("id"))
    assert [(bundle.recipient, len(bundle.reports)) for bundle in found] == [
        (party, 2),
        (cast.brandt, 1),
        (cast.stadtbau, 1),
    ]


def test_site_with_hidden_invoices_is_billed_by_itself(cast):
    cast.ufer.show_invoices = "hide"
    cast.ufer.save()
    for site in (cast.ufer, cast.lindenhof):
        bill.make_signed_report(make.make_job(cast.brandt, site=site))
    found = bundles(all_reports().select_related(*RELATED).order_by("id"))
    assert [bundle.sites for bundle in found] == [[cast.ufer], [cast.lindenhof]]


def test_nothing_picked_is_refused(cast):
    with pytest.raises(Refused):
        invoice_reports(reports=ServiceReport.objects.none(), by=cast["office1"])


def test_job_that_is_off_in_the_portal_is_billed_by_itself(cast, login):
    """Else its work would stand, without its job, on an invoice that the customer's people see."""
    shown = make.make_job(cast.brandt, site=cast.ufer, title="Gezeigt")
    hidden = make.make_job(cast.brandt, site=cast.ufer, title="Vertraulich", portal="off")
    for job in (shown, hidden):
        bill.make_signed_report(job)
    found = bundles(all_reports().select_related(*RELATED).order_by("id"))
    assert [[report.job for report in bundle.reports] for bundle in found] == [[shown], [hidden]]
    with pytest.raises(Refused, match="gehören nicht"):
        invoice_reports(reports=all_reports(), by=cast["office1"])
    seen = {}
    for job in (shown, hidden):
        draft = invoice_reports(reports=all_reports().filter(job=job), by=cast["office1"])
        actions.issue(prepared=actions.prepare(invoice=draft, issued_on=bill.DAY), by=cast["office1"])
        seen[job.title] = login(cast["brandt.all"]).get(f"/portal/invoices/{draft.pk}/").status_code
    assert seen == {"Gezeigt": 200, "Vertraulich": 404}
