"""„Ihre Angaben“: own contact data at once, the rest by a wish that the office decides."""

import pytest
from django.utils import timezone

from tests import factories as make
from tests.mailserver import text_of
from torhaus.customers.actions import ask_change, confirm_change, decline_change
from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer
from torhaus.delivery import outbox, post
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import name_deputy
from torhaus.portal_access.models import PortalAccess


@pytest.fixture
def own(cast):
    contact = make.make_contact(cast.brandt, first_name="Miriam", last_name="Brandt", phone="0761 1")
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(contact=contact)
    return contact


def wanted(customer, **fields):
    names = ("name", "street", "address_extra", "postcode", "city", "country", "email", "phone", "vat_id")
    return {name: getattr(customer, name) for name in names} | {"wish": ""} | fields


def told(mailbox):
    outbox.tell_news()
    post.send_due()
    return [(str(mail["To"]), str(mail["Subject"])) for mail in mailbox.arrived]


def test_own_contact_data_change_at_once_and_the_office_reads_who_did_it(cast, login, own):
    client = login(cast["brandt.all"])
    values = {
        "salutation": "ms",
        "first_name": "Miriam",
        "last_name": "Brandt-Weiß",
        "phone": "0761 99",
        "version": own.version,
    }
    assert (
        client.post(
            f"/portal/details/contacts/{own.pk}/", values | {"email": "x@x.example", "is_main": "on"}
        ).status_code
        == 302
    )
    own.refresh_from_db()
    assert (own.last_name, own.phone, own.is_main) == ("Brandt-Weiß", "0761 99", False)
    assert own.email.endswith("@kunde.example")
    assert "Brandt-Weiß" in login(cast["office1"]).get(f"/office/customers/{cast.brandt.pk}/").text


def test_second_tab_is_422_and_keeps_what_was_typed(cast, login, own):
    client = login(cast["brandt.all"])
    values = {"salutation": "ms", "last_name": "Eins", "version": own.version}
    client.post(f"/portal/details/contacts/{own.pk}/", values)
    page = client.post(f"/portal/details/contacts/{own.pk}/", values | {"last_name": "Zwei"})
    assert (page.status_code, 'value="Zwei"' in page.text) == (422, True)
    assert Contact.objects.get(pk=own.pk).last_name == "Eins"


def test_only_the_own_contact(cast, login, own):
    other = make.make_contact(cast.brandt)
    assert login(cast["brandt.all"]).get(f"/portal/details/contacts/{other.pk}/").status_code == 404
    assert login(cast["brandt.colleague"]).get(f"/portal/details/contacts/{own.pk}/").status_code == 404
    assert login(cast["brandt.all"]).get(f"/portal/details/contacts/{own.pk}/").status_code == 200


def test_wish_changes_nothing_until_the_office_agrees(cast, login, mailbox):
    client = login(cast["brandt.all"])
    values = wanted(cast.brandt, name="Brandt Hausverwaltung GmbH", street="Neue Straße 1", wish="Ab sofort")
    answer = client.post(f"/portal/details/customers/{cast.brandt.pk}/", values | {"form_key": "k" * 24})
    client.post(f"/portal/details/customers/{cast.brandt.pk}/", values | {"form_key": "k" * 24})
    assert answer.status_code == 302
    row = ChangeRequest.objects.get()
    assert row.changes == {
        "name": ["Hausverwaltung Brandt", "Brandt Hausverwaltung GmbH"],
        "street": ["Nebenweg 2", "Neue Straße 1"],
    }
    assert Customer.objects.get(pk=cast.brandt.pk).name == "Hausverwaltung Brandt"
    assert "offen" in client.get("/portal/details/").text
    assert sorted(address for address, _subject in told(mailbox)) == sorted(
        f"{cast[key]} <{cast[key].email}>" for key in ("owner1", "office1")
    )
    office = login(cast["office1"])
    assert f"/office/change-requests/{row.pk}/" in office.get(f"/office/customers/{cast.brandt.pk}/").text
    assert "Änderungswünsche" in office.get("/office/").text
    page = office.get(f"/office/change-requests/{row.pk}/").text
    assert "Nebenweg 2" in page
    assert "Neue Straße 1" in page
    mailbox.arrived.clear()
    office.post(f"/office/change-requests/{row.pk}/confirmation/")
    fresh = Customer.objects.get(pk=cast.brandt.pk)
    assert (fresh.name, fresh.street) == ("Brandt Hausverwaltung GmbH", "Neue Straße 1")
    [(to, subject)] = told(mailbox)
    assert (cast["brandt.all"].email in to, subject) == (True, "Ihre Daten sind geändert")
    assert "übernommen" in client.get("/portal/details/").text


def test_refusal_needs_a_reason_and_the_customer_reads_it(cast, login, mailbox):
    row = ask_change(customer=cast.brandt, by=cast["brandt.all"], name="Anders")
    office = login(cast["office1"])
    assert office.post(f"/office/change-requests/{row.pk}/refusal/", {"reason": " "}).status_code == 422
    told(mailbox)
    mailbox.arrived.clear()
    office.post(f"/office/change-requests/{row.pk}/refusal/", {"reason": "Bitte erst den Registerauszug"})
    assert Customer.objects.get(pk=cast.brandt.pk).name == "Hausverwaltung Brandt"
    told(mailbox)
    [mail] = mailbox.arrived
    assert "Bitte erst den Registerauszug" in text_of(mail)
    assert "Bitte erst den Registerauszug" in login(cast["brandt.all"]).get("/portal/details/").text


def test_decided_once(cast):
    row = ask_change(customer=cast.brandt, by=cast["brandt.all"], name="Anders")
    confirm_change(request=row, by=cast["office1"])
    with pytest.raises(Refused):
        decline_change(request=row, by=cast["office1"], reason="zu spät")
    assert Customer.objects.get(pk=cast.brandt.pk).name == "Anders"


def test_billing_address_of_those_who_see_invoices(cast, login):
    party = make.make_billing_party(cast.brandt)
    address = f"/portal/details/parties/{party.pk}/"
    assert party.name in login(cast["brandt.all"]).get("/portal/details/").text
    assert party.name not in login(cast["brandt.colleague"]).get("/portal/details/").text
    assert login(cast["brandt.colleague"]).get(address).status_code == 404
    assert login(cast["stadtbau.all"]).get(address).status_code == 404
    values = {
        "name": party.name,
        "street": "Neu 1",
        "postcode": "79098",
        "city": "Freiburg",
        "country": "DE",
        "care_of": "",
    }
    assert login(cast["brandt.all"]).post(address, values).status_code == 302
    row = ChangeRequest.objects.get()
    assert (row.party, set(row.changes)) == (party, {"street", "care_of"})
    confirm_change(request=row, by=cast["office1"])
    fresh = BillingParty.objects.get(pk=party.pk)
    assert (fresh.street, fresh.care_of) == ("Neu 1", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Name"),
        ("vat_id", "DE1", "USt-IdNr."),
        ("postcode", "12", "Postleitzahl"),
        ("email", "x", "E-Mail"),
    ],
)
def test_mistakes_are_422_and_keep_the_wish(cast, login, field, value, words):
    values = wanted(cast.brandt, wish="Bleibt stehen", **{field: value})
    page = login(cast["brandt.all"]).post(f"/portal/details/customers/{cast.brandt.pk}/", values)
    assert page.status_code == 422
    assert "Bleibt stehen" in page.text
    assert not ChangeRequest.objects.exists()


def test_nothing_changed_is_no_wish(cast, login):
    page = login(cast["brandt.all"]).post(f"/portal/details/customers/{cast.brandt.pk}/", wanted(cast.brandt))
    assert (page.status_code, "nichts geändert" in page.text) == (422, True)


def test_fields_outside_the_form_are_not_taken(cast, login):
    values = wanted(cast.brandt, name="Neu", payment_days="90", portal_enabled="", number="K-1", note="x")
    login(cast["brandt.all"]).post(f"/portal/details/customers/{cast.brandt.pk}/", values)
    assert set(ChangeRequest.objects.get().changes) == {"name"}
    with pytest.raises(TypeError):
        ask_change(customer=cast.brandt, by=cast["brandt.all"], payment_days=90)


def test_deputy_does_not_change_the_entry_of_whom_they_stand_in_for(cast, login, own):
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    today = timezone.localdate()
    deputy = PortalAccess.objects.get(person=cast["brandt.colleague"])
    name_deputy(access=access, deputy=deputy, starts_on=today, ends_on=today, by=cast["brandt.all"])
    assert login(cast["brandt.colleague"]).get(f"/portal/details/contacts/{own.pk}/").status_code == 404
    assert login(cast["brandt.all"]).get(f"/portal/details/contacts/{own.pk}/").status_code == 200


def test_whoever_has_nothing_there_is_not_led_there(cast, login):
    for key, is_led in (("brandt.all", True), ("stadtbau.job", False)):
        assert ("/portal/details/" in login(cast[key]).get("/portal/").content.decode()) is is_led
