"""Issuing: what it asks for, what it freezes, numbers without gaps, and that nothing changes afterwards."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.activity.models import Activity
from torhaus.customers.models import Contact, CustomerKind
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions, einvoice, queries, states
from torhaus.invoices.models import Invoice
from torhaus.invoices.snapshot import Snapshot
from torhaus.kernel.errors import Conflict, Refused


def codes(refused):
    return [point.code for point in refused.value.points]


def test_issue_takes_a_number_and_freezes_everything(cast):
    draft = bill.make_draft(cast.brandt, site=cast.ufer)
    invoice = issue_invoice(invoice=draft, by=cast["office1"])
    invoice.refresh_from_db()
    year = states.today().year
    assert (invoice.number, invoice.status, invoice.issued_by) == (f"RE-{year}-0001", "issued", cast["office1"])
    assert (invoice.issued_on, invoice.due_on) == (states.today(), states.today() + dt.timedelta(days=14))
    frozen = Snapshot.from_json(invoice.snapshot)
    assert (frozen.number, frozen.totals.gross, frozen.buyer.name) == (
        invoice.number,
        Decimal("224.91"),
        cast.brandt.name,
    )
    assert frozen.portal_url == f"http://localhost:8000/portal/invoices/{invoice.pk}/"


def test_xml_is_the_same_as_if_written_from_the_frozen_snapshot(cast):
    invoice = Invoice.objects.get(pk=bill.make_issued(cast.brandt, site=cast.ufer).pk)
    assert bytes(invoice.xml) == einvoice.embedded_xml(Snapshot.from_json(invoice.snapshot))


def test_history_and_printing_order_come_with_the_issue(cast):
    invoice = bill.make_issued(cast.brandt, by=cast["owner1"])
    row = Activity.objects.get(verb="invoice.issued")
    assert (row.invoice_id, row.customer_id, row.actor_id, row.is_public) == (
        invoice.pk,
        cast.brandt.pk,
        cast["owner1"].pk,
        True,
    )
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[invoice.pk]]


def test_second_submit_of_issue_changes_nothing(cast):
    draft = bill.make_draft(cast.brandt)
    first = issue_invoice(invoice=draft, by=cast["owner1"])
    again = issue_invoice(invoice=Invoice.objects.get(pk=draft.pk), by=cast["office1"])
    stale = actions.issue(prepared=_prepared_before(cast), by=cast["owner1"])
    assert (again.number, again.issued_by, stale.number) == (
        first.number,
        cast["owner1"],
        f"RE-{states.today().year}-0002",
    )


def _prepared_before(cast):
    """Two requests that both prepared before either issued."""
    draft = bill.make_draft(cast.brandt)
    first, second = actions.prepare(invoice=draft), actions.prepare(invoice=draft)
    actions.issue(prepared=first, by=cast["owner1"])
    return second


def test_draft_changed_since_it_was_checked_is_not_issued(cast):
    draft = bill.make_draft(cast.brandt)
    prepared = actions.prepare(invoice=draft)
    actions.change_draft(invoice=draft, version=1, by=cast["office1"], values={"title": "Anders"})
    with pytest.raises(Conflict):
        actions.issue(prepared=prepared, by=cast["owner1"])
    assert Invoice.objects.get().is_draft


def test_invoice_without_lines_is_not_issued(cast):
    with pytest.raises(Refused) as refused:
        bill.make_issued(cast.brandt, lines=())
    assert codes(refused) == ["lines"]
    assert Invoice.objects.get().number is None


def test_missing_tax_numbers_and_account_of_the_provider_stop_the_issue(cast):
    cast.lindner.tax_number = cast.lindner.vat_id = cast.lindner.iban = ""
    cast.lindner.save()
    cast.brandt.provider = cast.lindner
    with pytest.raises(Refused) as refused:
        bill.make_issued(cast.brandt)
    assert codes(refused) == ["seller.tax", "account.iban"]


def test_reverse_charge_without_the_customers_vat_id_stops(cast):
    cast.brandt.is_reverse_charge = True
    cast.brandt.save()
    with pytest.raises(Refused) as refused:
        bill.make_issued(cast.brandt)
    assert codes(refused) == ["buyer.vat_id"]


def test_order_number_duty_of_customer_or_billing_party_stops(cast):
    party = make.make_billing_party(cast.brandt, requires_order_number=True)
    with pytest.raises(Refused) as refused:
        bill.make_issued(cast.brandt, billing_party=party)
    assert codes(refused) == ["order_number"]
    draft = Invoice.objects.get()
    actions.change_draft(invoice=draft, version=1, by=cast["owner1"], values={"order_number": "4500-17"})
    assert (
        issue_invoice(invoice=Invoice.objects.get(), by=cast["owner1"]).snapshot["references"]["order_number"]
        == "4500-17"
    )


def test_wrong_leitweg_id_stops_and_a_right_one_is_frozen(cast):
    cast.stadtbau.kind, cast.stadtbau.leitweg_id = CustomerKind.AUTHORITY, "04011000-12345-35"
    cast.stadtbau.save()
    with pytest.raises(Refused) as refused:
        bill.make_issued(cast.stadtbau)
    assert codes(refused) == ["leitweg_id"]
    cast.stadtbau.leitweg_id = "04011000-12345-03"
    cast.stadtbau.save()
    invoice = bill.make_issued(cast.stadtbau)
    assert b"04011000-12345-03" in bytes(invoice.xml)


def test_weg_pays_in_care_of_its_manager(cast):
    party = make.make_billing_party(cast.brandt, name="WEG Uferstraße 4", supplier_number="L-77")
    cast.ufer.billing_party = party
    cast.ufer.save()
    frozen = Snapshot.from_json(bill.make_issued(cast.brandt, site=cast.ufer).snapshot)
    assert (frozen.buyer.name, frozen.buyer.care_of) == ("WEG Uferstraße 4", "Hausverwaltung Brandt")
    assert (frozen.references.supplier_number, frozen.place.name) == ("L-77", "Uferstraße 4")


def test_later_changes_of_master_data_do_not_reach_the_invoice(cast):
    invoice = bill.make_issued(cast.brandt)
    before = actions.printing.printed(Invoice.objects.get(pk=invoice.pk))
    cast.brandt.name = "Umbenannt"
    cast.brandt.save()
    cast.lindner.legal_name = "Andere GmbH"
    cast.lindner.save()
    row = queries.complete(Invoice.objects.filter(pk=invoice.pk)).get()
    assert Snapshot.from_json(row.snapshot).buyer.name == "Hausverwaltung Brandt"
    assert actions.printing.printed(row) == before


def test_private_owner_is_told_to_keep_the_invoice(cast):
    cast.brandt.kind = CustomerKind.HOUSEHOLD
    cast.brandt.save()
    assert Snapshot.from_json(bill.make_issued(cast.brandt, site=cast.ufer).snapshot).has_retention_note
    party = make.make_billing_party(cast.brandt)
    assert not Snapshot.from_json(
        bill.make_issued(cast.brandt, site=cast.ufer, billing_party=party).snapshot
    ).has_retention_note


def test_invoice_speaks_the_main_contacts_language(cast):
    Contact.objects.create(provider=cast.lindner, customer=cast.brandt, last_name="Doe", language="en", is_main=True)
    assert Snapshot.from_json(bill.make_issued(cast.brandt).snapshot).language == "en"
    assert Snapshot.from_json(bill.make_issued(cast.stadtbau).snapshot).language == "de"


def test_numbers_run_per_provider_and_year(cast):
    first, second = bill.make_issued(cast.brandt), bill.make_issued(cast.stadtbau)
    other = bill.make_issued(cast.altmann)
    draft = bill.make_draft(cast.brandt)
    past = actions.issue(prepared=actions.prepare(invoice=draft, issued_on=dt.date(2025, 12, 31)), by=cast["owner1"])
    year = states.today().year
    assert [first.number, second.number, other.number] == [f"RE-{year}-0001", f"RE-{year}-0002", f"RE-{year}-0001"]
    assert past.number == "RE-2025-0001"


def test_rolled_back_issue_gives_its_number_back(cast):
    draft = bill.make_draft(cast.brandt)
    prepared = actions.prepare(invoice=draft)
    with transaction.atomic():
        assert actions.issue(prepared=prepared, by=cast["owner1"]).number.endswith("-0001")
        transaction.set_rollback(True)
    assert Invoice.objects.get().is_draft
    assert bill.make_issued(cast.stadtbau).number.endswith("-0001")


def test_stand_in_for_the_number_leaves_no_trace(cast):
    prepared = actions.prepare(invoice=bill.make_draft(cast.brandt))
    assert prepared.stand_in.encode() not in prepared.with_number("RE-2026-0001")
    assert dataclasses.replace(prepared.snapshot, number="x").number == "x"
