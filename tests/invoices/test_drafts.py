"""Drafts: what they propose, how they change, that nothing foreign meets on them."""

import datetime as dt
from decimal import Decimal

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.activity.models import Activity
from torhaus.customers.models import EInvoiceFormat
from torhaus.invoices import actions
from torhaus.invoices.models import Invoice, InvoiceLine, TaxMode
from torhaus.kernel import search
from torhaus.kernel.errors import Conflict, Refused


def test_draft_counts_its_sums_and_has_no_number(cast):
    draft = bill.make_draft(
        cast.brandt, lines=(bill.line(quantity="11.5", unit_price="64.00"), bill.line(tax_rate=Decimal(7)))
    )
    assert (draft.net_total, draft.tax_total, draft.gross_total) == (
        Decimal("925.00"),
        Decimal("153.07"),
        Decimal("1078.07"),
    )
    assert (draft.number, draft.is_draft) == (None, True)
    assert Activity.objects.get(verb="invoice.drafted").invoice_id == draft.pk


def test_references_come_from_job_then_site_then_party_then_customer(cast):
    cast.brandt.order_number, cast.brandt.cost_centre, cast.brandt.contract_number = "K-B", "K-K", "K-V"
    cast.brandt.leitweg_id = "04011000-12345-34"
    cast.brandt.save()
    cast.ufer.cost_centre = "S-K"
    cast.ufer.billing_party = make.make_billing_party(cast.brandt, leitweg_id="991-00001-01")
    cast.ufer.save()
    job = make.make_job(cast.brandt, site=cast.ufer, order_number="J-B")
    draft = bill.make_draft(cast.brandt, job=job)
    assert (draft.order_number, draft.cost_centre, draft.contract_number) == ("J-B", "S-K", "K-V")
    assert (draft.billing_party, draft.leitweg_id, draft.site) == (cast.ufer.billing_party, "991-00001-01", cast.ufer)


def test_billing_party_of_the_job_goes_before_that_of_the_site(cast):
    of_site, of_job = make.make_billing_party(cast.brandt), make.make_billing_party(cast.brandt, name="Mieter Kurz")
    cast.ufer.billing_party = of_site
    cast.ufer.save()
    job = make.make_job(cast.brandt, site=cast.ufer, billing_party=of_job)
    assert bill.make_draft(cast.brandt, job=job).billing_party == of_job
    assert bill.make_draft(cast.brandt, site=cast.ufer).billing_party == of_site
    assert bill.make_draft(cast.brandt, site=cast.lindenhof).billing_party is None


def test_payment_days_and_format_are_the_customers_else_the_providers(cast):
    assert bill.make_draft(cast.brandt).payment_days == 14
    cast.brandt.payment_days, cast.brandt.einvoice_format = 0, EInvoiceFormat.XRECHNUNG
    cast.brandt.save()
    draft = bill.make_draft(cast.brandt)
    assert (draft.payment_days, draft.einvoice_format) == (0, "xrechnung")


def test_tax_mode_follows_the_law(cast):
    assert bill.make_draft(cast.brandt).tax_mode == TaxMode.STANDARD
    cast.brandt.is_reverse_charge = True
    cast.brandt.save()
    reverse = bill.make_draft(cast.brandt)
    assert (reverse.tax_mode, reverse.tax_total) == (TaxMode.REVERSE_CHARGE, Decimal("0.00"))
    cast.lindner.is_small_business = True
    cast.lindner.save()
    cast.brandt.provider = cast.lindner
    assert bill.make_draft(cast.brandt).tax_mode == TaxMode.SMALL_BUSINESS


def test_nothing_of_another_customer_gets_onto_a_draft(cast):
    foreign = make.make_billing_party(cast.stadtbau)
    for part in ({"job": cast.stadtbau_job}, {"site": cast.baustelle}, {"billing_party": foreign}):
        with pytest.raises(Refused):
            bill.make_draft(cast.brandt, **part)
    with pytest.raises(Refused):
        actions.draft_invoice(provider=cast.lindner, customer=cast.altmann, by=cast["owner1"])
    draft = bill.make_draft(cast.brandt)
    with pytest.raises(Refused):
        actions.change_draft(invoice=draft, version=1, by=cast["owner1"], values={"billing_party": foreign})
    assert Invoice.objects.get().billing_party is None


def test_change_replaces_lines_and_keeps_their_reports(cast):
    report = bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    source = report.lines.get()
    draft = bill.make_draft(cast.brandt, lines=(bill.line(report_line_id=source.pk), bill.line("Anfahrt")))
    first = draft.lines.get(position=1)
    lines = [bill.line("Neu"), bill.line("Leckortung, genau", id=first.pk, quantity="2")]
    changed = actions.change_draft(
        invoice=draft, version=1, by=cast["office1"], values={"title": "Neuer Titel"}, lines=lines
    )
    assert (changed.title, changed.version, changed.net_total) == ("Neuer Titel", 2, Decimal("567.00"))
    rows = list(InvoiceLine.objects.filter(invoice=draft).order_by("position").values_list("text", "report_line"))
    assert rows == [("Neu", None), ("Leckortung, genau", source.pk)]


def test_second_tab_does_not_overwrite_the_first(cast):
    draft = bill.make_draft(cast.brandt)
    actions.change_draft(invoice=draft, version=1, by=cast["office1"], values={"title": "Erste"})
    with pytest.raises(Conflict):
        actions.change_draft(invoice=draft, version=1, by=cast["owner1"], values={"title": "Zweite"})
    assert Invoice.objects.get().title == "Erste"


def test_only_named_fields_are_editable(cast):
    draft = bill.make_draft(cast.brandt)
    for name in ("number", "status", "customer", "paid_total", "snapshot"):
        with pytest.raises(ValueError, match="Not editable"):
            actions.change_draft(invoice=draft, version=1, by=cast["owner1"], values={name: "x"})


def test_end_of_service_before_its_start_is_refused(cast):
    draft = bill.make_draft(cast.brandt)
    with pytest.raises(Refused):
        actions.change_draft(
            invoice=draft, version=1, by=cast["owner1"],
            values={"service_from": dt.date(2026, 11, 3), "service_to": dt.date(2026, 11, 2)},
        )  # fmt: skip


def test_sum_beyond_all_bounds_is_refused(cast):
    with pytest.raises(Refused, match="zu groß"):
        bill.make_draft(cast.brandt, lines=(bill.line(quantity="999999999", unit_price="999999999.99"),))
    assert Invoice.objects.count() == 0


def test_negative_quantity_lowers_the_sum(cast):
    draft = bill.make_draft(
        cast.brandt, lines=(bill.line(), bill.line("Rücknahme", quantity="-0.5", unit_price="20.00"))
    )
    assert draft.net_total == Decimal("179.00")


def test_discarded_draft_is_gone_from_list_and_search(cast):
    draft = bill.make_draft(cast.brandt, title="Verworfenes")
    found = search.narrow(Invoice.objects.all(), provider_id=cast.lindner.pk, words="verworfenes")
    assert list(found) == [draft]
    actions.discard_draft(invoice=draft, by=cast["owner1"])
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (0, 0)
    assert Activity.objects.get(verb="invoice.discarded").invoice_id == draft.pk
