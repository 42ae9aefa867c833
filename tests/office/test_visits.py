"""Visits in the office: list, plan, steps, moves."""

import datetime as dt
import html
import re
import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from torhaus.customers.models import Site
from torhaus.flows import move_visit
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import MoveStatus, Visit, VisitMove, VisitStatus
from torhaus.providers.models import Membership
from torhaus.tickets.models import TicketStatus


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


@pytest.fixture
def tech(cast):
    return Membership.objects.get(person=cast["tech1"])


@pytest.fixture
def job(cast):
    return make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft")


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'class="rowgo"[^>]*>([^<]+)<', page(response))


def queries(client, address):
    client.get(address)  # warms caches of settings and templates
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def plan_values(**fields):
    values = {
        "title": "Rohr erneuern",
        "day": "2027-01-12",
        "begin": "09:00",
        "end": "11:30",
        "note": "Schlüssel im Büro",
    }
    return values | {"form_key": secrets.token_urlsafe(18)} | fields


def test_views_show_their_visits(cast, office, job):
    now = timezone.now()
    make.make_visit(job, title="Heute", starts_at=now)
    make.make_visit(job, title="Bald", starts_at=now + dt.timedelta(days=20))
    make.make_visit(job, title="Vergessen", starts_at=now - dt.timedelta(days=3))
    make.make_visit(job, title="Fertig", starts_at=now - dt.timedelta(days=4), status=VisitStatus.DONE)
    make.make_visit(make.make_job(cast.altmann, site=cast.altmann_site), title="Fremd", starts_at=now)
    assert titles(office.get("/office/visits/")) == ["Heute", "Bald"]
    assert titles(office.get("/office/visits/?view=today")) == ["Heute"]
    assert titles(office.get("/office/visits/?view=late")) == ["Vergessen"]
    assert titles(office.get("/office/visits/?view=over")) == ["Fertig"]
    assert titles(office.get("/office/visits/?view=all")) == ["Bald", "Heute", "Vergessen", "Fertig"]


def test_filters_and_search_live_in_the_address(cast, office, tech, job):
    make.make_visit(job, (tech,), title="Mit Tarek")
    make.make_visit(make.make_job(cast.stadtbau, site=cast.baustelle), title="Ohne", status=VisitStatus.ON_THE_WAY)
    found = jobs.plan_visit(
        job=job, site=None, performers=(), by=cast["office1"], title="Gesucht",
        starts_at=timezone.now() + dt.timedelta(days=9), ends_at=timezone.now() + dt.timedelta(days=9, hours=1),
    )  # fmt: skip
    assert titles(office.get(f"/office/visits/?performer={tech.pk}")) == ["Mit Tarek"]
    assert titles(office.get("/office/visits/?status=on_the_way")) == ["Ohne"]
    assert titles(office.get(f"/office/visits/?customer={cast.stadtbau.pk}")) == ["Ohne"]
    assert titles(office.get("/office/visits/?q=gesu")) == ["Gesucht"]
    day = timezone.localtime(found.starts_at).date()
    assert titles(office.get(f"/office/visits/?from={day}&to={day}")) == ["Gesucht"]
    assert page(office.get("/office/visits/?q=nirgends")).count("Nichts gefunden") == 1
    assert office.get("/office/visits/?customer=abc&from=20026-01-01&status=x&view=y&after=z").status_code == 200


def test_technician_sees_own_visits_only(cast, login, tech, job):
    own = make.make_visit(job, (tech,), title="Meiner", starts_at=timezone.now())
    other = make.make_visit(job, title="Anderer", starts_at=timezone.now())
    client = login(cast["tech1"])
    assert titles(client.get("/office/visits/")) == ["Meiner"]
    assert client.get(f"/office/visits/{own.pk}/").status_code == 200
    assert client.get(f"/office/visits/{other.pk}/").status_code == 404
    assert client.post(f"/office/visits/{other.pk}/start/").status_code == 404
    assert client.get(f"/office/visits/new/?job={job.pk}").status_code == 404


def test_list_and_page_cost_the_same_for_1_and_30_visits(cast, office, tech, job):
    first = make.make_visit(job, (tech,))
    few = queries(office, "/office/visits/"), queries(office, f"/office/visits/{first.pk}/")
    for number in range(29):
        make.make_visit(make.make_job(cast.brandt, site=cast.lindenhof), (tech,), title=f"Nr. {number}")
    assert (queries(office, "/office/visits/"), queries(office, f"/office/visits/{first.pk}/")) == few
    assert few[0] <= 6
    assert few[1] <= 12


def test_new_visit_from_a_ticket_is_stored_in_utc_and_plans_the_ticket(cast, office, tech):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer, title="Rohr tropft")
    address = f"/office/visits/new/?ticket={ticket.pk}"
    assert "Rohr tropft" in page(office.get(address))
    answer = office.post(address, plan_values(site=cast.ufer.pk, performers=[tech.pk]))
    visit = Visit.objects.get()
    assert answer["Location"] == f"/office/visits/{visit.pk}/"
    assert visit.starts_at == dt.datetime(2027, 1, 12, 8, tzinfo=dt.UTC)
    assert visit.ends_at == dt.datetime(2027, 1, 12, 10, 30, tzinfo=dt.UTC)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit) == (TicketStatus.PLANNED, visit)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"day": "20026-01-12"}, "20026"),
        ({"day": "12.01.1926"}, "1926"),
        ({"end": "08:00"}, "nach dem Beginn"),
        ({"last_day": "2027-03-01"}, "31 Tage"),
        ({"day": "2027-03-28", "begin": "02:30", "end": "05:00"}, "Sommerzeit"),
        ({"begin": "25:00"}, "gültige Uhrzeit"),
        ({"title": ""}, "zwingend erforderlich"),
        ({"title": "x" * 10_000}, "200"),
        ({"site": "0"}, "gültige Auswahl"),
        ({"performers": ["999999"]}, "gültige Auswahl"),
    ],
)
def test_senseless_plan_says_why_and_keeps_everything_filled_in(cast, office, job, fields, word):
    answer = office.post(f"/office/visits/new/?job={job.pk}", plan_values(site=cast.ufer.pk) | fields)
    text = page(answer, 422)
    summary = re.search(r'class="summary".*?</error-summary>', text, re.S)[0]
    assert word in summary
    assert "Schlüssel im Büro" in text
    assert not Visit.objects.exists()


def test_double_booking_is_warned_of_once_and_then_planned(cast, office, tech, job):
    begin = dt.datetime(2027, 1, 12, 9, tzinfo=dt.UTC)
    make.make_visit(make.make_job(cast.stadtbau, site=cast.baustelle), (tech,), starts_at=begin)
    values = plan_values(site=cast.ufer.pk, performers=[tech.pk])
    text = page(office.post(f"/office/visits/new/?job={job.pk}", values), 422)
    assert "Doppelt verplant" in text
    assert "Baustelle Nord" in text
    assert 'name="accepts_clashes" id="id_accepts_clashes" value="on"' in text
    assert office.post(f"/office/visits/new/?job={job.pk}", values | {"accepts_clashes": "on"}).status_code == 302
    assert Visit.objects.filter(job=job).count() == 1


def test_clashes_are_named_beside_the_people(cast, office, tech, job):
    make.make_visit(job, (tech,), starts_at=dt.datetime(2027, 1, 12, 9, tzinfo=dt.UTC))
    values = {"day": "2027-01-12", "begin": "10:00", "end": "10:30"}
    assert "schon verplant: 10:00 bis 12:00 Uhr" in page(office.get("/office/visits/clashes/", values))
    assert "schon verplant" not in page(office.get("/office/visits/clashes/", values | {"day": "2027-01-13"}))
    assert "Tarek Aydın" in page(office.get("/office/visits/clashes/", {"day": "x"}))


def test_form_sent_twice_plans_one_visit(cast, office, job):
    values = plan_values(site=cast.ufer.pk)
    first, second = (office.post(f"/office/visits/new/?job={job.pk}", values) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Visit.objects.filter(job=job).count() == 1


def test_performers_of_another_house_are_not_offered(cast, office, job):
    text = page(office.get(f"/office/visits/new/?job={job.pk}"))
    assert "Tarek Aydın" in text
    assert "Uwe Vogt" not in text


def test_visit_without_origin_offers_what_waits(cast, office, job):
    make.make_ticket(cast.brandt, job=job, status=TicketStatus.ACCEPTED, title="Wartet")
    text = page(office.get("/office/visits/new/"))
    assert f"?job={job.pk}" in text
    assert "Wartet" in text
    assert office.get("/office/visits/new/?job=abc").status_code == 404


def test_steps_lead_from_planned_to_done(cast, login, tech, job):
    visit = make.make_visit(job, (tech,))
    client = login(cast["tech1"])
    text = page(client.get(f"/office/visits/{visit.pk}/"))
    assert "Unterwegs" in text
    assert "Arbeit beginnen" in text
    for step, status in (("departure", "on_the_way"), ("start", "in_work")):
        assert client.post(f"/office/visits/{visit.pk}/{step}/").status_code == 302
        visit.refresh_from_db()
        assert visit.status == status
    client.post(f"/office/visits/{visit.pk}/completion/", {"is_complete": "on"})
    visit.refresh_from_db()
    assert visit.status == VisitStatus.DONE
    assert "Leistungsbeleg schreiben" in page(client.get(f"/office/visits/{visit.pk}/"))
    client.post(f"/office/visits/{visit.pk}/start/")
    assert "schon begonnen" in page(client.get(f"/office/visits/{visit.pk}/"))


def test_departure_days_ahead_asks_first(cast, office, tech, job):
    now = timezone.now()
    today, later = (
        make.make_visit(job, (tech,), starts_at=at, ends_at=at + dt.timedelta(hours=1))
        for at in (now - dt.timedelta(minutes=5), now + dt.timedelta(days=3))
    )
    asked = "Jetzt schon unterwegs?"
    assert asked not in page(office.get(f"/office/visits/{today.pk}/"))
    text = page(office.get(f"/office/visits/{later.pk}/"))
    assert asked in text
    assert 'href="#depart"' in text


def test_route_is_a_plain_link_to_the_place(cast, office, tech, job):
    visit = make.make_visit(job, (tech,))
    Site.objects.filter(pk=visit.site_id).update(latitude="47.990000", longitude="7.850000")
    text = page(office.get(f"/office/visits/{visit.pk}/"))
    assert 'href="https://www.openstreetmap.org/directions?to=47.990000%2C7.850000"' in text
    Site.objects.filter(pk=visit.site_id).update(latitude=None, longitude=None, street="Uferstraße 4", city="Freiburg")
    assert "directions?to=Uferstra%C3%9Fe+4%2C+" in page(office.get(f"/office/visits/{visit.pk}/"))


@pytest.mark.parametrize("has_report", [True, False])
def test_completion_names_the_report_as_next_only_while_there_is_none(cast, office, tech, job, has_report):
    visit = make.make_visit(job, (tech,), status=VisitStatus.IN_WORK)
    if has_report:
        make.make_report(visit)
    office.post(f"/office/visits/{visit.pk}/completion/", {"is_complete": "on"})
    text = page(office.get(f"/office/visits/{visit.pk}/"))
    assert "Der Einsatz ist abgeschlossen." in text
    assert ("Als Nächstes: Leistungsbeleg" in text) is not has_report


def test_cancelled_visit_tells_its_reason_on_both_sides(cast, office, login, tech, job):
    visit = make.make_visit(job, (tech,))
    office.post(f"/office/visits/{visit.pk}/cancellation/", {"reason": "Material fehlt"})
    assert "– Material fehlt" in page(office.get(f"/office/visits/{visit.pk}/"))
    assert "– Material fehlt" in page(login(cast["brandt.all"]).get(f"/portal/visits/{visit.pk}/"))


def test_step_sent_twice_says_nothing_wrong(cast, office, job):
    visit = make.make_visit(job)
    values = {"form_key": secrets.token_urlsafe(18)}
    for _ in range(2):
        assert office.post(f"/office/visits/{visit.pk}/start/", values).status_code == 302
    text = page(office.get(f"/office/visits/{visit.pk}/"))
    assert "Der Einsatz läuft." in text
    assert "schon begonnen" not in text


def test_accountant_reads_and_changes_nothing(cast, login, job):
    visit = make.make_visit(job)
    client = login(make.make_member(cast.lindner, "accountant").person)
    assert client.get(f"/office/visits/{visit.pk}/").status_code == 200
    for step in ("departure", "start", "completion", "no-show", "cancellation", "move"):
        assert client.post(f"/office/visits/{visit.pk}/{step}/").status_code == 404


def test_visit_is_changed_and_two_tabs_do_not_overwrite(cast, office, tech, job):
    visit = make.make_visit(job)
    values = {"title": "Neu", "performers": [tech.pk], "note": "Leiter", "contact_name": "Herr Amsel", "version": 1}
    assert office.post(f"/office/visits/{visit.pk}/edit/", values).status_code == 302
    visit.refresh_from_db()
    assert (visit.title, visit.note, list(visit.performers.all())) == ("Neu", "Leiter", [tech])
    text = page(office.post(f"/office/visits/{visit.pk}/edit/", values | {"note": "anders"}), 422)
    assert "inzwischen geändert" in text
    assert "anders" in text
    assert 'name="version" id="id_version" value="2"' in text


def asked(cast, visit, **values):
    return move_visit.ask_move(visit=visit, by=cast["brandt.all"], **({"wish": "Lieber nachmittags"} | values))


def test_wish_is_confirmed_with_one_click(cast, office, job):
    visit = make.make_visit(job)
    begin = timezone.now() + dt.timedelta(days=9)
    move = asked(cast, visit, starts_at=begin, ends_at=begin + dt.timedelta(hours=3))
    assert titles(office.get("/office/visits/?view=wishes")) == [visit.title]
    text = page(office.get(f"/office/visits/{visit.pk}/"))
    assert "Lieber nachmittags" in text
    assert "Wunschtermin bestätigen" in text
    assert office.post(f"/office/visits/moves/{move.pk}/confirmation/").status_code == 302
    visit.refresh_from_db()
    assert visit.starts_at == begin
    assert titles(office.get("/office/visits/?view=wishes")) == []


def test_wish_is_answered_with_another_time(cast, office, job):
    visit = make.make_visit(job)
    move = asked(cast, visit)
    values = {"day": "2027-02-01", "begin": "14:00", "end": "16:00", "answer": "Passt das?"}
    assert "Lieber nachmittags" in page(office.get(f"/office/visits/{visit.pk}/move/"))
    assert office.post(f"/office/visits/{visit.pk}/move/", values).status_code == 302
    move.refresh_from_db()
    assert (move.status, move.answer) == (MoveStatus.CONFIRMED, "Passt das?")
    visit.refresh_from_db()
    assert visit.starts_at == dt.datetime(2027, 2, 1, 13, tzinfo=dt.UTC)


def test_wish_that_books_somebody_twice_says_so(cast, office, tech, job):
    visit = make.make_visit(job, (tech,))
    begin = timezone.now() + dt.timedelta(days=9)
    make.make_visit(make.make_job(cast.stadtbau, site=cast.baustelle), (tech,), starts_at=begin)
    asked(cast, visit, starts_at=begin, ends_at=begin + dt.timedelta(hours=1))
    address = f"/office/visits/{visit.pk}/"
    assert "Tarek Aydın ist schon verplant" in page(office.get(address))
    assert queries(office, address) <= 12
    local = timezone.localtime(begin)
    values = {"day": local.date().isoformat(), "begin": f"{local:%H:%M}", "end": "23:59"}
    office.post(f"{address}move/", values)
    text = page(office.get(address))
    assert "Der Einsatz ist verschoben" in text
    assert "Tarek Aydın ist schon verplant" in text


def test_wish_is_declined_with_a_reason(cast, office, job):
    visit = make.make_visit(job)
    move = asked(cast, visit)
    office.post(f"/office/visits/moves/{move.pk}/refusal/", {"answer": ""})
    assert "warum es nicht geht" in page(office.get(f"/office/visits/{visit.pk}/"))
    office.post(f"/office/visits/moves/{move.pk}/refusal/", {"answer": "Vorher ist nichts frei."})
    move.refresh_from_db()
    assert (move.status, move.answer) == (MoveStatus.DECLINED, "Vorher ist nichts frei.")


def test_foreign_visits_and_wishes_do_not_exist(cast, login, job):
    visit = make.make_visit(job)
    move = asked(cast, visit)
    assert login(cast["owner1"]).get(f"/office/visits/{visit.pk}/").status_code == 200
    client = login(cast["owner2"])
    assert client.get(f"/office/visits/{visit.pk}/").status_code == 404
    assert client.post(f"/office/visits/moves/{move.pk}/confirmation/").status_code == 404
    assert client.get(f"/office/visits/new/?job={job.pk}").status_code == 404
    assert VisitMove.objects.get().status == MoveStatus.ASKED


def test_list_pages_by_key_without_gap(cast, office, job):
    for number in range(53):
        make.make_visit(job, title=f"Nr. {number:02}", starts_at=timezone.now() + dt.timedelta(hours=number + 1))
    first = office.get("/office/visits/")
    onward = re.search(r'rel="next" href="([^"]+)"', page(first))[1]
    assert titles(first) + titles(office.get(f"/office/visits/{onward}")) == [
        f"Nr. {number:02}" for number in range(53)
    ]
