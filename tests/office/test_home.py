"""„Heute“ and the numbers beside the navigation."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.access.viewer import staff_viewer
from torhaus.office.home.setup import setup_steps
from torhaus.office.home.tasks_of_day import numbers
from torhaus.tickets.models import TicketStatus


def fill(cast, tickets=1):
    member = staff_viewer(cast["tech1"]).membership
    job = make.make_job(cast.brandt, site=cast.ufer)
    for _n in range(tickets):
        make.make_ticket(cast.brandt)
        make.make_ticket(cast.brandt, status=TicketStatus.ACCEPTED)
        make.make_visit(job, performers=(member,), starts_at=timezone.localtime().replace(hour=12))


def test_numbers_count_what_is_to_do(cast):
    fill(cast, tickets=2)
    make.make_ticket(cast.altmann)
    found = numbers(staff_viewer(cast["office1"]))
    assert (found["new_tickets"], found["unplanned"], found["overdue"]) == (2, 2, 0)
    assert numbers(staff_viewer(cast["owner2"]))["new_tickets"] == 1


def test_counts_are_bounded(cast):
    for _n in range(101):
        make.make_ticket(cast.brandt)
    assert numbers(staff_viewer(cast["office1"]))["new_tickets"] == 100


@pytest.mark.parametrize("who", ["owner1", "office1", "tech1", "owner2", "owner3"])
def test_home_opens_for_everybody_of_the_office(cast, login, who):
    assert login(cast[who]).get("/office/").status_code == 200


def test_technician_sees_own_visits_and_no_numbers_of_the_office(cast, login):
    fill(cast)
    page = login(cast["tech1"]).get("/office/").text
    assert "Ihre Einsätze heute" in page
    assert "Einsatz öffnen" in page
    assert "Neue Tickets" not in page
    assert "Uferstraße 4" in page


def test_a_day_without_visits_names_the_next_own_ones(cast, login):
    member, colleague = staff_viewer(cast["tech1"]).membership, make.make_member(cast.lindner, "technician")
    job, noon = make.make_job(cast.brandt, site=cast.ufer), timezone.localtime().replace(hour=12)
    for title, performer, days in (("Übermorgen", member, 2), ("Fremd", colleague, 1), ("Vorbei", member, -1)):
        at = noon + dt.timedelta(days=days)
        make.make_visit(job, (performer,), title=title, starts_at=at, ends_at=at + dt.timedelta(hours=1))
    client = login(cast["tech1"])
    page = client.get("/office/").text
    assert "Heute steht kein Einsatz an. Als Nächstes kommt:" in page
    assert [title in page for title in ("Übermorgen", "Fremd", "Vorbei")] == [True, False, False]
    make.make_visit(job, (member,), title="Heutiges", starts_at=noon, ends_at=noon + dt.timedelta(hours=1))
    page = client.get("/office/").text
    assert "Als Nächstes" not in page
    assert "Heutiges" in page


def test_home_costs_the_same_with_one_and_thirty_rows(cast, login, django_assert_max_num_queries):
    client = login(cast["owner1"])
    fill(cast)
    client.get("/office/")
    with django_assert_max_num_queries(12) as few:
        client.get("/office/")
    fill(cast, tickets=30)
    with django_assert_max_num_queries(12) as many:
        client.get("/office/")
    assert len(few) == len(many)


def test_counts_are_one_query_and_leave_out_what_is_not_allowed(cast, login, django_assert_num_queries):
    fill(cast)
    client = login(cast["owner1"])
    client.get("/office/counts/")
    with django_assert_num_queries(3):
        assert client.get("/office/counts/").json() == {"tickets": 1, "visits": 0, "reports": 0, "invoices": 0}
    assert login(cast["tech1"]).get("/office/counts/").json() == {"reports": 0}


def test_portal_counts_tell_what_waits_for_the_customer(cast, login):
    make.make_ticket(cast.brandt, status=TicketStatus.WAITING)
    make.make_ticket(cast.stadtbau, status=TicketStatus.WAITING)
    assert login(cast["brandt.all"]).get("/portal/counts/").json() == {"tickets": 1, "reports": 0, "invoices": 0}
    assert login(cast["brandt.colleague"]).get("/portal/counts/").json() == {"tickets": 1, "reports": 0}


def test_customers_do_not_get_the_offices_pages(cast, login):
    client = login(cast["brandt.all"])
    assert client.get("/office/").status_code == 404
    assert client.get("/office/counts/").status_code == 404


def test_new_company_gets_a_checklist_that_ends(cast):
    provider = make.make_provider(street="", iban="")
    viewer = staff_viewer(make.make_member(provider, "owner").person)
    steps = setup_steps(viewer, has_issued=False)
    assert [step.is_done for step in steps] == [False] * 7
    assert steps[0].detail == "Es fehlt: Straße und Hausnummer, IBAN"
    complete = staff_viewer(cast["owner1"])
    assert [step.title for step in setup_steps(complete, has_issued=False) if not step.is_done] == [
        "Branche wählen",
        "Logo und Farbe",
        "Erste Rechnung stellen",
    ]
    assert setup_steps(complete, has_issued=True) == []


def test_visits_of_today_only(cast, login):
    job = make.make_job(cast.brandt, site=cast.ufer)
    noon = timezone.localtime().replace(hour=12)
    make.make_visit(job, title="Heutiger", starts_at=noon)
    make.make_visit(job, title="Gestriger", starts_at=noon - dt.timedelta(days=1))
    page = login(cast["office1"]).get("/office/").text
    assert "Heutiger" in page
    assert "Gestriger" not in page
