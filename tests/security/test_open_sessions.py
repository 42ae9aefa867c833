"""A session that is open already loses what is taken away, from the next request on."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.accounts.models import PersonSession
from torhaus.accounts.recovery import set_password
from torhaus.accounts.sessions import end_all
from torhaus.customers.models import Shown
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.actions import set_member_active
from torhaus.providers.models import Membership, Plan


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


def access(cast):
    return PortalAccess.objects.get(person=cast["brandt.all"])


def with_contact(cast):
    contact = make.make_contact(cast.brandt)
    change(access(cast), contact=contact)
    change(contact, is_active=False)


CLOSED = {
    "access blocked": lambda cast: change(access(cast), is_active=False),
    "access ended yesterday": lambda cast: change(
        access(cast), valid_until=timezone.localdate() - dt.timedelta(days=1)
    ),
    "contact switched off": with_contact,
    "customer's portal off": lambda cast: change(cast.brandt, portal_enabled=False),
    "customer inactive": lambda cast: change(cast.brandt, is_active=False),
    "plan without portal": lambda cast: change(cast.lindner, plan=Plan.BASIC),
    "trial over": lambda cast: change(
        cast.lindner, plan=Plan.BASIC, trial_until=timezone.localdate() - dt.timedelta(days=1)
    ),
    "plugin off": lambda cast: change(cast.lindner, has_portal_plugin=False),
    "other customer": lambda cast: change(access(cast), customer=cast.stadtbau),
}
LOGGED_OUT = {
    "person deactivated": lambda cast, person: change(person, is_active=False),
    "new password": lambda cast, person: set_password(person, password="Vier-kleine-Wörter-mehr"),
    "logged out everywhere": lambda cast, person: end_all(person),
    "session deleted": lambda cast, person: PersonSession.objects.all().delete(),
}


@pytest.fixture
def pages(cast):
    """Addresses of Brandt's things, among them a file."""
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    report = make.make_report(visit, status="open", pdf=make.make_stored_file(cast.lindner))
    ticket = make.make_ticket(cast.brandt, site=cast.ufer)
    return [f"/portal/tickets/{ticket.pk}/", f"/portal/visits/{visit.pk}/", f"/portal/reports/{report.pk}/pdf/"]


@pytest.mark.parametrize("what", CLOSED)
def test_portal_closes_in_an_open_session(cast, login, pages, what):
    client = login(cast["brandt.all"])
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    CLOSED[what](cast)
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(f"{pages[0]}messages/", {"body": "Noch da?"}).status_code == 404


def test_access_that_ends_today_is_open_today(cast, login, pages):
    change(access(cast), valid_until=timezone.localdate())
    assert login(cast["brandt.all"]).get(pages[0]).status_code == 200


@pytest.mark.parametrize("what", LOGGED_OUT)
@pytest.mark.parametrize(("who", "page"), [("brandt.all", "/portal/"), ("office1", "/office/")])
def test_session_ends_at_once(cast, login, who, page, what):
    client = login(cast[who])
    assert client.get(page).status_code == 200
    LOGGED_OUT[what](cast, cast[who])
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={page}")


def test_colleague_who_leaves_is_out_at_once(cast, login):
    client = login(cast["tech1"])
    assert client.get("/office/").status_code == 200
    set_member_active(member=Membership.objects.get(person=cast["tech1"]), is_active=False, by=cast["owner1"])
    assert client.get("/office/").status_code == 302
    cast["tech1"].refresh_from_db()
    assert login(cast["tech1"]).get("/office/").status_code == 404


@pytest.mark.parametrize(("switch", "place"), [("show_visits", 1)])
def test_switches_count_at_once(cast, login, pages, switch, place):
    client = login(cast["brandt.all"])
    assert client.get(pages[place]).status_code == 200
    change(cast.brandt, **{switch: False})
    assert client.get(pages[place]).status_code == 404
    change(cast.ufer, **{switch: Shown.SHOW})
    assert client.get(pages[place]).status_code == 200
    change(cast.brandt, **{switch: True})
    change(cast.ufer, **{switch: Shown.HIDE})
    assert client.get(pages[place]).status_code == 404
