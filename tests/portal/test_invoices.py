"""Invoices in the portal: only one's own, amount and due date first, files checked each time."""

import re

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.flows.invoice_reports import invoice_reports
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions
from torhaus.invoices.models import Invoice
from torhaus.portal_access.models import PortalAccess
from torhaus.reports.models import ServiceReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def brandt(cast, login):
    return login(cast["brandt.all"])


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def status(client, invoice, path=""):
    return client.get(f"/portal/invoices/{invoice.pk}/{path}").status_code


# --- who sees what


def test_customer_sees_own_issued_invoices_only(cast, brandt):
    own, foreign = bill.make_issued(cast.brandt), bill.make_issued(cast.stadtbau, title="Fremdes")
    draft = bill.make_draft(cast.brandt, title="Heimlicher Entwurf")
    page = text(brandt.get("/portal/invoices/"))
    assert (own.number in page, "Fremdes" in page, "Heimlicher" in page) == (True, False, False)
    assert [status(brandt, row) for row in (own, foreign, draft)] == [200, 404, 404]


@pytest.mark.parametrize("path", ["", "pdf/", "xrechnung/"])
def test_every_file_is_checked_each_time(cast, login, path):
    invoice = actions.store_pdf(invoice_id=bill.make_issued(cast.brandt, site=cast.ufer).pk)
    people = ("brandt.all", "brandt.site", "brandt.colleague", "stadtbau.all", "altmann.all", "kita.off")
    answers = {key: status(login(cast[key]), invoice, path) for key in people}
    assert answers == {
        "brandt.all": 200, "brandt.site": 200, "brandt.colleague": 404, "stadtbau.all": 404, "altmann.all": 404, "kita.off": 404,
    }  # fmt: skip


def test_right_taken_away_counts_at_once(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    assert status(brandt, invoice) == 200
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(sees_invoices=False)
    assert (status(brandt, invoice), brandt.get("/portal/invoices/").status_code) == (404, 404)


def test_who_may_not_see_prices_sees_no_invoice(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    assert status(brandt, invoice) == 200
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(sees_prices=False)
    assert (status(brandt, invoice), brandt.get("/portal/invoices/").status_code) == (404, 404)


def test_invoices_of_a_hidden_site_are_hidden(cast, brandt):
    hidden, other = bill.make_issued(cast.brandt, site=cast.ufer), bill.make_issued(cast.brandt, site=cast.lindenhof)
    assert [status(brandt, row) for row in (hidden, other)] == [200, 200]
    cast.ufer.show_invoices = "hide"
    cast.ufer.save()
    assert [status(brandt, row) for row in (hidden, other)] == [404, 200]
    assert hidden.number not in text(brandt.get("/portal/invoices/"))


def test_person_of_one_site_sees_its_invoices_only(cast, login):
    client = login(cast["brandt.site"])
    own, other = bill.make_issued(cast.brandt, site=cast.ufer), bill.make_issued(cast.brandt, site=cast.lindenhof)
    both = bill.make_issued(cast.brandt)
    assert [status(client, row) for row in (own, other, both)] == [200, 404, 404]


# --- the list


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_three_queries_for_any_number(cast, brandt, number, django_assert_num_queries):
    for _ in range(number):
        bill.make_issued(cast.brandt, by=cast["owner1"], billing_party=make.make_billing_party(cast.brandt))
    brandt.get("/portal/invoices/")
    with django_assert_num_queries(3):  # session with person, viewer, invoices
        assert brandt.get("/portal/invoices/").status_code == 200


def test_tabs_show_what_they_say(cast, brandt):
    by = cast["owner1"]
    due, late = bill.make_issued(cast.brandt, by=by), bill.make_overdue(cast.brandt, by=by)
    paid = bill.make_issued(cast.brandt, by=by)
    bill.make_payment(paid, "224.91")
    rows = {"due": due, "late": late, "paid": paid}
    pages = {state: text(brandt.get(f"/portal/invoices/?state={state}")) for state in ("", "open", "overdue", "paid")}
    found = {state: {name for name, row in rows.items() if row.number in page} for state, page in pages.items()}
    assert found == {"": {"due", "late", "paid"}, "open": {"due", "late"}, "overdue": {"late"}, "paid": {"paid"}}


def test_empty_list_says_what_will_come(brandt):
    assert "Noch keine Rechnungen" in text(brandt.get("/portal/invoices/"))
    assert "Nichts gefunden" in text(brandt.get("/portal/invoices/?q=xyz"))


# --- one invoice


@pytest.mark.parametrize("number", [1, 30])
def test_page_takes_the_same_queries_for_any_number(cast, brandt, number, django_assert_num_queries):
    invoice = bill.make_issued(cast.brandt, by=cast["owner1"], lines=tuple(bill.line() for _ in range(number)))
    for _ in range(number):
        bill.make_payment(invoice, "1.00")
    brandt.get(f"/portal/invoices/{invoice.pk}/")
    with django_assert_num_queries(6):  # session, viewer, invoice, payments, reports, history
        assert brandt.get(f"/portal/invoices/{invoice.pk}/").status_code == 200


def test_amount_due_date_and_bank_details_stand_first(cast, brandt):
    invoice = bill.make_issued(cast.brandt, site=cast.ufer)
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    for words in (
        "Zu zahlen bis",
        "224,91 €",
        "DE02 1203 0000 0000 2020 51",
        'data-text="DE02120300000000202051"',
        "GiroCode für",
    ):
        assert words in page
    assert page.index("Zu zahlen bis") < page.index("Rechnung als Dokument")
    assert "fällig in 14 Tagen" in page


def test_girocode_asks_for_what_is_still_open(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    before = re.search(
        r"<svg[^>]*>.*?</svg>", text(brandt.get(f"/portal/invoices/{invoice.pk}/")).split('class="code"')[1], re.S
    )[0]
    bill.make_payment(invoice, "100.00")
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert ("124,91 €" in page, "Schon bezahlt: 100,00 € von 224,91 €" in page, before in page) == (True, True, False)


def test_paid_invoice_asks_for_nothing(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    bill.make_payment(invoice, "224.91")
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert ("Vollständig bezahlt" in page, "GiroCode" in page, "Verwendungszweck" in page) == (True, False, False)


def test_overdue_says_so(cast, brandt):
    page = text(brandt.get(f"/portal/invoices/{bill.make_overdue(cast.brandt, days=3).pk}/"))
    assert "Überfällig, seit 3 Tagen" in page


def test_weg_stands_as_the_one_who_pays(cast, brandt):
    party = make.make_billing_party(cast.brandt, name="WEG Uferstraße 4")
    invoice = bill.make_issued(cast.brandt, billing_party=party)
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert "WEG Uferstraße 4<br>c/o Hausverwaltung Brandt" in page


def test_page_says_what_was_issued_not_what_is_now(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    cast.brandt.name = "Umbenannt GmbH"
    cast.brandt.save()
    cast.lindner.iban = "DE00000000000000000000"
    cast.lindner.save()
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert ("Hausverwaltung Brandt<br>" in page, "DE02 1203 0000" in page) == (True, True)


def test_cancelled_and_its_storno_name_each_other(cast, brandt):
    invoice = bill.make_issued(cast.brandt, by=cast["owner1"])
    bill.make_payment(invoice, "50.00")
    storno = cancel_invoice(invoice=Invoice.objects.get(pk=invoice.pk), by=cast["owner1"], accepts_credit=True).storno
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert (f"/portal/invoices/{storno.pk}/" in page, "Ihr Guthaben: 50,00 €" in page, "GiroCode" in page) == (
        True,
        True,
        False,
    )
    other = text(brandt.get(f"/portal/invoices/{storno.pk}/"))
    assert (f"Storno der Rechnung {invoice.number}" in other, "−224,91 €" in other) == (True, True)


def test_signed_report_is_linked_for_those_who_may_read_it(cast, login, brandt):
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    draft = invoice_reports(reports=ServiceReport.objects.all(), by=cast["office1"])
    invoice = issue_invoice(invoice=draft, by=cast["office1"])
    report = ServiceReport.objects.get()
    assert f"/portal/reports/{report.pk}/" in text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(sees_reports=False)
    assert f"/portal/reports/{report.pk}/" not in text(brandt.get(f"/portal/invoices/{invoice.pk}/"))


def test_office_words_stay_in_the_office(cast, brandt):
    invoice = bill.make_issued(cast.brandt, by=cast["office1"])
    actions.store_pdf(invoice_id=invoice.pk)
    page = text(brandt.get(f"/portal/invoices/{invoice.pk}/"))
    assert ("Rechnung entworfen" in page, "Jonas Keller" in page, f"Rechnung {invoice.number} erhalten" in page) == (
        False,
        False,
        True,
    )


# --- files


def test_missing_pdf_asks_for_patience_and_is_no_error(cast, brandt):
    invoice = bill.make_issued(cast.brandt)
    waiting = brandt.get(f"/portal/invoices/{invoice.pk}/pdf/")
    assert (waiting.status_code, waiting["Retry-After"], "entsteht gerade" in text(waiting)) == (202, "3", True)
    actions.store_pdf(invoice_id=invoice.pk)
    pdf = brandt.get(f"/portal/invoices/{invoice.pk}/pdf/")
    assert (pdf.status_code, pdf["Content-Type"], b"".join(pdf.streaming_content)[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert "no-cache" in pdf["Cache-Control"]


def test_xrechnung_is_the_same_each_time(cast, brandt):
    url = f"/portal/invoices/{bill.make_issued(cast.brandt).pk}/xrechnung/"
    first = brandt.get(url)
    assert (first.content, first["Content-Type"]) == (brandt.get(url).content, "application/xml")
    assert "attachment" in first["Content-Disposition"]
