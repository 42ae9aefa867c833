"""The portal's start page: what waits, map and list, visits, running requests; constant cost; nothing foreign."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.customers.models import Site
from torhaus.portal.home.greeting import day_line, greeting
from torhaus.tickets.models import TicketAttachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def brandt(cast, login):
    return login(cast["brandt.all"])


def page_of(client, address="/portal/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def place(site, *, latitude="47.99", longitude="7.85"):
    Site.objects.filter(pk=site.pk).update(latitude=Decimal(latitude), longitude=Decimal(longitude))


@pytest.mark.parametrize(
    ("salutation", "first", "last", "hour", "words"),
    [
        ("ms", "Miriam", "Brandt", 8, "Guten Morgen, Frau Brandt"),
        ("mr", "Jan", "Ruf", 13, "Guten Tag, Herr Ruf"),
        ("family", "", "Altmann", 20, "Guten Abend, Familie Altmann"),
        ("diverse", "Kim", "Weber", 13, "Guten Tag, Kim Weber"),
        ("none", "Kim", "Weber", 13, "Guten Tag, Kim Weber"),
        ("ms", "Miriam", "", 2, "Guten Abend, Miriam"),
        ("none", "", "", 13, "Guten Tag"),
    ],
)
def test_greeting_by_hour_and_form_of_address(salutation, first, last, hour, words):
    person = Person(salutation=salutation, first_name=first, last_name=last, username="x")
    now = timezone.make_aware(dt.datetime(2026, 11, 23, hour))
    assert greeting(person, now=now) == words


def test_the_day_in_one_line():
    monday = dt.date(2026, 11, 23)
    assert day_line(visits_today=0, tasks=0, today=monday) == "Montag, 23. November."
    line = day_line(visits_today=1, tasks=3, today=monday)
    assert line == "Montag, 23. November. Heute haben Sie einen Termin, 3 Vorgänge warten auf Sie."


def test_what_waits_comes_with_one_button_each(cast, brandt):
    make.make_ticket(cast.brandt, site=cast.ufer, title="Welche Farbe?", status="waiting")
    make.make_ticket(cast.stadtbau, title="Fremde Frage", status="waiting")
    page = page_of(brandt)
    assert ("Rückfrage: Welche Farbe?" in page, "Antworten" in page, "Fremde Frage" in page) == (True, True, False)


def test_nothing_to_do_says_so(cast, brandt):
    assert "Gerade wartet nichts auf Sie." in page_of(brandt)


def test_map_and_list_show_every_site_with_its_state(cast, brandt):
    place(cast.ufer)
    place(cast.lindenhof, longitude="7.9")
    make.make_ticket(cast.brandt, site=cast.ufer)
    make.make_ticket(cast.brandt, site=cast.ufer, urgency="emergency")
    make.make_ticket(cast.brandt, site=cast.lindenhof, status="done")
    page = page_of(brandt)
    assert 'aria-label="Uferstraße 4: 1 Meldung dringend, 1 Meldung offen"' in page
    assert 'aria-label="Lindenhof 12: Nichts offen"' in page
    assert "Baustelle Nord" not in page
    assert page.rindex("1 Meldung dringend") < page.rindex("Nichts offen")  # in the list, the worst first


def test_a_pin_selects_its_site_without_script(cast, brandt):
    place(cast.ufer)
    place(cast.lindenhof, longitude="7.9")
    page = page_of(brandt, f"/portal/?site={cast.lindenhof.pk}")
    assert ('class="bubble"' in page, page.count('aria-current="true"')) == (True, 2)
    assert 'class="bubble"' not in page_of(brandt, "/portal/?site=x")
    assert 'class="bubble"' not in page_of(brandt, f"/portal/?site={cast.baustelle.pk}")


def test_a_person_with_one_site_sees_only_that(cast, login):
    place(cast.ufer)
    place(cast.lindenhof)
    page = page_of(login(cast["brandt.site"]))
    assert ("Uferstraße 4" in page, "Lindenhof 12" in page) == (True, False)


def test_a_household_meets_neither_map_nor_sites(cast, login):
    place(cast.altmann_site)
    client = login(cast["altmann.all"])
    assert "regionmap" in page_of(client)
    cast.altmann.kind = "household"
    cast.altmann.save()
    page = page_of(client)
    assert ("regionmap" in page, "Ihre Objekte" in page, "Melden" in page) == (False, False, True)


def test_visits_of_today_reach_list_and_site(cast, brandt):
    place(cast.ufer)
    member = make.make_member(cast.lindner, "technician", first_name="Tarek", last_name="Aydın")
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohr undicht")
    with time_machine.travel(dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)):
        make.make_visit(job, performers=(member,), starts_at=timezone.now() + dt.timedelta(hours=3))
        page = page_of(brandt)
    assert "Heute haben Sie einen Termin" in page
    assert "heute 12:00 bis 14:00 Uhr" in page
    assert "Tarek Aydın" in page


def test_hidden_visits_and_performers_leave_no_trace(cast, login):
    member = make.make_member(cast.lindner, "technician", first_name="Tarek", last_name="Aydın")
    place(cast.ufer)
    make.make_visit(make.make_job(cast.brandt, site=cast.ufer, title="Geheimer Einsatz"), performers=(member,))
    client = login(cast["brandt.all"])
    assert "Geheimer Einsatz" in page_of(client)
    cast.brandt.show_performers = "hidden"
    cast.brandt.save()
    assert ("Geheimer Einsatz" in page_of(client), "Tarek" in page_of(client)) == (True, False)
    cast.brandt.show_visits = False
    cast.brandt.save()
    assert "Geheimer Einsatz" not in page_of(client)


def test_running_requests_show_four_steps(cast, brandt):
    make.make_ticket(cast.brandt, site=cast.ufer, title="Rohr tropft", status="planned")
    make.make_ticket(cast.brandt, title="Längst erledigt", status="done")
    page = page_of(brandt)
    assert ("Rohr tropft" in page, "Schritt 3 von 4" in page, "Längst erledigt" in page) == (True, True, False)


def test_the_picture_of_a_request_is_never_an_internal_one(cast, brandt):
    ticket = make.make_ticket(cast.brandt, title="Rohr tropft")
    photo = make.make_stored_file(cast.lindner)
    photo.thumbnail_sha256 = "a" * 64
    photo.save()
    note = TicketAttachment.objects.create(provider=cast.lindner, ticket=ticket, file=photo, is_internal=True)
    assert "/thumbnail/" not in page_of(brandt)
    own = TicketAttachment.objects.create(provider=cast.lindner, ticket=ticket, file=photo)
    page = page_of(brandt)
    assert (f"/attachments/{own.pk}/thumbnail/" in page, f"/attachments/{note.pk}/" in page) == (True, False)


def test_infotext_of_the_customer_is_shown_as_text(cast, brandt):
    cast.brandt.portal_greeting = "Wir ziehen um.\n<b>Neue Nummer</b>"
    cast.brandt.save()
    page = page_of(brandt)
    assert ("Wir ziehen um." in page, "&lt;b&gt;Neue Nummer" in page) == (True, True)


@pytest.mark.parametrize("number", [1, 50, 300])
def test_the_same_queries_for_any_number_of_sites(cast, login, number, django_assert_num_queries):
    customer = make.make_customer(cast.lindner, kind="manager")
    client = login(make.make_access(customer).person)
    member = make.make_member(cast.lindner, "technician")
    for n in range(number):
        site = make.make_site(customer, latitude=Decimal("47.9") + n % 7, longitude=Decimal("7.8") + n % 5)
        if n < 40:
            make.make_ticket(customer, site=site, status="waiting" if n % 2 else "new")
            make.make_visit(make.make_job(customer, site=site), performers=(member,))
    client.get("/portal/")
    with django_assert_num_queries(9):
        assert client.get("/portal/").status_code == 200


def test_long_lists_show_fifty_and_lead_to_all(cast, login):
    customer = make.make_customer(cast.lindner, kind="manager")
    for n in range(60):
        make.make_site(customer, name=f"Objekt {n:02}")
    page = page_of(login(make.make_access(customer).person))
    assert ("Objekt 49" in page, "Objekt 50" in page, "Alle 60 Objekte" in page) == (True, False, True)


def test_what_an_account_may_not_do_is_not_offered(cast, login):
    access = make.make_access(
        cast.brandt, creates_tickets=False, sees_reports=False, sees_invoices=False, sees_visits=False
    )
    page, whole = page_of(login(access.person)), page_of(login(make.make_access(cast.brandt).person))
    for word in ("/portal/tickets/new/", "/portal/reports/", "/portal/invoices/", "/portal/visits/"):
        assert (word in whole, word in page) == (True, False), word


def test_strangers_and_closed_portals(cast, login, client):
    assert client.get("/portal/").status_code == 302
    for key in ("kita.off", "weber.all", "owner1"):
        assert login(cast[key]).get("/portal/").status_code in {302, 404}, key
