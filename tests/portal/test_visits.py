"""Visits in the portal: what the customer sees, and how they ask for another time."""

import datetime as dt
import html
import re
import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from torhaus.flows import finish_visit, move_visit
from torhaus.jobs.models import MoveStatus, VisitMove, VisitStatus
from torhaus.providers.models import Membership


@pytest.fixture
def brandt(cast, login):
    return login(cast["brandt.all"])


@pytest.fixture
def visit(cast):
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft")
    tech = Membership.objects.get(person=cast["tech1"])
    return make.make_visit(job, (tech,), note="Vorsicht, bissiger Hund", contact_name="Frau Novak")


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'<h3><a href="/portal/visits/\d+/">([^<]+)<', page(response))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def wish(**fields):
    return {"wish": "Lieber nachmittags", "form_key": secrets.token_urlsafe(18)} | fields


def soon(days=9):
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_customer_sees_coming_and_past_visits_of_own_sites(cast, login, brandt, visit):
    make.make_visit(visit.job, title="Vorbei", status=VisitStatus.DONE, starts_at=timezone.now() - dt.timedelta(days=2))
    other = make.make_visit(make.make_job(cast.brandt, site=cast.lindenhof), title="Lindenhof")
    make.make_visit(make.make_job(cast.stadtbau, site=cast.baustelle), title="Fremd")
    assert titles(brandt.get("/portal/visits/")) == ["Rohr tropft", "Lindenhof"]
    assert titles(brandt.get("/portal/visits/?view=over")) == ["Vorbei"]
    only_ufer = login(cast["brandt.site"])
    assert titles(only_ufer.get("/portal/visits/")) == ["Rohr tropft"]
    assert only_ufer.get(f"/portal/visits/{other.pk}/").status_code == 404
    assert login(cast["stadtbau.all"]).get(f"/portal/visits/{visit.pk}/").status_code == 404
    assert login(cast["owner1"]).get(f"/portal/visits/{visit.pk}/").status_code == 404


def test_page_says_when_who_and_where_but_nothing_internal(brandt, visit):
    text = page(brandt.get(f"/portal/visits/{visit.pk}/"))
    for word in ("Rohr tropft", "Uferstraße 4", "Tarek Aydın", "Frau Novak", "Geplant"):
        assert word in text
    assert "bissiger Hund" not in text


@pytest.mark.parametrize("setting", ["hidden", "team"])
def test_hidden_performer_is_nowhere_on_the_pages(cast, brandt, visit, setting):
    finish_visit.set_on_the_way(visit=visit, by=cast["tech1"])
    addresses = ("/portal/visits/", f"/portal/visits/{visit.pk}/", f"/portal/visits/{visit.pk}/calendar.ics")
    assert any("Tarek" in page(brandt.get(address)) for address in addresses)
    cast.brandt.show_performers = setting
    cast.brandt.save()
    for address in addresses:
        text = page(brandt.get(address))
        assert "Tarek" not in text
        assert "Aydın" not in text
    assert "Unterwegs" in page(brandt.get(f"/portal/visits/{visit.pk}/"))


def test_switching_visits_off_takes_list_page_and_menu_away_at_the_next_request(cast, brandt, visit):
    addresses = ("/portal/visits/", f"/portal/visits/{visit.pk}/", f"/portal/visits/{visit.pk}/calendar.ics")
    assert [brandt.get(address).status_code for address in addresses] == [200, 200, 200]
    assert 'href="/portal/visits/"' in page(brandt.get("/portal/reports/"))
    cast.brandt.show_visits = False
    cast.brandt.save()
    assert [brandt.get(address).status_code for address in addresses] == [404, 404, 404]
    assert brandt.post(f"/portal/visits/{visit.pk}/move/", wish()).status_code == 404
    assert 'href="/portal/visits/"' not in page(brandt.get("/portal/reports/"))
    cast.ufer.show_visits = "show"
    cast.ufer.save()
    assert [brandt.get(address).status_code for address in addresses] == [200, 200, 200]


def test_site_that_hides_visits_hides_its_own_only(cast, brandt, visit):
    make.make_visit(make.make_job(cast.brandt, site=cast.lindenhof), title="Lindenhof")
    cast.ufer.show_visits = "hide"
    cast.ufer.save()
    assert titles(brandt.get("/portal/visits/")) == ["Lindenhof"]
    assert brandt.get(f"/portal/visits/{visit.pk}/").status_code == 404


def test_customer_asks_for_another_time_and_both_see_whose_turn_it_is(cast, login, brandt, visit):
    address = f"/portal/visits/{visit.pk}/move/"
    assert "Verschieben" in page(brandt.get("/portal/visits/"))
    assert brandt.get(address).status_code == 200
    answer = brandt.post(address, wish(day=soon(), begin="13:00", end="16:00"))
    assert answer["Location"] == f"/portal/visits/{visit.pk}/"
    text = page(brandt.get(f"/portal/visits/{visit.pk}/"))
    assert "Wir sind am Zug" in text
    assert "Lieber nachmittags" in text
    assert "Verschieben gewünscht" in page(brandt.get("/portal/visits/"))
    assert "Der Kunde wartet auf Ihre Antwort" in page(login(cast["office1"]).get(f"/office/visits/{visit.pk}/"))
    assert brandt.get(address).status_code == 302
    move_visit.confirm_move(move=VisitMove.objects.get(), by=cast["office1"])
    text = page(brandt.get(f"/portal/visits/{visit.pk}/"))
    assert "Ihr Termin wurde verschoben" in text
    assert "13:00 bis 16:00 Uhr" in text


def test_declined_wish_shows_its_answer(cast, brandt, visit):
    move = move_visit.ask_move(visit=visit, by=cast["brandt.all"], wish="Später")
    move_visit.decline_move(move=move, answer="Vorher ist leider nichts frei.", by=cast["office1"])
    assert "Vorher ist leider nichts frei." in page(brandt.get(f"/portal/visits/{visit.pk}/"))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"wish": " "}, "wann es Ihnen passt"),
        ({"begin": "13:00"}, "auch den Tag"),
        ({"day": "20026-01-01"}, "20026"),
        ({"day": "2020-01-01"}, "Vergangenheit"),
        ({"day": soon(), "begin": "15:00", "end": "14:00"}, "nach dem Beginn"),
        ({"wish": "x" * 10_000}, "1000"),
    ],
)
def test_senseless_wish_says_why_and_keeps_its_words(brandt, visit, fields, word):
    text = page(brandt.post(f"/portal/visits/{visit.pk}/move/", wish(**fields)), 422)
    assert word in text
    assert fields.get("wish", "Lieber nachmittags").strip() in text
    assert not VisitMove.objects.exists()


def test_day_without_clock_counts_as_the_working_day(brandt, visit):
    brandt.post(f"/portal/visits/{visit.pk}/move/", wish(day=soon(), wish=""))
    move = VisitMove.objects.get()
    assert timezone.localtime(move.wished_starts_at).strftime("%H:%M") == "07:00"
    assert timezone.localtime(move.wished_ends_at).strftime("%H:%M") == "18:00"


def test_wish_sent_twice_is_one_and_a_second_one_is_refused(cast, login, brandt, visit):
    given = wish()
    for _ in range(2):
        assert brandt.post(f"/portal/visits/{visit.pk}/move/", given).status_code == 302
    colleague = login(cast["brandt.colleague"])
    assert "schon ein Wunsch" in page(colleague.post(f"/portal/visits/{visit.pk}/move/", wish()), 422)
    assert VisitMove.objects.get().status == MoveStatus.ASKED


def test_finished_visit_is_not_moved(cast, brandt, visit):
    finish_visit.start_visit(visit=visit, by=cast["tech1"])
    assert brandt.get(f"/portal/visits/{visit.pk}/move/").status_code == 302
    assert brandt.post(f"/portal/visits/{visit.pk}/move/", wish()).status_code == 422


def test_calendar_file_holds_the_window_in_utc(brandt, visit):
    answer = brandt.get(f"/portal/visits/{visit.pk}/calendar.ics")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{visit.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:Rohr tropft (Lindner Gebäudeservice)" in lines
    assert "LOCATION:Uferstraße 4\\, Uferstraße 4\\, 79098 Freiburg" in lines


def test_list_and_page_cost_the_same_for_1_and_30_visits(cast, brandt, visit):
    few = queries(brandt, "/portal/visits/"), queries(brandt, f"/portal/visits/{visit.pk}/")
    tech = Membership.objects.get(person=cast["tech1"])
    for _ in range(29):
        make.make_visit(make.make_job(cast.brandt, site=cast.lindenhof), (tech,))
    assert (queries(brandt, "/portal/visits/"), queries(brandt, f"/portal/visits/{visit.pk}/")) == few
    assert few[0] <= 6
    assert few[1] <= 12
