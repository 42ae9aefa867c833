"""Deputies: a colleague acts with the rights of somebody who is away, in their own name, never more, and it ends by itself."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.access.viewer import portal_viewer
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import name_deputy
from torhaus.portal_access.models import Deputyship, PortalAccess
from torhaus.tickets.models import TicketMessage

KEY = "formkey-0123456789abcd"


@pytest.fixture
def reduced(cast):
    """brandt.site sees only the Uferstraße and no invoices; brandt.all sees everything but no reports."""
    PortalAccess.objects.filter(person=cast["brandt.site"]).update(sees_invoices=False)
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(sees_reports=False)
    return cast


def access(cast, key):
    return PortalAccess.objects.get(person=cast[key], customer=cast.brandt)


def name(cast, login, *, first=0, last=0, deputy="brandt.site", by="brandt.all", key=KEY):
    today = timezone.localdate()
    data = {
        "deputy": access(cast, deputy).pk, "starts_on": (today + dt.timedelta(days=first)).isoformat(),
        "ends_on": (today + dt.timedelta(days=last)).isoformat(), "form_key": key,
    }  # fmt: skip
    return login(cast[by]).post("/portal/account/deputies/", data)


def answers(cast, login, path, key="brandt.site"):
    return login(cast[key]).get(path).status_code


def test_a_deputy_sees_the_others_rows_from_the_first_to_the_last_day(reduced, login):
    ticket = make.make_ticket(reduced.brandt, site=reduced.lindenhof)
    path = f"/portal/tickets/{ticket.pk}/"
    assert (answers(reduced, login, path, "brandt.all"), answers(reduced, login, path)) == (200, 404)
    assert name(reduced, login, first=0, last=0).status_code == 302
    assert answers(reduced, login, path) == 200
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Deputyship.objects.update(starts_on=yesterday, ends_on=yesterday)
    assert answers(reduced, login, path) == 404
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Deputyship.objects.update(starts_on=tomorrow, ends_on=tomorrow)
    assert answers(reduced, login, path) == 404


def test_never_more_than_the_other_one_has(reduced, login):
    """The own right to reports does not reach what only the other's scope opens, nor the other way round."""
    report = make.make_report(
        make.make_visit(make.make_job(reduced.brandt, site=reduced.lindenhof)), status="open",
        pdf=make.make_stored_file(reduced.lindner),
    )  # fmt: skip
    name(reduced, login)
    assert answers(reduced, login, f"/portal/reports/{report.pk}/") == 404
    PortalAccess.objects.filter(person=reduced["brandt.all"]).update(sees_reports=True)
    assert answers(reduced, login, f"/portal/reports/{report.pk}/") == 200


def test_the_deputy_acts_in_their_own_name(reduced, login):
    ticket = make.make_ticket(reduced.brandt, site=reduced.lindenhof)
    name(reduced, login)
    login(reduced["brandt.site"]).post(
        f"/portal/tickets/{ticket.pk}/messages/", {"body": "Ich kümmere mich", "form_key": "formkey-message-0123456"}
    )
    message = TicketMessage.objects.get(ticket=ticket)
    assert (message.author, message.author_name) == (reduced["brandt.site"], str(reduced["brandt.site"]))


@pytest.mark.parametrize("closed", ["brandt.all", "brandt.site"])
def test_it_ends_when_either_access_closes(reduced, login, closed):
    name(reduced, login)
    assert len(portal_viewer(reduced["brandt.site"]).seat.accesses) == 2
    PortalAccess.objects.filter(person=reduced[closed]).update(is_active=False)
    viewer = portal_viewer(reduced["brandt.site"])
    assert viewer is None or len(viewer.seat.accesses) == 1


def test_the_office_sees_it_and_ends_it_at_once(reduced, login):
    name(reduced, login)
    office = login(reduced["office1"])
    page = office.get(f"/office/customers/{reduced.brandt.pk}/portal/").content.decode()
    assert f"{reduced['brandt.site']} für {reduced['brandt.all']}" in page
    row = Deputyship.objects.get()
    office.post(f"/office/customers/{reduced.brandt.pk}/portal/deputies/{row.pk}/end/")
    assert len(portal_viewer(reduced["brandt.site"]).seat.accesses) == 1


def test_only_colleagues_of_the_same_customer_can_be_chosen(reduced, login):
    page = login(reduced["brandt.all"]).get("/portal/account/deputies/").content.decode()
    assert str(reduced["brandt.site"]) in page
    assert str(reduced["stadtbau.all"]) not in page
    stranger = PortalAccess.objects.get(person=reduced["stadtbau.all"])
    today = timezone.localdate().isoformat()
    data = {"deputy": stranger.pk, "starts_on": today, "ends_on": today, "form_key": KEY}
    assert login(reduced["brandt.all"]).post("/portal/account/deputies/", data).status_code == 422
    assert not Deputyship.objects.exists()


def test_a_deputyship_is_not_passed_on(reduced, login):
    """brandt.colleague stands in for brandt.site, who stands in for brandt.all."""
    name(reduced, login)
    name(reduced, login, deputy="brandt.colleague", by="brandt.site", key="formkey-second-0123456789")
    people = {row.person_id for row in portal_viewer(reduced["brandt.colleague"]).seat.accesses}
    assert people == {reduced["brandt.colleague"].pk, reduced["brandt.site"].pk}


def test_impossible_days_are_422_with_the_reason(reduced, login):
    assert name(reduced, login, first=3, last=1).status_code == 422
    assert name(reduced, login, first=-9, last=-2).status_code == 422
    assert name(reduced, login, first=0, last=5).status_code == 302
    twice = name(reduced, login, first=4, last=8, key="formkey-second-0123456789")
    assert twice.status_code == 422
    assert "vertritt in dieser Zeit schon" in twice.content.decode()


def test_a_test_contact_is_nobodys_deputy(reduced, login):
    """Else the office could sign as the customer through a login that it made for trying things out."""
    PortalAccess.objects.filter(person=reduced["brandt.colleague"]).update(is_test=True)
    page = login(reduced["brandt.all"]).get("/portal/account/deputies/").text
    assert f'value="{access(reduced, "brandt.site").pk}"' in page
    assert f'value="{access(reduced, "brandt.colleague").pk}"' not in page
    assert name(reduced, login, deputy="brandt.colleague").status_code == 422
    assert name(reduced, login, by="brandt.colleague", key="formkey-second-0123456789").status_code == 422
    days = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
    own, trial = access(reduced, "brandt.all"), access(reduced, "brandt.colleague")
    with pytest.raises(Refused):
        name_deputy(access=own, deputy=trial, by=own.person, **days)
    assert name(reduced, login, key="formkey-third-01234567890").status_code == 302


def test_who_cannot_have_a_deputy_is_not_led_to_the_page(cast, login):
    link = 'href="/portal/account/deputies/"'
    assert link in login(cast["brandt.all"]).get("/portal/account/").content.decode()
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(is_test=True)
    assert link not in login(cast["brandt.all"]).get("/portal/account/").content.decode()
    assert "keine Vertretung" in login(cast["brandt.all"]).get("/portal/account/deputies/").content.decode()
