"""A site changes its customer: history stays, what is open goes along or not, on its day and without a job that must run."""

import datetime as dt
import html

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.customers.models import Customer, Site, SiteHandover
from torhaus.flows.hand_over_site import settle_due
from torhaus.jobs.models import Job, Visit
from torhaus.portal_access.models import PortalAccess
from torhaus.tickets.models import Ticket

KEY = "formkey-0123456789abcd"


@pytest.fixture
def ufer(cast):
    """Two open jobs with a coming visit each, two open tickets, one past visit."""
    going, staying = (make.make_job(cast.brandt, site=cast.ufer, title=title) for title in ("Geht", "Bleibt"))
    return {
        "going": going,
        "staying": staying,
        "visits": [make.make_visit(job) for job in (going, staying)],
        "past": make.make_visit(going, status="done", starts_at=timezone.now() - dt.timedelta(days=9)),
        "tickets": [make.make_ticket(cast.brandt, site=cast.ufer, title=title) for title in ("Geht", "Bleibt")],
    }


def send(cast, login, ufer, *, days, **more):
    day = timezone.localdate() + dt.timedelta(days=days)
    data = {
        "starts_on": day.isoformat(), "jobs": [ufer["going"].pk], "tickets": [ufer["tickets"][0].pk], "form_key": KEY,
    } | more  # fmt: skip
    path = f"/office/sites/{cast.ufer.pk}/handover/?to={cast.stadtbau.pk}"
    return login(cast["office1"]).post(path, data)


def owner(model, pk):
    return model.objects.get(pk=pk).customer.name


def owners(ufer):
    rows = [(Job, ufer["going"]), (Job, ufer["staying"]), *((Visit, row) for row in ufer["visits"])]
    rows += [(Visit, ufer["past"]), *((Ticket, row) for row in ufer["tickets"])]
    return [owner(model, row.pk).split()[0] for model, row in rows]


def test_today_the_site_moves_at_once_with_what_was_chosen(cast, login, ufer):
    party = make.make_billing_party(cast.stadtbau, name="WEG Ufer")
    assert send(cast, login, ufer, days=0, billing_party=party.pk).status_code == 302
    site = Site.objects.get(pk=cast.ufer.pk)
    assert (site.customer, site.billing_party) == (cast.stadtbau, party)
    assert owners(ufer) == ["Stadtbau", "Hausverwaltung", "Stadtbau", "Hausverwaltung", "Hausverwaltung", "Stadtbau",
                            "Hausverwaltung"]  # fmt: skip
    assert Job.objects.get(pk=ufer["going"].pk).billing_party == party
    assert not Customer.objects.filter(is_in_handover=True).exists()


def test_a_tried_report_is_not_offered_to_the_new_customer(cast, login, ufer):
    """What a test contact sent counts nowhere, and goes nowhere either."""
    real, trial = ufer["tickets"]
    Ticket.objects.filter(pk=trial.pk).update(is_test=True)
    page = login(cast["office1"]).get(f"/office/sites/{cast.ufer.pk}/handover/?to={cast.stadtbau.pk}").content.decode()
    assert (str(real) in page, str(trial) in page) == (True, False)
    assert send(cast, login, ufer, days=0, tickets=[trial.pk]).status_code == 422


def test_a_day_to_come_changes_nothing_yet_and_can_be_taken_back(cast, login, ufer):
    assert send(cast, login, ufer, days=3).status_code == 302
    assert settle_due() == 0
    assert Site.objects.get(pk=cast.ufer.pk).customer == cast.brandt
    page = html.unescape(login(cast["office1"]).get(f"/office/sites/{cast.ufer.pk}/").content.decode())
    assert "Stadtbau Freiburg" in page
    row = SiteHandover.objects.get()
    assert login(cast["office1"]).post(f"/office/sites/handovers/{row.pk}/withdrawal/").status_code == 302
    assert not SiteHandover.objects.exists()
    assert not Customer.objects.filter(is_in_handover=True).exists()


def test_the_worker_settles_when_the_day_has_come_and_only_once(cast, login, ufer):
    send(cast, login, ufer, days=1)
    SiteHandover.objects.update(starts_on=timezone.localdate())
    assert (settle_due(), settle_due()) == (1, 0)
    assert owner(Site, cast.ufer.pk) == "Stadtbau Freiburg"


def test_a_report_before_the_worker_came_goes_to_the_new_customer(cast, login, ufer):
    send(cast, login, ufer, days=1)
    SiteHandover.objects.update(starts_on=timezone.localdate())
    data = {
        "customer": cast.stadtbau.pk, "site": cast.ufer.pk, "title": "Neu hier", "kind": "damage", "urgency": "normal",
        "form_key": KEY,
    }  # fmt: skip
    assert login(cast["stadtbau.all"]).post("/portal/tickets/new/", data).status_code == 302
    assert Ticket.objects.get(title="Neu hier").customer == cast.stadtbau


def test_accesses_narrowed_to_the_site_are_cut_on_the_day(cast, login, ufer):
    """brandt.site sees only the Uferstraße; brandt.all keeps the past of it."""
    past = f"/portal/visits/{ufer['past'].pk}/"
    assert login(cast["brandt.site"]).get(past).status_code == 200
    send(cast, login, ufer, days=0)
    assert login(cast["brandt.site"]).get(past).status_code == 404
    assert login(cast["brandt.all"]).get(past).status_code == 200
    assert login(cast["stadtbau.all"]).get(past).status_code == 404
    assert login(cast["stadtbau.all"]).get(f"/portal/visits/{ufer['visits'][0].pk}/").status_code == 200
    assert login(cast["stadtbau.all"]).get(f"/portal/sites/{cast.ufer.pk}/").status_code == 200
    assert login(cast["brandt.all"]).get(f"/portal/sites/{cast.ufer.pk}/").status_code == 404


def test_what_stays_can_still_be_planned_for_the_previous_customer(cast, login, ufer):
    from torhaus.jobs import actions as jobs

    send(cast, login, ufer, days=0)
    now = timezone.now() + dt.timedelta(days=4)
    job = Job.objects.get(pk=ufer["staying"].pk)
    visit = jobs.plan_visit(
        job=job, site=None, starts_at=now, ends_at=now + dt.timedelta(hours=1), performers=[], by=cast["office1"]
    )
    assert visit.customer == cast.brandt


def test_other_sites_move_along(cast, login, ufer):
    elsewhere = make.make_job(cast.brandt, site=cast.lindenhof)
    send(cast, login, ufer, days=0, others=[cast.lindenhof.pk], others_go_along="on")
    assert owner(Site, cast.lindenhof.pk) == owner(Job, elsewhere.pk) == "Stadtbau Freiburg"


def test_nonsense_is_422_and_says_why(cast, login, ufer):
    answer = send(cast, login, ufer, days=500)
    assert answer.status_code == 422
    foreign = make.make_job(cast.stadtbau)
    assert send(cast, login, ufer, days=0, jobs=[foreign.pk]).status_code == 422
    assert send(cast, login, ufer, days=3).status_code == 302
    again = send(cast, login, ufer, days=4, form_key="formkey-other-0123456789")
    assert again.status_code == 422
    assert "schon ein Wechsel vorgesehen" in html.unescape(again.content.decode())
    hofer = f"/office/sites/{cast.ufer.pk}/handover/?to={cast.altmann.pk}"
    assert login(cast["office1"]).get(hofer).status_code == 404


def test_history_is_for_the_office_and_names_both(cast, login, ufer):
    send(cast, login, ufer, days=0)
    assert PortalAccess.objects.filter(customer=cast.brandt).count() == 3
    page = html.unescape(login(cast["office1"]).get(f"/office/sites/{cast.ufer.pk}/").content.decode())
    assert "vorher Hausverwaltung Brandt" in page
    for key in ("brandt.all", "stadtbau.all"):
        other = "Stadtbau" if key == "brandt.all" else "Brandt"
        ticket = ufer["tickets"][1 if key == "brandt.all" else 0]
        answer = login(cast[key]).get(f"/portal/tickets/{ticket.pk}/")
        assert answer.status_code == 200
        assert other not in html.unescape(answer.content.decode())
