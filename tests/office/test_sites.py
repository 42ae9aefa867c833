"""The office's pages for sites and rooms."""

from decimal import Decimal

import pytest

from tests import factories as make
from torhaus.customers.models import Room, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def filled(**changes):
    values = {
        "name": "Rosenweg 21", "number": "021", "street": "Rosenweg 21", "address_extra": "", "postcode": "79098",
        "city": "Freiburg", "country": "DE", "latitude": "", "longitude": "", "contact_name": "", "contact_phone": "",
        "access_note": "", "billing_party": "", "order_number": "", "cost_centre": "", "show_visits": "inherit",
        "show_invoices": "hide", "show_performers": "inherit", "show_reports": "inherit", "show_times": "inherit",
    }  # fmt: skip
    return values | changes


def test_list_shows_own_sites_and_narrows_to_a_customer(cast, office):
    page = office.get("/office/sites/").content.decode()
    assert ("Uferstraße 4" in page, "Baustelle Nord" in page, "Haus Altmann" in page) == (True, True, False)
    page = office.get(f"/office/sites/?customer={cast.brandt.pk}").content.decode()
    assert ("Uferstraße 4" in page, "Baustelle Nord" in page) == (True, False)
    assert office.get(f"/office/sites/?customer={cast.altmann.pk}").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_three_queries_for_any_number(cast, login, number, django_assert_num_queries):
    customer = make.make_customer(make.make_provider())
    client = login(make.make_member(customer.provider, "office").person)
    for _ in range(number):
        make.make_site(customer)
    client.get("/office/sites/")
    with django_assert_num_queries(3):  # session with person, viewer, sites
        assert client.get("/office/sites/").status_code == 200


def test_a_site_is_created_where_its_postcode_is_and_moved_by_hand(cast, office):
    answer = office.post(f"/office/sites/new/{cast.brandt.pk}/", filled())
    site = Site.objects.get(name="Rosenweg 21")
    assert (answer.status_code, answer.url) == (302, f"/office/sites/{site.pk}/")
    assert (site.latitude, site.show_invoices) == (Decimal("47.994862"), "hide")
    office.post(f"/office/sites/{site.pk}/edit/", filled(latitude="47,99", longitude="7,85", version="1"))
    site.refresh_from_db()
    assert (site.latitude, site.longitude, site.version) == (Decimal("47.99"), Decimal("7.85"), 2)
    page = office.get(f"/office/sites/{site.pk}/").content.decode()
    assert ("47,9900° N, 7,8500° O" in page, "hier festgelegt" in page) == (True, True)


def test_half_a_position_keeps_the_form_filled(cast, office):
    answer = office.post(f"/office/sites/new/{cast.brandt.pk}/", filled(latitude="47,99", contact_name="Herr Ruf"))
    page = answer.content.decode()
    assert (answer.status_code, "Zur Position gehören" in page, "Herr Ruf" in page) == (422, True, True)


def test_a_billing_party_of_another_customer_cannot_be_chosen(cast, office):
    party = make.make_billing_party(cast.stadtbau)
    assert office.post(f"/office/sites/new/{cast.brandt.pk}/", filled(billing_party=party.pk)).status_code == 422
    assert not Site.objects.filter(name="Rosenweg 21").exists()
    assert office.post(f"/office/sites/new/{cast.stadtbau.pk}/", filled(billing_party=party.pk)).status_code == 302


def test_rooms_are_added_from_a_list(cast, office):
    address = f"/office/sites/{cast.ufer.pk}/rooms/"
    assert office.post(address, {"lines": "WE 01; EG\nWE 02; 1. OG"}).status_code == 302
    assert office.post(address, {"lines": "WE 01; EG\nWE 02; 1. OG"}).status_code == 302
    assert Room.objects.filter(site=cast.ufer).count() == 2
    answer = office.post(address, {"lines": "x" * 200})
    assert (answer.status_code, "höchstens 120 Zeichen" in answer.content.decode()) == (422, True)
    room = Room.objects.get(name="WE 02")
    assert office.post(f"/office/sites/rooms/{room.pk}/", {"name": "WE 01", "version": "1"}).status_code == 422
    assert (
        office.post(f"/office/sites/rooms/{room.pk}/", {"name": "WE 2", "is_active": "on", "version": "1"}).status_code
        == 302
    )


@pytest.mark.parametrize("number", [1, 30])
def test_site_page_takes_at_most_twelve_queries(cast, office, number, django_assert_max_num_queries):
    job = make.make_job(cast.brandt, site=cast.ufer)
    for _ in range(number):
        make.make_room(cast.ufer)
        make.make_ticket(cast.brandt, site=cast.ufer)
        make.make_visit(job)
    office.get(f"/office/sites/{cast.ufer.pk}/")
    with django_assert_max_num_queries(12):
        assert office.get(f"/office/sites/{cast.ufer.pk}/").status_code == 200


def test_closing_and_opening(cast, office):
    office.post(f"/office/sites/{cast.ufer.pk}/deactivation/")
    assert not Site.objects.get(pk=cast.ufer.pk).is_active
    assert f"/office/sites/{cast.ufer.pk}/" not in office.get("/office/sites/").content.decode()
    assert f"/office/sites/{cast.ufer.pk}/" in office.get("/office/sites/?state=inactive").content.decode()
    office.post(f"/office/sites/{cast.ufer.pk}/activation/")
    assert Site.objects.get(pk=cast.ufer.pk).is_active


def test_technician_reads_sites_of_own_visits_without_links_to_customers(cast, login):
    member = cast["tech1"].memberships.get()
    make.make_visit(make.make_job(cast.brandt, site=cast.ufer), performers=(member,))
    client = login(cast["tech1"])
    page = client.get(f"/office/sites/{cast.ufer.pk}/").content.decode()
    assert ("Uferstraße 4" in page, f"/office/customers/{cast.brandt.pk}/" in page, "Bearbeiten" in page) == (
        True,
        False,
        False,
    )
    assert client.get(f"/office/sites/{cast.lindenhof.pk}/").status_code == 404
    assert client.get(f"/office/sites/{cast.ufer.pk}/edit/").status_code == 404


def test_foreign_sites_are_not_there(cast, office, login):
    room = make.make_room(cast.altmann_site)
    owner = login(cast["owner2"])
    pk = cast.altmann_site.pk
    for address in (
        f"/office/sites/{pk}/",
        f"/office/sites/{pk}/edit/",
        f"/office/sites/{pk}/rooms/",
        f"/office/sites/rooms/{room.pk}/",
    ):
        assert owner.get(address).status_code == 200, address
        assert office.get(address).status_code == 404, address
    assert office.post(f"/office/sites/{pk}/deactivation/").status_code == 404
