"""Plan, add-on, trial, plugin and the switch of the job: on → it is there, off → it is gone, back on → all as before."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import portal_viewer
from torhaus.customers.models import Site
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job, Visit
from torhaus.providers.models import JobPortal, Plan
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket, TicketStatus

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


OPEN = {
    "PRO": {"plan": Plan.PRO},
    "Portal Plus": {"plan": Plan.BASIC, "has_portal_plus": True},
    "trial until today": {"plan": Plan.BASIC, "trial_until": 0},
    "trial over, but PRO": {"plan": Plan.PRO, "trial_until": -1},
    "trial over, but Portal Plus": {"plan": Plan.BASIC, "has_portal_plus": True, "trial_until": -1},
}
CLOSED = {
    "BASIC": {"plan": Plan.BASIC},
    "trial until yesterday": {"plan": Plan.BASIC, "trial_until": -1},
    "PRO without plugin": {"plan": Plan.PRO, "has_portal_plugin": False},
    "trial without plugin": {"plan": Plan.BASIC, "trial_until": 5, "has_portal_plugin": False},
    "Portal Plus without plugin": {"plan": Plan.BASIC, "has_portal_plus": True, "has_portal_plugin": False},
}


def set_plan(cast, values):
    if (days := values.get("trial_until")) is not None:
        values = values | {"trial_until": timezone.localdate() + days * DAY}
    change(cast.lindner, **values)
    cast.lindner.refresh_from_db()


@pytest.mark.parametrize("plan", OPEN)
def test_portal_is_open_with(cast, login, plan):
    set_plan(cast, OPEN[plan])
    assert cast.lindner.has_portal
    assert login(cast["brandt.all"]).get("/portal/").status_code == 200


@pytest.mark.parametrize("plan", CLOSED)
def test_portal_closes_in_an_open_session_and_comes_back_as_it_was(cast, login, plan):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer, title="Rohr tropft")
    client = login(cast["brandt.all"])
    assert "Rohr tropft" in client.get("/portal/").text
    set_plan(cast, CLOSED[plan])
    assert not cast.lindner.has_portal
    assert client.get(f"/portal/tickets/{ticket.pk}/").status_code == 404
    friendly = client.get("/portal/", follow=True)
    assert friendly.redirect_chain == [("/", 302)]
    assert "zurzeit nicht verfügbar" in friendly.text
    assert cast.lindner.phone in friendly.text
    set_plan(cast, {"plan": Plan.PRO, "has_portal_plugin": True})
    assert "Rohr tropft" in client.get("/portal/").text


def test_trial_ends_by_the_date_alone(cast, monkeypatch):
    """No job runs: the same rows, only midnight passes, in Berlin and not in UTC."""
    change(cast.lindner, plan=Plan.BASIC, trial_until=dt.date(2026, 11, 30))
    moment = dt.datetime(2026, 11, 30, 22, 59, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert portal_viewer(cast["brandt.all"]) is not None
    moment += dt.timedelta(minutes=1)
    assert portal_viewer(cast["brandt.all"]) is None


def at_job(cast, **fields):
    """One of everything on a job at the Uferstraße, and what Brandt sees of it."""
    job = make.make_job(cast.brandt, site=cast.ufer, title="Sanierung", **fields)
    visit = make.make_visit(job, title="Begehung")
    make.make_report(visit, status="open", pdf=make.make_stored_file(cast.lindner), title="Aufmaß")
    make.make_ticket(cast.brandt, site=cast.ufer, job=job, title="Riss", status=TicketStatus.WAITING)
    bill.make_issued(cast.brandt, by=cast["owner1"], site=cast.ufer, job=job)
    return job


DOORS = {
    Job: P.JOB_READ,
    Visit: P.VISIT_READ,
    ServiceReport: P.REPORT_READ,
    Ticket: P.TICKET_READ,
    Invoice: P.INVOICE_READ,
}


def seen(person, models=DOORS):
    viewer = portal_viewer(person)
    return {model.__name__: list_for(viewer, model, DOORS[model]).count() for model in models}


def test_everything_of_a_job_vanishes_with_its_switch_and_comes_back(cast, login):
    job = at_job(cast)
    make.make_ticket(cast.brandt, site=cast.ufer, title="Ohne Auftrag")
    all_of_it = {"Job": 1, "Visit": 1, "ServiceReport": 1, "Ticket": 2, "Invoice": 1}
    assert seen(cast["brandt.all"]) == all_of_it
    change(job, portal=JobPortal.OFF)
    assert seen(cast["brandt.all"]) == {"Job": 0, "Visit": 0, "ServiceReport": 0, "Ticket": 1, "Invoice": 0}
    assert seen(cast["brandt.site"]) == {"Job": 0, "Visit": 0, "ServiceReport": 0, "Ticket": 1, "Invoice": 0}
    change(job, portal=JobPortal.ON)
    assert seen(cast["brandt.all"]) == all_of_it


def test_job_switch_counts_on_pages_numbers_files_and_search_of_an_open_session(cast, login):
    job = at_job(cast)
    client = login(cast["brandt.all"])
    ids = {
        "visits": Visit.objects.get(job=job).pk,
        "tickets": Ticket.objects.get(job=job).pk,
        "invoices": Invoice.objects.get(job=job).pk,
        "reports": ServiceReport.objects.get(job=job).pk,
    }
    pages = [f"/portal/{name}/{pk}/" for name, pk in ids.items()] + [f"/portal/reports/{ids['reports']}/pdf/"]
    words = {"/portal/": "Riss", "/portal/tickets/?view=all": "Riss", "/portal/visits/": "Begehung"}
    words |= {"/portal/reports/": "Aufmaß", f"/portal/sites/{cast.ufer.pk}/": "Begehung"}
    assert [client.get(page).status_code for page in pages] == [200] * 5
    assert all(word in client.get(page).text for page, word in words.items())
    assert client.get("/portal/counts/").json() == {"tickets": 1, "reports": 1, "invoices": 1}
    change(job, portal=JobPortal.OFF)
    assert [client.get(page).status_code for page in pages] == [404] * 5
    assert not any(word in client.get(page).text for page, word in words.items())
    assert client.get("/portal/counts/").json() == {"tickets": 0, "reports": 0, "invoices": 0}
    assert client.get("/portal/sites/").status_code == 200


def test_access_to_one_job_ends_with_its_switch(cast, login):
    make.make_visit(cast.stadtbau_job, title="Gerüst")
    client = login(cast["stadtbau.job"])
    assert "Gerüst" in client.get("/portal/").text
    change(cast.stadtbau_job, portal=JobPortal.OFF)
    assert "zurzeit nicht verfügbar" in client.get("/portal/", follow=True).text
    change(cast.stadtbau_job, portal=JobPortal.ON)
    assert "Gerüst" in client.get("/portal/").text


def test_without_customer_master_only_jobs_that_are_on_are_seen(cast):
    at_job(cast)
    change(cast.lindner, has_customer_master=False)
    assert set(seen(cast["brandt.all"]).values()) == {0}
    at_job(cast, portal=JobPortal.ON)
    assert set(seen(cast["brandt.all"]).values()) == {1}
    assert portal_viewer(cast["stadtbau.job"]) is None
    change(cast.stadtbau_job, portal=JobPortal.ON)
    viewer = portal_viewer(cast["stadtbau.job"])
    assert list(list_for(viewer, Site, P.SITE_READ)) == [cast.baustelle]


def test_nothing_overrides_plan_and_customer(cast):
    at_job(cast, portal=JobPortal.ON)
    assert set(seen(cast["brandt.all"]).values()) == {1}
    change(cast.brandt, portal_enabled=False)
    assert portal_viewer(cast["brandt.all"]) is None
    change(cast.brandt, portal_enabled=True)
    change(cast.lindner, plan=Plan.BASIC)
    assert portal_viewer(cast["brandt.all"]) is None


PLANS = {
    (plan, plus, days): plan == "pro" or plus or days is not None
    for plan in ("basic", "pro")
    for plus in (False, True)
    for days in (None, 3)
}


def is_seen(*, plan, plugin, customer, job, master):
    """The rule of docs/access.md in plain words: the steps 1 to 4."""
    job_shows = job == "on" or (job == "inherit" and master)
    return PLANS[plan] and plugin and customer and job_shows


def test_every_combination_of_the_switches_is_what_the_plain_rule_says(cast):
    row = at_job(cast)
    yes_no, wrong, count = (False, True), [], 0
    for plan, plugin, customer, job, master in itertools.product(PLANS, yes_no, yes_no, JobPortal.values, yes_no):
        last_day = timezone.localdate() + plan[2] * DAY if plan[2] else None
        change(cast.lindner, plan=plan[0], has_portal_plus=plan[1], trial_until=last_day)
        change(cast.lindner, has_portal_plugin=plugin, has_customer_master=master)
        change(cast.brandt, portal_enabled=customer)
        change(row, portal=job)
        expected = is_seen(plan=plan, plugin=plugin, customer=customer, job=job, master=master)
        viewer = portal_viewer(cast["brandt.all"])
        found = [list_for(viewer, model, DOORS[model]).exists() for model in DOORS] if viewer else [False]
        count += expected
        if set(found) != {expected}:
            wrong.append((plan, plugin, customer, job, master))
    assert wrong == []
    assert count == 7 * 3  # plans with the portal × (on, on without Kundenstamm, inherit)


def test_office_sees_jobs_whatever_their_switch(cast, login):
    job = at_job(cast, portal=JobPortal.OFF)
    page = login(cast["office1"]).get(f"/office/jobs/{job.pk}/").text
    assert "Begehung" in page
    assert "Riss" in page
