"""The portal's pages for sites."""

from decimal import Decimal

import pytest

from tests import factories as make
from torhaus.customers import actions
from torhaus.customers.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def brandt(cast, login):
    return login(cast["brandt.all"])


def page_of(client, address="/portal/sites/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_shows_own_open_sites_with_their_state(cast, brandt):
    make.make_ticket(cast.brandt, site=cast.ufer)
    make.make_site(cast.brandt, name="Geschlossen", is_active=False)
    page = page_of(brandt)
    assert ("Uferstraße 4" in page, "1 Meldung offen" in page, "Lindenhof 12" in page) == (True, True, True)
    assert ("Baustelle Nord" in page, "Geschlossen" in page) == (False, False)


def test_search_finds_by_name_and_street(cast, brandt):
    actions.create_site(customer=cast.brandt, by=None, name="Wärmezentrale", street="Rosenweg 21", postcode="79098")
    for words in ("wärmez", "rosenweg"):
        page = page_of(brandt, f"/portal/sites/?q={words}")
        assert ("Wärmezentrale" in page, "Lindenhof 12" in page) == (True, False)
    assert "Nichts gefunden" in page_of(brandt, "/portal/sites/?q=xyz")


def test_a_section_of_the_map_lists_what_stands_there(cast, brandt):
    Site.objects.filter(pk=cast.ufer.pk).update(latitude=Decimal("47.99"), longitude=Decimal("7.85"))
    Site.objects.filter(pk=cast.lindenhof.pk).update(latitude=Decimal("48.99"), longitude=Decimal("8.85"))
    page = page_of(brandt, "/portal/sites/?box=7.80000,47.90000,7.90000,48.00000")
    assert ("Uferstraße 4" in page, "Lindenhof 12" in page, "regionmap" in page) == (True, False, True)
    for box in ("x", "1,2,3", "nan,1,2,3", "1e999,0,0,0", "7.85,47.99,7.85,47.99"):
        page_of(brandt, f"/portal/sites/?box={box}")


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_at_most_six_queries(cast, login, number, django_assert_max_num_queries):
    customer = make.make_customer(cast.lindner, kind="manager")
    client = login(make.make_access(customer).person)
    for _ in range(number):
        make.make_ticket(customer, site=make.make_site(customer))
    client.get("/portal/sites/")
    with django_assert_max_num_queries(6):
        assert client.get("/portal/sites/").status_code == 200


def test_list_pages_by_key(cast, login):
    customer = make.make_customer(cast.lindner, kind="manager")
    for n in range(60):
        make.make_site(customer, name=f"Objekt {n:02}")
    page = page_of(login(make.make_access(customer).person))
    assert ("Objekt 49" in page, "Objekt 50" in page, 'rel="next"' in page) == (True, False, True)


def test_site_page_shows_what_is_open_and_reports_with_the_place_filled_in(cast, brandt):
    room = make.make_room(cast.ufer, name="Heizungskeller")
    make.make_ticket(cast.brandt, site=cast.ufer, room=room, title="Rohr tropft")
    make.make_visit(make.make_job(cast.brandt, site=cast.ufer, title="Rohr undicht"))
    page = page_of(brandt, f"/portal/sites/{cast.ufer.pk}/")
    for text in ("Rohr tropft", "Rohr undicht", "Heizungskeller", f"/portal/tickets/new/?site={cast.ufer.pk}"):
        assert text in page
    assert f"?site={cast.ufer.pk}&amp;room={room.pk}" in page
    assert brandt.get(f"/portal/tickets/new/?site={cast.ufer.pk}&room={room.pk}").status_code == 200


def test_internal_facts_of_a_site_stay_in_the_office(cast, brandt):
    Site.objects.filter(pk=cast.ufer.pk).update(access_note="Code 4711", contact_name="Geheim")
    page = page_of(brandt, f"/portal/sites/{cast.ufer.pk}/")
    assert ("4711" in page, "Geheim" in page) == (False, False)


@pytest.mark.parametrize("number", [1, 30])
def test_site_page_takes_at_most_twelve_queries(cast, brandt, number, django_assert_max_num_queries):
    job = make.make_job(cast.brandt, site=cast.ufer)
    for _ in range(number):
        make.make_room(cast.ufer)
        make.make_ticket(cast.brandt, site=cast.ufer)
        make.make_visit(job)
    brandt.get(f"/portal/sites/{cast.ufer.pk}/")
    with django_assert_max_num_queries(12):
        assert brandt.get(f"/portal/sites/{cast.ufer.pk}/").status_code == 200


def test_foreign_and_closed_sites_are_not_there(cast, brandt, login):
    address = f"/portal/sites/{cast.altmann_site.pk}/"
    assert login(cast["altmann.all"]).get(address).status_code == 200
    assert brandt.get(address).status_code == 404
    assert login(cast["brandt.site"]).get(f"/portal/sites/{cast.lindenhof.pk}/").status_code == 404
    assert brandt.get(f"/portal/sites/{cast.lindenhof.pk}/").status_code == 200
    actions.set_site_active(site=cast.lindenhof, is_active=False, by=None)
    assert brandt.get(f"/portal/sites/{cast.lindenhof.pk}/").status_code == 404
