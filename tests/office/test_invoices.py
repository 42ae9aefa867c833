"""The office's pages for invoices, in a browser without script: draft, issue, payments, Storno, work to bill."""

import re
from decimal import Decimal

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.customers.models import BillingParty
from torhaus.invoices import actions, states
from torhaus.invoices.models import Invoice, Payment
from torhaus.kernel import search
from torhaus.reports.models import ServiceReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def content(invoice, *rows, **changes):
    """What the editor of a draft sends: head and lines, German numbers."""
    values = {
        "version": invoice.version, "title": "Rohrbruch", "billing_party": "customer", "service_from": "2026-11-03",
        "service_to": "2026-11-03", "payment_days": "14", "discount_percent": "0,00", "tax_mode": "standard",
        "order_number": "", "cost_centre": "", "contract_number": "", "leitweg_id": "", "intro": "",
        "lines-TOTAL_FORMS": len(rows) + 1, "lines-INITIAL_FORMS": 0, "form_key": f"key-{invoice.pk}-{invoice.version}-0123456789",
    }  # fmt: skip
    for index, row in enumerate(rows):
        given = {"text": "Monteur", "quantity": "11,5", "unit": "HUR", "unit_price": "64,00", "tax_rate": "19,00"} | row
        values |= {f"lines-{index}-{name}": value for name, value in given.items()}
    values |= {f"lines-{len(rows)}-unit": "C62", f"lines-{len(rows)}-tax_rate": "19,00"}  # a blank row
    return values | changes


# --- list


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_three_queries_for_any_number(cast, login, number, django_assert_num_queries):
    provider = make.make_provider()
    person = make.make_member(provider, "office").person
    customer = make.make_customer(provider)
    for _ in range(number):
        bill.make_draft(customer, by=person, billing_party=make.make_billing_party(customer))
    client = login(person)
    client.get("/office/invoices/")
    with django_assert_num_queries(3):  # session with person, viewer, invoices
        assert client.get("/office/invoices/").status_code == 200


def test_tabs_show_what_they_say(cast, office):
    by = cast["office1"]
    bill.make_draft(cast.brandt, by=by, title="Entworfenes")
    open_one = bill.make_issued(cast.brandt, by=by)
    late = bill.make_overdue(cast.stadtbau, by=by)
    paid = bill.make_issued(cast.brandt, by=by)
    bill.make_payment(paid, "224.91")
    foreign = bill.make_issued(cast.altmann)

    def shown(state):
        page = text(office.get(f"/office/invoices/?state={state}"))
        rows = {"draft": "Entworfenes", "open": open_one.number, "late": late.number, "paid": paid.number}
        return {name for name, word in rows.items() if word in page}

    assert shown("") == {"draft", "open", "late", "paid"}
    assert shown("draft") == {"draft"}
    assert shown("open") == {"open", "late"}
    assert shown("overdue") == {"late"}
    assert shown("paid") == {"paid"}
    assert shown("cancelled") == set()
    assert foreign.customer.name not in text(office.get("/office/invoices/"))


def test_list_finds_by_words_and_customer(cast, office):
    bill.make_draft(cast.brandt, title="Wärmepumpe gewartet")
    bill.make_draft(cast.stadtbau, title="Gerüst")
    found = text(office.get("/office/invoices/?q=wärmep"))
    assert ("Wärmepumpe gewartet" in found, "Gerüst" in found) == (True, False)
    of_customer = text(office.get(f"/office/invoices/?customer={cast.stadtbau.pk}"))
    assert ("Gerüst" in of_customer, "Wärmepumpe" in of_customer) == (True, False)
    assert office.get(f"/office/invoices/?customer={cast.altmann.pk}").status_code == 404


def test_owed_invoices_page_by_due_date(cast, office):
    for days in range(55):
        bill.make_overdue(cast.brandt, days=days + 1, by=cast["office1"], title=f"Spät {days + 1:02}")
    first = text(office.get("/office/invoices/?state=overdue"))
    assert ("Spät 55" in first, "Spät 06" in first, "Spät 05" in first) == (True, True, False)
    following = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    second = text(office.get(f"/office/invoices/{following}"))
    assert ("Spät 05" in second, "Spät 06" in second) == (True, False)


def test_figures_come_by_themselves(cast, office):
    bill.make_overdue(cast.brandt, by=cast["office1"])
    bill.make_draft(cast.brandt)
    bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    page = text(office.get("/office/invoices/figures/"))
    assert ("224,91 €" in page, "Belege abzurechnen" in page) == (True, True)
    part = text(office.get("/office/invoices/figures/", headers={"HX-Request": "true"}))
    assert ("<html" in part, "224,91 €" in part) == (False, True)


def test_new_provider_sees_what_to_do(login):
    client = login(make.make_member(make.make_provider(), "owner").person)
    assert "Noch keine Rechnungen" in text(client.get("/office/invoices/"))
    assert "Alles abgerechnet" in text(client.get("/office/invoices/unbilled/"))
    assert "Noch keine Kunden" in text(client.get("/office/invoices/new/"))
    assert client.get("/office/invoices/figures/").status_code == 200


# --- drafts


def test_free_invoice_begins_with_customer_and_subject(cast, office):
    assert cast.brandt.name in text(office.get("/office/invoices/new/"))
    search.put(cast.stadtbau, provider_id=cast.lindner.pk, text="Stadtbau Freiburg")
    found = text(office.get("/office/invoices/new/?q=stadtb"))
    assert (cast.stadtbau.name in found, cast.brandt.name in found) == (True, False)
    page = office.get(f"/office/invoices/new/?customer={cast.brandt.pk}")
    assert page.status_code == 200
    data = {"customer": cast.brandt.pk, "title": "Beratung", "form_key": "key-new-invoice-0123456789"}
    answers = [office.post("/office/invoices/new/", data)["Location"] for _twice in range(2)]
    draft = Invoice.objects.get()
    assert answers == [f"/office/invoices/{draft.pk}/"] * 2
    assert (draft.title, draft.customer) == ("Beratung", cast.brandt)
    assert office.post("/office/invoices/new/", {"customer": cast.altmann.pk, "title": "X"}).status_code == 404
    assert office.post("/office/invoices/new/", {"customer": cast.brandt.pk, "title": ""}).status_code == 422


def test_invoice_of_a_job_takes_over_what_the_job_knows(cast, office):
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohrbruch", order_number="4500")
    assert 'value="Rohrbruch"' in text(office.get(f"/office/invoices/new/?job={job.pk}"))
    office.post("/office/invoices/new/", {"job": job.pk, "title": "Rohrbruch"})
    draft = Invoice.objects.get()
    assert (draft.job, draft.site, draft.order_number) == (job, cast.ufer, "4500")
    foreign = make.make_job(cast.altmann, site=cast.altmann_site)
    assert office.get(f"/office/invoices/new/?job={foreign.pk}").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_editor_takes_the_same_queries_for_any_number_of_lines(cast, office, number, django_assert_num_queries):
    draft = bill.make_draft(cast.brandt, lines=tuple(bill.line() for _ in range(number)), site=cast.ufer)
    office.get(f"/office/invoices/{draft.pk}/")
    with django_assert_num_queries(9):
        assert office.get(f"/office/invoices/{draft.pk}/").status_code == 200


def test_draft_is_saved_with_german_numbers_and_a_negative_quantity(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    rows = (
        {"unit_price": "1.064,50"},
        {"text": "Rücknahme", "quantity": "-2", "unit_price": "10", "discount_percent": "2,5"},
    )
    answer = office.post(f"/office/invoices/{draft.pk}/content/", content(draft, *rows))
    assert answer.status_code == 302
    saved = list(draft.lines.order_by("position").values_list("text", "quantity", "unit_price", "discount_percent"))
    assert saved == [
        ("Monteur", Decimal("11.5"), Decimal("1064.50"), Decimal(0)), ("Rücknahme", Decimal(-2), Decimal(10), Decimal("2.5")),
    ]  # fmt: skip
    assert Invoice.objects.get().net_total == Decimal("12222.25")


def test_rows_are_put_in_order_and_marked_ones_removed(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    rows = (
        {"text": "Zweite", "ORDER": "2"},
        {"text": "Erste", "ORDER": "1"},
        {"text": "Weg", "DELETE": "on", "quantity": "x"},
    )
    office.post(f"/office/invoices/{draft.pk}/content/", content(draft, *rows))
    assert list(draft.lines.order_by("position").values_list("text", flat=True)) == ["Erste", "Zweite"]


def test_wrong_rows_come_back_with_everything_filled_in(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    rows = (
        {"quantity": "viel", "text": "Meine Leistung"},
        {"unit_price": "-5", "text": "Minus"},
        {"text": "", "quantity": "1"},
    )
    answer = office.post(
        f"/office/invoices/{draft.pk}/content/", content(draft, *rows, title="Mein Titel", payment_days="x")
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "<title>Fehler:" in page
    for kept in (
        'value="Meine Leistung"',
        'value="viel"',
        'value="-5"',
        'value="Mein Titel"',
        "Position 2, Einzelpreis netto",
    ):
        assert kept in page
    assert (draft.lines.count(), Invoice.objects.get().title) == (0, "Rohrbruch")


def test_second_tab_is_told_and_keeps_its_input(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    actions.change_draft(invoice=draft, version=1, by=cast["owner1"], values={"title": "Von Selin"})
    answer = office.post(f"/office/invoices/{draft.pk}/content/", content(draft, {}, title="Von Jonas"))
    assert answer.status_code == 422
    assert ("Jemand anderes" in text(answer), 'value="Von Jonas"' in text(answer)) == (True, True)
    assert Invoice.objects.get().title == "Von Selin"


def test_second_tab_with_other_lines_is_told_although_the_head_is_the_same(cast, office):
    """Nothing that somebody typed counts as saved when it is not, least of all right before issuing."""
    draft = bill.make_draft(cast.brandt, lines=())
    head = content(draft)
    office.post(f"/office/invoices/{draft.pk}/content/", content(draft, {"text": "Meine"}))
    for step in ("content", "issue"):
        other = content(draft, {"text": "Deine"}, form_key=f"another-tab-{step}-0123456789")
        answer = office.post(f"/office/invoices/{draft.pk}/{step}/", other)
        assert (answer.status_code, "Jemand anderes" in text(answer), 'value="Deine"' in text(answer)) == (
            422,
            True,
            True,
        )
    saved = Invoice.objects.get()
    assert ([line.text for line in saved.lines.all()], saved.is_draft, head["title"]) == (["Meine"], True, saved.title)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "20026-11-03"])
def test_impossible_year_is_named_with_everything_still_filled_in(cast, office, day):
    draft = bill.make_draft(cast.brandt, lines=())
    answer = office.post(f"/office/invoices/{draft.pk}/content/", content(draft, {"text": "Meine"}, service_from=day))
    assert (answer.status_code, "kann nicht stimmen" in text(answer), 'value="Meine"' in text(answer)) == (
        422,
        True,
        True,
    )
    assert Invoice.objects.get().service_from == draft.service_from


def test_invoice_of_the_most_lines_is_saved(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    every = {"id": "", "detail": "", "discount_percent": "", "is_labour": "on", "ORDER": "1"}
    sent = content(draft, *[every] * actions.drafts.MOST_LINES)
    assert office.post(f"/office/invoices/{draft.pk}/content/", sent).status_code == 302
    assert draft.lines.count() == 300


def test_foreign_billing_party_is_no_choice(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    foreign = make.make_billing_party(cast.stadtbau)
    own = make.make_billing_party(cast.brandt, name="WEG Ufer")
    url = f"/office/invoices/{draft.pk}/content/"
    assert office.post(url, content(draft, {}, billing_party=foreign.pk)).status_code == 422
    assert office.post(url, content(draft, {}, billing_party=own.pk)).status_code == 302
    assert Invoice.objects.get().billing_party == own


def test_wrong_leitweg_id_is_named_at_its_field(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    answer = office.post(f"/office/invoices/{draft.pk}/content/", content(draft, {}, leitweg_id="04011000-12345-35"))
    assert (answer.status_code, "Prüfziffer" in text(answer)) == (422, True)


def test_sums_are_counted_while_typing_and_nothing_is_written(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    page = text(
        office.post(
            f"/office/invoices/{draft.pk}/totals/", content(draft, {}, {"quantity": "kaputt"}, discount_percent="10")
        )
    )
    assert ("788,26 €" in page, "736,00 €" in page) == (True, True)
    assert ('id="net-lines-0"' in page, "<html" in page) == (True, False)
    assert (draft.lines.count(), Invoice.objects.get().version) == (0, 1)


def test_draft_is_thrown_away(cast, office):
    draft = bill.make_draft(cast.brandt)
    assert office.post(f"/office/invoices/{draft.pk}/removal/")["Location"] == "/office/invoices/"
    assert Invoice.objects.count() == 0
    issued = bill.make_issued(cast.brandt)
    office.post(f"/office/invoices/{issued.pk}/removal/")
    assert Invoice.objects.get() == issued


def test_preview_shows_the_draft_as_paper(cast, office):
    draft = bill.make_draft(cast.brandt)
    assert "Leckortung" in text(office.get(f"/office/invoices/{draft.pk}/preview/"))


# --- issue


def test_issue_saves_what_is_typed_and_leads_to_the_invoice(cast, office):
    draft = bill.make_draft(cast.brandt, lines=())
    data = content(draft, {}, title="Zuletzt getippt")
    answers = [office.post(f"/office/invoices/{draft.pk}/issue/", data) for _double in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, f"/office/invoices/{draft.pk}/")
    ] * 2
    invoice = Invoice.objects.get()
    assert (invoice.title, invoice.gross_total, invoice.number) == (
        "Zuletzt getippt",
        Decimal("875.84"),
        f"RE-{states.today().year}-0001",
    )


def test_missing_points_stop_the_issue_with_the_way_to_mend_them(cast, office):
    party = make.make_billing_party(cast.brandt, requires_order_number=True, street="")
    draft = bill.make_draft(cast.brandt, lines=(), billing_party=party)
    answer = office.post(f"/office/invoices/{draft.pk}/issue/", {"version": 1})
    page = text(answer)
    assert answer.status_code == 422
    assert ("Dieser Kunde verlangt eine Bestellnummer." in page, 'href="#id_order_number"' in page) == (True, True)
    assert (f"/office/customers/billing-parties/{party.pk}/" in page, 'href="#lines"' in page) == (True, True)
    assert BillingParty.objects.get().street == ""
    assert Invoice.objects.get().number is None


def test_missing_tax_number_leads_to_the_settings(cast, login):
    cast.lindner.tax_number = cast.lindner.vat_id = ""
    cast.lindner.save()
    draft = bill.make_draft(cast.brandt)
    page = text(login(cast["owner1"]).get(f"/office/invoices/{draft.pk}/"))
    assert ("Ihre Steuernummer oder USt-IdNr. fehlt." in page, "/office/settings/#id_tax_number" in page) == (
        True,
        True,
    )


def test_issued_invoice_changes_on_no_route(cast, office):
    invoice = bill.make_issued(cast.brandt, by=cast["office1"])
    before = Invoice.objects.filter(pk=invoice.pk).values().get()
    for path in ("content", "issue", "removal", "totals"):
        assert office.post(
            f"/office/invoices/{invoice.pk}/{path}/", content(invoice, {}, title="Anders")
        ).status_code in {200, 302, 422}
    assert Invoice.objects.filter(pk=invoice.pk).values().get() == before


def test_accountant_reads_and_does_nothing(cast, login):
    client = login(make.make_member(cast.lindner, "accountant").person)
    draft, issued = bill.make_draft(cast.brandt), bill.make_issued(cast.brandt)
    assert client.get("/office/invoices/").status_code == 200
    assert client.get(f"/office/invoices/{issued.pk}/").status_code == 200
    assert client.get(f"/office/invoices/{draft.pk}/")["Location"] == f"/office/invoices/{draft.pk}/preview/"
    for path in (
        f"{draft.pk}/content",
        f"{draft.pk}/issue",
        f"{issued.pk}/payments",
        f"{issued.pk}/cancellation",
        "new",
    ):
        assert client.post(f"/office/invoices/{path}/").status_code == 404


# --- the issued invoice


@pytest.mark.parametrize("number", [1, 30])
def test_page_takes_the_same_queries_for_any_number_of_payments(cast, office, number, django_assert_num_queries):
    invoice = bill.make_issued(cast.brandt, by=cast["office1"], lines=tuple(bill.line() for _ in range(number)))
    for _ in range(number):
        bill.make_payment(invoice, "1.00")
    office.get(f"/office/invoices/{invoice.pk}/")
    with django_assert_num_queries(6):  # session, viewer, invoice, payments, reports, history
        assert office.get(f"/office/invoices/{invoice.pk}/").status_code == 200


def test_files_are_given_out_and_a_missing_pdf_asks_for_patience(cast, office):
    invoice = bill.make_issued(cast.brandt)
    waiting = office.get(f"/office/invoices/{invoice.pk}/pdf/")
    assert (waiting.status_code, waiting["Retry-After"]) == (202, "3")
    actions.store_pdf(invoice_id=invoice.pk)
    pdf = office.get(f"/office/invoices/{invoice.pk}/pdf/")
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    assert office.get(f"/office/invoices/{invoice.pk}/xml/").content == bytes(Invoice.objects.get().xml)
    assert b"xrechnung_3.0" in office.get(f"/office/invoices/{invoice.pk}/xrechnung/").content
    assert b"<Invoice" in office.get(f"/office/invoices/{invoice.pk}/xrechnung/?syntax=ubl").content


def test_draft_has_no_files(cast, office):
    draft = bill.make_draft(cast.brandt)
    for path in ("pdf", "xml", "xrechnung"):
        assert office.get(f"/office/invoices/{draft.pk}/{path}/").status_code == 404


def payment(**changes):
    values = {
        "amount": "100,50",
        "paid_on": states.today().isoformat(),
        "method": "transfer",
        "note": "",
        "form_key": "key-payment-0123456789",
    }
    return values | changes


def test_payment_with_a_decimal_comma_is_recorded_once(cast, office):
    invoice = bill.make_issued(cast.brandt)
    for _double in range(2):
        assert office.post(f"/office/invoices/{invoice.pk}/payments/", payment()).status_code == 302
    assert Payment.objects.get().amount == Decimal("100.50")
    assert "124,41 €" in text(office.get(f"/office/invoices/{invoice.pk}/"))


def test_overpayment_is_asked_about_with_the_input_kept(cast, office):
    invoice = bill.make_issued(cast.brandt)
    answer = office.post(f"/office/invoices/{invoice.pk}/payments/", payment(amount="300", note="Zu viel"))
    page = text(answer)
    assert (answer.status_code, "Offen sind nur noch 224,91 €" in page, 'value="Zu viel"' in page) == (422, True, True)
    assert "accepts_overpayment" in page
    office.post(f"/office/invoices/{invoice.pk}/payments/", payment(amount="300", accepts_overpayment="on"))
    assert "Zu viel bezahlt" in text(office.get(f"/office/invoices/{invoice.pk}/"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "viel"},
        {"amount": ""},
        {"amount": "0"},
        {"paid_on": "2999-01-01"},
        {"paid_on": "20026-01-01"},
        {"paid_on": "0001-01-01"},
    ],
)
def test_wrong_payment_is_answered_with_422(cast, office, wrong):
    invoice = bill.make_issued(cast.brandt)
    assert office.post(f"/office/invoices/{invoice.pk}/payments/", payment(**wrong)).status_code == 422
    assert Payment.objects.count() == 0


def test_payment_is_taken_back(cast, office):
    invoice = bill.make_issued(cast.brandt)
    recorded = bill.make_payment(invoice, "224.91")
    office.post(f"/office/invoices/payments/{recorded.pk}/reversal/")
    assert Invoice.objects.get(pk=invoice.pk).paid_total == Decimal(0)
    page = text(office.get(f"/office/invoices/{invoice.pk}/"))
    assert ("Rücknahme" in page, f"payments/{recorded.pk}/reversal/" in page) == (True, False)


def test_storno_asks_on_its_own_page_and_makes_a_new_draft_on_wish(cast, office, login):
    invoice = bill.make_issued(cast.brandt, by=cast["office1"])
    url = f"/office/invoices/{invoice.pk}/cancellation/"
    assert "Stornorechnung" in text(office.get(url))
    answer = office.post(url, {"draft_anew": "on", "reason": "Falscher Empfänger"})
    draft = Invoice.objects.get(status="draft")
    assert answer["Location"] == f"/office/invoices/{draft.pk}/"
    assert "Diese Rechnung ist storniert." in text(office.get(f"/office/invoices/{invoice.pk}/"))
    told = f"Rechnung {invoice.number} storniert: Falscher Empfänger"
    assert told in text(office.get(f"/office/invoices/{invoice.pk}/"))
    assert told in text(login(cast["brandt.all"]).get(f"/portal/invoices/{invoice.pk}/"))


def test_storno_of_a_paid_invoice_needs_a_yes(cast, office):
    invoice = bill.make_issued(cast.brandt)
    bill.make_payment(invoice, "224.91")
    url = f"/office/invoices/{invoice.pk}/cancellation/"
    assert "224,91 €" in text(office.get(url))
    assert office.post(url, {}).status_code == 422
    assert office.post(url, {"accepts_credit": "on"}).status_code == 302
    assert "Guthaben" in text(office.get(f"/office/invoices/{invoice.pk}/"))


# --- work to bill


@pytest.mark.parametrize("number", [1, 30])
def test_work_to_bill_takes_the_same_queries_for_any_number(cast, office, number, django_assert_num_queries):
    for _ in range(number):
        site = make.make_site(cast.brandt, billing_party=make.make_billing_party(cast.brandt))
        bill.make_signed_report(make.make_job(cast.brandt, site=site))
    office.get("/office/invoices/unbilled/")
    with django_assert_num_queries(4):  # session, viewer, reports, their lines
        assert office.get("/office/invoices/unbilled/").status_code == 200


def test_one_click_makes_the_draft_and_a_second_one_too_many_is_told(cast, office):
    report = bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    assert (
        report.title in text(office.get("/office/invoices/unbilled/")),
        "128,00 €" in text(office.get("/office/invoices/unbilled/")),
    ) == (True, True)
    answer = office.post("/office/invoices/from-reports/", {"reports": [report.pk]})
    draft = Invoice.objects.get()
    assert answer["Location"] == f"/office/invoices/{draft.pk}/"
    again = office.post("/office/invoices/from-reports/", {"reports": [report.pk]})
    assert (again.status_code, "schon abgerechnet" in text(again), Invoice.objects.count()) == (422, True, 1)


def test_reports_of_another_company_cannot_be_billed(cast, office):
    """Nor do they come along with own ones: the whole step stops."""
    report = bill.make_signed_report(make.make_job(cast.altmann, site=cast.altmann_site))
    own = bill.make_signed_report(make.make_job(cast.brandt, site=cast.ufer))
    for picked in ([report.pk], [own.pk, report.pk], [own.pk, 404404], [own.pk, "9" * 30], ["9" * 5000], ["x"]):
        assert office.post("/office/invoices/from-reports/", {"reports": picked}).status_code == 404
    assert (Invoice.objects.count(), ServiceReport.objects.count()) == (0, 2)
    assert office.post("/office/invoices/from-reports/", {"reports": [own.pk]}).status_code == 302
