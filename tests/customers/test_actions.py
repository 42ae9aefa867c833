"""Writes to master data: checks, versions, one main contact, positions, rooms, search."""

from decimal import Decimal

import pytest

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.customers import actions, places, queries
from torhaus.customers.models import BillingParty, Contact, Customer, Room, Site
from torhaus.kernel.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast):
    return cast["office1"]


def test_new_customers_get_numbers_from_10001_on(cast, office):
    first = actions.create_customer(provider=cast.hofer, by=office, name="Erste GmbH")
    second = actions.create_customer(provider=cast.hofer, by=office, name="Zweite GmbH")
    assert (first.number, second.number) == ("K-10001", "K-10002")


def test_a_number_that_an_import_used_is_skipped(cast, office):
    actions.create_customer(provider=cast.hofer, by=office, name="Import", number="K-10001")
    assert actions.create_customer(provider=cast.hofer, by=office, name="Neu").number == "K-10002"


def test_a_taken_number_is_refused_and_nothing_is_written(cast, office):
    with pytest.raises(Refused, match="schon vergeben"):
        actions.create_customer(provider=cast.lindner, by=office, name="Doppelt", number=cast.brandt.number)
    assert not Customer.objects.filter(name="Doppelt").exists()
    other = make.make_customer(cast.lindner)
    with pytest.raises(Refused, match="schon vergeben"):
        actions.change_customer(customer=other, by=office, number=cast.brandt.number)


def test_a_change_records_old_and_new_and_moves_the_version(cast, office):
    changed = actions.change_customer(customer=cast.brandt, by=office, version=1, name="Brandt KG", phone="0761 1")
    assert (changed.name, changed.version) == ("Brandt KG", 2)
    row = Activity.objects.get(verb="customer.changed", customer_id=cast.brandt.pk)
    assert row.data == {"changes": {"name": ["Hausverwaltung Brandt", "Brandt KG"], "phone": ["", "0761 1"]}}
    assert (row.actor_id, row.is_public) == (office.pk, False)


def test_saving_without_a_change_writes_nothing(cast, office):
    actions.change_customer(customer=cast.brandt, by=office, version=1, name=cast.brandt.name)
    assert not Activity.objects.filter(verb="customer.changed").exists()
    assert Customer.objects.get(pk=cast.brandt.pk).version == 1


def test_the_second_of_two_tabs_is_told(cast, office):
    actions.change_customer(customer=cast.brandt, by=office, version=1, phone="1")
    with pytest.raises(Conflict):
        actions.change_customer(customer=cast.brandt, by=office, version=1, phone="2")
    assert Customer.objects.get(pk=cast.brandt.pk).phone == "1"


def test_columns_of_the_portal_cannot_be_set_by_an_edit(cast, office):
    with pytest.raises(TypeError, match="portal_enabled"):
        actions.change_customer(customer=cast.brandt, by=office, portal_enabled=True)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("vat_id", "de 123 456 788", "DE123456788"),
        ("vat_id", "ATU 57194903", "ATU57194903"),
        ("leitweg_id", "04011000-1234512345-06", "04011000-1234512345-06"),
        ("email", " Info@Brandt.Example ", "info@brandt.example"),
        ("email", "Info@Müller-Söhne.de", "info@müller-söhne.de"),
        ("email", "info@xn--mller-shne-kcb9d.de", "info@müller-söhne.de"),
        ("postcode", "1067", "01067"),
        ("postcode", "D-79098", "79098"),
        ("name", "Kaf\u200bfee \x00GmbH ", "Kaffee GmbH"),
    ],
)
def test_what_is_typed_is_kept_in_its_proper_form(cast, office, field, typed, kept):
    assert getattr(actions.change_customer(customer=cast.brandt, by=office, **{field: typed}), field) == kept


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("vat_id", "DE123456789", "keine gültige USt-IdNr."),
        ("vat_id", "12345", "Länderkürzel"),
        ("leitweg_id", "04011000-1234512345-07", "Prüfziffer"),
        ("leitweg_id", "Rathaus", "keine Leitweg-ID"),
        ("email", "brandt(at)example", "keine E-Mail-Adresse"),
        ("email", "müller@brandt.example", "vor dem @ einen Umlaut"),
        ("postcode", "790981", "fünf Ziffern"),
        ("postcode", "Freiburg", "fünf Ziffern"),
        ("name", "  ", "Name fehlt"),
        ("name", "x" * 10_000, "höchstens 200 Zeichen"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(cast, office, field, typed, reason):
    with pytest.raises(Refused, match=reason):
        actions.change_customer(customer=cast.brandt, by=office, **{field: typed})


def test_a_foreign_postcode_is_not_held_to_german_rules(cast, office):
    changed = actions.change_customer(customer=cast.brandt, by=office, country="at", postcode="6020")
    assert (changed.country, changed.postcode) == ("AT", "6020")


def test_the_first_contact_is_the_main_one_and_a_new_one_takes_that_over(cast, office):
    miriam = actions.create_contact(customer=cast.brandt, by=office, last_name="Brandt", first_name="Miriam")
    assert miriam.is_main
    jan = actions.create_contact(customer=cast.brandt, by=office, last_name="Jansen", is_main=True)
    assert list(Contact.objects.filter(customer=cast.brandt, is_main=True)) == [jan]
    actions.change_contact(contact=jan, by=office, is_active=False)
    assert not Contact.objects.filter(customer=cast.brandt, is_main=True).exists()


def test_switching_a_customer_off_and_on(cast, office):
    assert not actions.set_customer_active(customer=cast.brandt, is_active=False, by=office).is_active
    assert actions.set_customer_active(customer=cast.brandt, is_active=True, by=office).version == 3


def test_billing_party_is_created_and_changed(cast, office):
    party = actions.create_billing_party(
        customer=cast.brandt, by=office, name="WEG Rosenweg 21", care_of="Hausverwaltung Brandt", postcode="79100"
    )
    changed = actions.change_billing_party(party=party, by=office, version=1, leitweg_id="04011000-1234512345-06")
    assert BillingParty.objects.get(pk=party.pk).leitweg_id == changed.leitweg_id == "04011000-1234512345-06"


def test_a_site_stands_in_the_middle_of_its_postcode(cast, office):
    site = actions.create_site(customer=cast.brandt, by=office, name="Marktplatz 7", postcode="79098")
    assert (site.latitude, site.longitude) == (Decimal("47.994862"), Decimal("7.848523"))
    moved = actions.change_site(site=site, by=office, postcode="79100")
    assert (moved.latitude, moved.longitude) == (Decimal("47.949120"), Decimal("7.865619"))


def test_a_position_set_by_hand_stays_when_the_postcode_changes(cast, office):
    site = actions.create_site(customer=cast.brandt, by=office, name="Marktplatz 7", postcode="79098")
    by_hand = {"latitude": Decimal("47.990000"), "longitude": Decimal("7.850000")}
    actions.change_site(site=site, by=office, **by_hand)
    moved = actions.change_site(site=site, by=office, postcode="79100")
    assert (moved.latitude, moved.longitude) == tuple(by_hand.values())
    cleared = actions.change_site(site=site, by=office, latitude=None, longitude=None)
    assert cleared.latitude == Decimal("47.949120")


def test_an_unknown_postcode_leaves_the_site_without_position(cast, office):
    site = actions.create_site(customer=cast.brandt, by=office, name="Irgendwo", postcode="00000")
    assert (site.latitude, site.longitude) == (None, None)
    assert places.point_of("6020", country="AT") is None


def test_half_a_position_and_a_foreign_billing_party_are_refused(cast, office):
    with pytest.raises(Refused, match="Breite und Länge"):
        actions.create_site(customer=cast.brandt, by=office, name="Halb", latitude=Decimal(48))
    party = make.make_billing_party(cast.stadtbau)
    with pytest.raises(Refused, match="anderen Kunden"):
        actions.create_site(customer=cast.brandt, by=office, name="Fremd", billing_party=party)
    assert not Site.objects.filter(name__in=["Halb", "Fremd"]).exists()


def test_rooms_come_as_a_list_and_known_ones_are_left_out(cast, office):
    make.make_room(cast.ufer, name="Keller")
    rooms = actions.create_rooms(site=cast.ufer, by=office, lines="keller\nWE 01; EG\nWE 02\t1. OG\n\nWE 01")
    assert [(room.name, room.floor) for room in rooms] == [("WE 01", "EG"), ("WE 02", "1. OG")]
    assert Room.objects.filter(site=cast.ufer).count() == 3
    with pytest.raises(Refused, match="mindestens einen Raum"):
        actions.create_rooms(site=cast.ufer, by=office, lines=" \n ")
    with pytest.raises(Refused, match="gibt es hier schon"):
        actions.change_room(room=rooms[0], by=office, name="WE 02")


@pytest.mark.parametrize("words", ["0761 5550142", "+49 761 555-0142", "07615550142", "0761/555", "Jans", "jansen pet"])
def test_callers_are_found_by_number_and_name(cast, office, words):
    actions.create_contact(
        customer=cast.brandt, by=office, first_name="Petra", last_name="Jansen", phone="+49 (0)761 5550142"
    )
    actions.create_contact(
        customer=cast.altmann, by=office, first_name="Petra", last_name="Jansen", phone="0761 5550142"
    )
    found = queries.callers(Contact.objects.filter(provider=cast.lindner), provider_id=cast.lindner.pk, words=words)
    assert [str(contact) for contact in found] == ["Petra Jansen"]
    customers = queries.searched(
        Customer.objects.filter(provider=cast.lindner), provider_id=cast.lindner.pk, words=words
    )
    assert list(customers) == [cast.brandt]
