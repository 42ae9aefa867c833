"""A colleague's invitation: nothing opens before the invited person accepts it themselves, once."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests.factories import PASSWORD
from torhaus.access.viewer import staff_viewer
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.delivery import outbox
from torhaus.kernel.errors import Refused
from torhaus.notices.models import OutgoingMail
from torhaus.portal_access.actions import answer_referral
from torhaus.providers import actions, invitations
from torhaus.providers.models import Membership, Role

NEW = "Kiesel-Wolke-Anker-5"
WELCOME = {"first_name": "Nora", "last_name": "Neu", "language": "de", "password": NEW}


def invite(cast, email, **more):
    return actions.add_member(provider=cast.lindner, role=Role.OFFICE, by=cast["owner1"], email=email, **more)


def link_of(member):
    return invitations.path(invitations.issue_token(member.pk))


def test_pending_membership_opens_nothing(cast, login):
    member = invite(cast, cast["brandt.all"].email)
    assert staff_viewer(cast["brandt.all"]) is None
    client = login(cast["brandt.all"])
    assert (client.get("/office/").status_code, client.get("/")["Location"]) == (404, "/portal/")
    invitations.accept(token=invitations.issue_token(member.pk), person=cast["brandt.all"])
    assert client.get("/office/").status_code == 200


def test_pending_colleague_is_offered_for_no_work(cast, login):
    invite(cast, "neu@lindner.example", last_name="Wartend")
    client = login(cast["owner1"])
    assert "Wartend" in client.get("/office/settings/staff/").text
    for address in ("/office/visits/new/", "/office/tickets/filters/", "/office/settings/"):
        page = client.get(address)
        assert (page.status_code, "Wartend" in page.text) == (200, False), address


def test_new_colleague_chooses_a_password_and_is_in(cast, client):
    member = invite(cast, "neu@lindner.example", last_name="Neu")
    link = link_of(member)
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert client.post(link, WELCOME | {"password": "kurz"}).status_code == 422
    assert client.post(link, WELCOME)["Location"] == "/office/"
    assert client.get("/office/").status_code == 200
    assert Client().post(link, WELCOME | {"password": "Anderes-Wort-77"}).status_code == 410
    assert Client().post("/login/", {"login": "neu@lindner.example", "password": NEW}).status_code == 302


def test_existing_account_accepts_with_its_own_login_only(cast, login):
    member = invite(cast, cast["owner2"].email)
    link = link_of(member)
    assert Client().post(link, WELCOME).status_code == 422
    stranger = login(cast["office1"])
    assert stranger.post(link).status_code == 422
    assert Client().post(link, {"password": "falsch-falsch"}).status_code == 422
    assert Membership.objects.get(pk=member.pk).is_pending
    owner = login(cast["owner2"])
    assert owner.post(link)["Location"] == "/office/"
    assert "Lindner Gebäudeservice" in owner.get("/office/").text
    assert Person.objects.get(pk=cast["owner2"].pk).check_password(PASSWORD)


def test_existing_account_accepts_by_password_without_a_session(cast, client):
    link = link_of(invite(cast, cast["owner2"].email))
    assert client.post(link, {"password": PASSWORD})["Location"] == "/office/"
    assert not Membership.objects.get(provider=cast.lindner, person=cast["owner2"]).is_pending


def test_link_ends_after_seven_days_with_a_new_one_and_with_the_withdrawal(cast, client):
    member = invite(cast, "neu@lindner.example")
    link = link_of(member)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        assert client.get(link).status_code == 410
    assert client.get(link).status_code == 200
    invitations.invite_again(member=member, by=cast["owner1"])
    assert client.get(link).status_code == 410
    fresh = link_of(member)
    assert client.get(fresh).status_code == 200
    invitations.withdraw(member=member, by=cast["owner1"])
    assert client.post(fresh, WELCOME).status_code == 410
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_accepted_membership_cannot_be_withdrawn(cast):
    member = Membership.objects.get(person=cast["office1"])
    for act in (invitations.withdraw, invitations.invite_again):
        with pytest.raises(Refused):
            act(member=member, by=cast["owner1"])
    assert Membership.objects.filter(pk=member.pk).exists()


def test_office_reads_nothing_of_an_account_that_it_invites(cast, login):
    victim = cast["owner2"]
    member = invite(cast, victim.email, first_name="Ein", last_name="Fremder")
    client = login(cast["owner1"])
    outbox.tell(Activity.objects.get(verb="staff.invited"))
    mail = OutgoingMail.objects.get(provider_id=cast.lindner.pk)
    pages = [
        "/office/settings/staff/",
        f"/office/settings/staff/{member.pk}/",
        f"/office/mails/{mail.pk}/",
        "/office/mails/",
    ]
    for address in pages:
        text = client.get(address).text
        assert (victim.full_name in text, "Fremder" in text) == (False, True), address
    assert victim.full_name in login(victim).get("/office/").text


def test_owner_sends_again_and_withdraws_on_the_page(cast, login):
    member = invite(cast, "neu@lindner.example", last_name="Neu")
    client = login(cast["owner1"])
    page = client.get("/office/settings/staff/").text
    assert ("eingeladen" in page, "Erneut senden" in page, "Zurückziehen" in page) == (True, True, True)
    assert client.post(f"/office/settings/staff/{member.pk}/invitation/").status_code == 302
    assert Activity.objects.filter(verb="staff.invited").count() == 2
    link_of(member)
    Membership.objects.filter(pk=member.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert "Einladung abgelaufen" in client.get("/office/settings/staff/").text
    assert client.post(f"/office/settings/staff/{member.pk}/withdrawal/").status_code == 302
    assert "Erneut senden" not in client.get("/office/settings/staff/").text


def test_pending_owner_does_not_count_as_the_last_one(cast):
    actions.add_member(provider=cast.lindner, role=Role.OWNER, by=cast["owner1"], email="neu@lindner.example")
    owner = Membership.objects.get(person=cast["owner1"])
    with pytest.raises(Refused):
        actions.change_member(member=owner, by=cast["owner1"], role=Role.OFFICE, job_title="")


def test_of_ten_at_once_one_joins(race):
    from tests.cast import make_cast

    cast = make_cast()
    member = invite(cast, "neu@lindner.example", last_name="Neu")
    link = link_of(member)
    answers = race(*[lambda: Client().post(link, WELCOME).status_code] * 10)
    in_team = race.read(lambda: Activity.objects.filter(verb="staff.joined").count())
    assert (in_team, {302, 410} >= set(answers)) == (1, True)


def test_pending_colleague_hears_nothing_by_a_seat_elsewhere(cast):
    """Whoever is invited and owner of another company gets no news of this one before they accept."""
    member = invite(cast, cast["owner2"].email)
    outbox.tell(answered_referral(cast))
    told = OutgoingMail.objects.filter(provider_id=cast.lindner.pk)
    assert told.filter(to_address=cast["owner1"].email).exists()
    assert not told.filter(to_address=cast["owner2"].email).exists()
    invitations.accept(token=invitations.issue_token(member.pk), person=cast["owner2"])
    outbox.tell(answered_referral(cast))
    assert told.filter(to_address=cast["owner2"].email).exists()


def answered_referral(cast):
    row = make.make_referral(cast.brandt, by=cast["brandt.all"], email=f"neu{make.next_number()}@partner.example")
    answer_referral(referral=row, prospect=make.make_customer(cast.lindner, name="Partner GmbH"))
    return Activity.objects.filter(verb="referral.accepted").latest("pk")
