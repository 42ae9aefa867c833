"""The office's pages for customers, contacts and billing parties, in a browser without script."""

import pytest

from tests import factories as make
from torhaus.customers.models import BillingParty, Contact, Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def filled(**changes):
    values = {
        "name": "Neu GmbH", "kind": "company", "number": "", "email": "", "phone": "", "street": "Weg 1",
        "address_extra": "", "postcode": "79098", "city": "Freiburg", "country": "DE", "note": "", "payment_days": "",
        "vat_id": "", "einvoice_format": "zugferd", "leitweg_id": "", "order_number": "", "cost_centre": "",
        "contract_number": "", "supplier_number": "", "signature_duty": "each",
    }  # fmt: skip
    return values | changes


def test_list_shows_own_customers_only(cast, office):
    page = office.get("/office/customers/").content.decode()
    assert "Hausverwaltung Brandt" in page
    assert "Stadtbau Freiburg" in page
    assert "Familie Altmann" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_six_queries_for_any_number(cast, login, number, django_assert_num_queries):
    provider = make.make_provider()
    client = login(make.make_member(provider, "office").person)
    for _ in range(number):
        make.make_contact(make.make_customer(provider), is_main=True, phone="0761 1")
    client.get("/office/customers/")
    with django_assert_num_queries(4):  # session with person, viewer, customers, main contacts
        assert client.get("/office/customers/").status_code == 200


def test_list_pages_by_key_and_filters_live_in_the_address(cast, login):
    provider = make.make_provider()
    client = login(make.make_member(provider, "office").person)
    for n in range(60):
        make.make_customer(provider, name=f"Kunde {n:02}", kind="authority" if n % 2 else "company", is_prospect=n < 3)
    first = client.get("/office/customers/").content.decode()
    assert ("Kunde 49" in first, "Kunde 50" in first, 'rel="next"' in first) == (True, False, True)
    authorities = client.get("/office/customers/?kind=authority").content.decode()
    assert ("Kunde 01" in authorities, "Kunde 02" in authorities) == (True, False)
    prospects = client.get("/office/customers/?state=prospect").content.decode()
    assert ("Kunde 02" in prospects, "Kunde 03" in prospects) == (True, False)
    assert client.get("/office/customers/?kind=quatsch&state=x&after=y").status_code == 200


def test_empty_list_leads_on(cast, login):
    page = login(make.make_member(make.make_provider(), "owner").person).get("/office/customers/").content.decode()
    assert "Noch keine Kunden" in page
    assert "/office/customers/new/" in page


def test_a_customer_is_created_once_however_often_the_form_arrives(cast, office):
    form = filled(form_key="k" * 20)
    answers = [office.post("/office/customers/new/", form) for _ in range(2)]
    row = Customer.objects.get(name="Neu GmbH")
    assert [(a.status_code, a.url) for a in answers] == [(302, f"/office/customers/{row.pk}/")] * 2
    page = office.get(f"/office/customers/{row.pk}/").content.decode()
    assert ("Neu GmbH" in page, row.number in page, "Noch kein Ansprechpartner" in page) == (True, True, True)


def test_a_wrong_field_keeps_everything_that_was_typed(cast, office):
    answer = office.post(
        "/office/customers/new/",
        filled(vat_id="DE1", leitweg_id="04011000-1234512345-07", postcode="1", street="Mühlweg 3"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler:" in page
    for text in (
        "Mühlweg 3",
        "keine gültige USt-IdNr.",
        "Die Prüfziffer der Leitweg-ID",
        "fünf Ziffern",
        "error-summary",
    ):
        assert text in page
    assert not Customer.objects.filter(name="Neu GmbH").exists()


def test_a_title_of_ten_thousand_signs_and_emoji_is_answered_not_crashed(cast, office):
    assert office.post("/office/customers/new/", filled(name="x" * 10_000)).status_code == 422
    assert office.post("/office/customers/new/", filled(name="Ölpreis 🛢️ שלום")).status_code == 302
    assert Customer.objects.filter(name="Ölpreis 🛢️ שלום").exists()


def test_two_tabs_the_second_sees_what_changed_and_loses_nothing(cast, office):
    address = f"/office/customers/{cast.brandt.pk}/edit/"
    base = filled(name=cast.brandt.name, number=cast.brandt.number, version="1")
    assert office.post(address, base | {"phone": "0761 1"}).status_code == 302
    answer = office.post(address, base | {"phone": "0761 2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "inzwischen jemand anderes geändert" in page
    assert "Telefon – gespeichert ist jetzt: 0761 1" in page
    assert 'value="0761 2"' in page
    assert office.post(address, base | {"phone": "0761 2", "version": "2"}).status_code == 302
    assert Customer.objects.get(pk=cast.brandt.pk).phone == "0761 2"


def test_the_same_edit_twice_is_no_conflict(cast, office):
    form = filled(name="Brandt KG", number=cast.brandt.number, version="1")
    answers = [office.post(f"/office/customers/{cast.brandt.pk}/edit/", form).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Customer.objects.get(pk=cast.brandt.pk).version == 2


def test_portal_columns_cannot_be_slipped_into_the_form(cast, office):
    form = filled(name="Brandt", number=cast.brandt.number, version="1", portal_enabled="", provider=cast.hofer.pk)
    assert office.post(f"/office/customers/{cast.brandt.pk}/edit/", form).status_code == 302
    row = Customer.objects.get(pk=cast.brandt.pk)
    assert (row.name, row.portal_enabled, row.provider_id) == ("Brandt", True, cast.lindner.pk)


@pytest.mark.parametrize("number", [1, 30])
def test_customer_page_takes_at_most_twelve_queries(cast, office, number, django_assert_max_num_queries):
    for _ in range(number):
        make.make_contact(cast.brandt)
        make.make_billing_party(cast.brandt)
        site = make.make_site(cast.brandt)
        make.make_ticket(cast.brandt, site=site)
        make.make_job(cast.brandt, site=site)
    office.get(f"/office/customers/{cast.brandt.pk}/")
    with django_assert_max_num_queries(12):
        assert office.get(f"/office/customers/{cast.brandt.pk}/").status_code == 200


def test_switching_off_and_on(cast, office):
    assert office.post(f"/office/customers/{cast.brandt.pk}/deactivation/").status_code == 302
    assert not Customer.objects.get(pk=cast.brandt.pk).is_active
    assert "Dieser Kunde ist inaktiv" in office.get(f"/office/customers/{cast.brandt.pk}/").content.decode()
    office.post(f"/office/customers/{cast.brandt.pk}/activation/")
    assert Customer.objects.get(pk=cast.brandt.pk).is_active


def test_contacts_are_added_edited_and_switched_off(cast, office):
    form = {
        "salutation": "ms",
        "first_name": "Miriam",
        "last_name": "Brandt",
        "email": "M@brandt.example",
        "language": "de",
    }
    assert office.post(f"/office/customers/{cast.brandt.pk}/contacts/new/", form).status_code == 302
    contact = Contact.objects.get(customer=cast.brandt)
    assert (contact.email, contact.is_main) == ("m@brandt.example", True)
    edited = office.post(f"/office/customers/contacts/{contact.pk}/", form | {"email": "falsch", "version": "1"})
    assert (edited.status_code, "keine E-Mail-Adresse" in edited.content.decode()) == (422, True)
    office.post(f"/office/customers/contacts/{contact.pk}/deactivation/")
    assert not Contact.objects.get(pk=contact.pk).is_active


def test_billing_parties_are_added_and_edited(cast, office):
    form = {"name": "WEG Rosenweg 21", "care_of": "Brandt", "postcode": "79100", "city": "Freiburg", "country": "DE"}
    assert office.post(f"/office/customers/{cast.brandt.pk}/billing-parties/new/", form).status_code == 302
    party = BillingParty.objects.get(customer=cast.brandt)
    address = f"/office/customers/billing-parties/{party.pk}/"
    assert office.post(address, form | {"name": "WEG 21", "version": "1"}).status_code == 302
    assert BillingParty.objects.get(pk=party.pk).name == "WEG 21"


def test_foreign_rows_are_not_there(cast, office, login):
    foreign = {
        "/office/customers/{}/": cast.altmann.pk, "/office/customers/{}/edit/": cast.altmann.pk,
        "/office/customers/{}/contacts/new/": cast.altmann.pk,
        "/office/customers/contacts/{}/": make.make_contact(cast.altmann).pk,
        "/office/customers/billing-parties/{}/": make.make_billing_party(cast.altmann).pk,
    }  # fmt: skip
    owner = login(cast["owner2"])
    for address, pk in foreign.items():
        assert owner.get(address.format(pk)).status_code == 200, address
        assert office.get(address.format(pk)).status_code == 404, address
        assert office.post(address.format(pk), filled()).status_code in {404, 405}, address
    assert office.post(f"/office/customers/{cast.altmann.pk}/deactivation/").status_code == 404
    assert Customer.objects.get(pk=cast.altmann.pk).is_active


def test_technicians_and_customers_stay_outside(cast, login):
    for person in ("tech1", "brandt.all"):
        assert login(cast[person]).get("/office/customers/").status_code in {302, 404}, person


def test_customer_s_page_leads_to_a_new_invoice_for_it(cast, office, login):
    address = f"/office/customers/{cast.brandt.pk}/"
    assert f"/office/invoices/new/?customer={cast.brandt.pk}" in office.get(address).text
    accountant = make.make_member(cast.lindner, "accountant").person
    text = login(accountant).get(address)
    assert (text.status_code, "Neue Rechnung" in text.text) in {(200, False), (404, False)}
