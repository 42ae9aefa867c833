"""Behind an invitation's link: password, existing accounts, replay, races, fresh links."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests.factories import PASSWORD
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.flows.accept_invitation import accept_as_known, accept_as_new
from torhaus.kernel.errors import Refused
from torhaus.portal_access import actions
from torhaus.portal_access.models import Invitation, InvitationStatus, PortalAccess
from torhaus.providers.actions import add_member

NEW = {"first_name": "Miriam", "last_name": "Brandt", "language": "de", "password": "Kiesel-Wolke-Anker-5"}


def invited(cast, **fields):
    values = {"email": "m.brandt@brandt.example", "first_name": "Miriam", "last_name": "Brandt"}
    contact = make.make_contact(cast.brandt, **values | fields)
    invitation = actions.invite(contact=contact, by=cast["office1"])
    return invitation, f"/invitation/{actions.issue_token(invitation)}/"


def test_link_leads_into_the_portal(cast, client):
    invitation, link = invited(cast)
    page = client.get(link)
    assert "Lindner Gebäudeservice hat das Kundenportal für Hausverwaltung Brandt geöffnet" in page.text
    assert client.post(link, NEW)["Location"] == "/portal/"
    person = Person.objects.get(email="m.brandt@brandt.example")
    access = PortalAccess.objects.get(person=person)
    assert (access.customer, access.contact, access.scope) == (cast.brandt, invitation.contact, "customer")
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.ACCEPTED
    assert client.session["portal_provider"] == cast.lindner.pk
    assert client.get("/")["Location"] == "/portal/"
    assert Client().post("/login/", {"login": person.email, "password": NEW["password"]}).status_code == 302


def test_get_marks_the_visit_and_consumes_nothing_and_head_does_nothing(cast, client):
    invitation, link = invited(cast)
    client.head(link)
    invitation.refresh_from_db()
    assert invitation.visited_at is None
    for _n in range(3):
        assert client.get(link).status_code == 200
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.VISITED
    assert not Person.objects.filter(email="m.brandt@brandt.example").exists()
    assert client.post(link, NEW).status_code == 302


def test_used_expired_withdrawn_and_unknown_links_get_the_same_page(cast):
    used, link = invited(cast)
    Client().post(link, NEW)
    withdrawn, gone = invited(cast, email="b@x.example")
    actions.withdraw(invitation=withdrawn, by=cast["office1"])
    _late, late = invited(cast, email="c@x.example")
    pages = [Client().get(address) for address in (link, gone, f"/invitation/{'x' * 43}/", "/invitation/kurz/")]
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        pages.append(Client().get(late))
    assert {page.status_code for page in pages} == {410}
    assert {page.text.count("Neuen Link zusenden") for page in pages} == {1}
    assert {page.text.count(str(used.contact)) for page in pages} == {0}
    assert ["Lindner Gebäudeservice" in page.text for page in pages] == [True, True, False, False, True]


def test_replay_changes_nothing(cast):
    _invitation, link = invited(cast)
    Client().post(link, NEW)
    before = Person.objects.get(email="m.brandt@brandt.example").password
    assert Client().post(link, NEW | {"password": "Ganz-Anderes-Wort-8"}).status_code == 410
    assert Person.objects.get(email="m.brandt@brandt.example").password == before
    assert PortalAccess.objects.filter(customer=cast.brandt, contact__isnull=False).count() == 1


@pytest.mark.parametrize("blank", ["", " ", "%20", "None", "null"])
def test_blank_tokens_open_nothing(cast, client, blank):
    invited(cast)
    actions.invite(
        contact=make.make_contact(cast.brandt), by=cast["office1"]
    )  # its token is NULL until the mail is written
    assert client.post(f"/invitation/{blank}/", NEW).status_code in {404, 410}
    assert not Person.objects.filter(email="m.brandt@brandt.example").exists()


def test_weak_password_keeps_what_was_typed(cast, client):
    _invitation, link = invited(cast)
    page = client.post(link, NEW | {"password": "kurz", "last_name": "Brandt-Weiß"})
    assert page.status_code == 422
    assert "Brandt-Weiß" in page.text
    assert client.post(link, NEW).status_code == 302


def test_address_comes_from_the_invitation_and_never_from_the_form(cast, client):
    _invitation, link = invited(cast)
    client.post(link, NEW | {"email": "boese@x.example", "is_operator": "on", "username": "admin"})
    person = Person.objects.get(email="m.brandt@brandt.example")
    assert (person.is_operator, person.username) == (False, None)


def test_person_of_another_provider_is_linked_by_the_old_password(cast, client):
    known = cast["altmann.all"]
    _invitation, link = invited(cast, email=known.email.upper())
    assert "gibt es schon einen Zugang" in client.get(link).text
    refused = client.post(link, NEW)
    assert refused.status_code == 422
    assert not PortalAccess.objects.filter(person=known, customer=cast.brandt).exists()
    assert client.post(link, {"password": PASSWORD})["Location"] == "/portal/"
    assert PortalAccess.objects.filter(person=known, customer=cast.brandt).count() == 1
    assert Person.objects.filter(email__iexact=known.email).count() == 1
    assert Person.objects.get(pk=known.pk).password == known.password


def test_person_who_is_logged_in_needs_no_password(cast, login):
    known = cast["altmann.all"]
    _invitation, link = invited(cast, email=known.email)
    assert login(cast["stadtbau.all"]).post(link, {}).status_code == 422
    assert login(known).post(link, {})["Location"] == "/portal/"
    assert PortalAccess.objects.filter(person=known, customer=cast.brandt).exists()


def test_colleague_without_a_password_chooses_one_here(cast, client):
    member = make.make_member(cast.hofer, "office", email="m.brandt@brandt.example", password=None)
    _invitation, link = invited(cast)
    assert client.post(link, NEW).status_code == 302
    assert PortalAccess.objects.get(customer=cast.brandt, contact__isnull=False).person == member.person


def test_deactivated_person_does_not_come_back_by_invitation(cast, client):
    gone = cast["kita.deactivated"]
    _invitation, link = invited(cast, email=gone.email)
    assert client.post(link, {"password": PASSWORD}).status_code == 422
    assert not PortalAccess.objects.filter(person=gone, customer=cast.brandt).exists()


def test_invitation_opens_only_its_own_customer(cast, client):
    _invitation, link = invited(cast)
    client.post(link, NEW)
    person = Person.objects.get(email="m.brandt@brandt.example")
    assert list(person.accesses.values_list("customer", "provider")) == [(cast.brandt.pk, cast.lindner.pk)]


def test_invitation_for_another_address_is_not_taken_up(cast):
    invitation, _link = invited(cast)
    with pytest.raises(PermissionError):
        accept_as_known(invitation=invitation, person=cast["altmann.all"])


def test_another_providers_doorstep_changes_nothing(cast, client):
    """Whoever comes by Hofer's doorstep with Lindner's link gets Lindner's portal and nothing of Hofer."""
    _invitation, link = invited(cast)
    client.get("/p/hofer/")
    client.post("/p/hofer/seat/")
    client.post(link, NEW | {"provider": cast.hofer.pk, "customer": cast.altmann.pk})
    person = Person.objects.get(email="m.brandt@brandt.example")
    assert list(person.accesses.values_list("customer", "provider")) == [(cast.brandt.pk, cast.lindner.pk)]
    assert client.session["portal_provider"] == cast.lindner.pk
    assert client.get(f"/portal/sites/{cast.altmann_site.pk}/").status_code == 404
    assert client.get(f"/portal/sites/{cast.ufer.pk}/").status_code == 200


def test_corrected_address_closes_the_link_at_the_old_box(cast, client, login):
    invitation, link = invited(cast)
    assert client.get(link).status_code == 200
    type(invitation.contact).objects.filter(pk=invitation.contact_id).update(email="richtig@brandt.example")
    assert client.get(link).status_code == 410
    assert client.post(link, NEW).status_code == 410
    assert "ging an die alte Adresse" in login(cast["office1"]).get(f"/office/customers/{cast.brandt.pk}/portal/").text


def test_contact_out_of_use_closes_the_link(cast, client):
    invitation, link = invited(cast)
    type(invitation.contact).objects.filter(pk=invitation.contact_id).update(is_active=False)
    assert client.get(link).status_code == 410


def test_closed_portal_closes_the_link(cast, client):
    _invitation, link = invited(cast)
    type(cast.brandt).objects.filter(pk=cast.brandt.pk).update(portal_enabled=False)
    assert client.get(link).status_code == 410
    assert client.post(link, NEW).status_code == 410


def test_old_link_offers_a_fresh_one_to_the_same_mail_box(cast, client):
    old, link = invited(cast)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        answer = client.post(f"{link}renewal/")
        fresh = Invitation.objects.get(contact=old.contact, status="queued")
        assert (answer["Location"], fresh.email) == ("/invitation/sent/", old.email)
    unknown = Client().post(f"/invitation/{'x' * 43}/renewal/")
    assert unknown["Location"] == "/invitation/sent/"
    assert Invitation.objects.count() == 2


def test_fresh_links_are_limited(cast, client):
    old, link = invited(cast)
    actions.withdraw(invitation=old, by=cast["office1"])
    for _n in range(6):
        client.post(f"{link}renewal/")
    assert Activity.objects.filter(verb="invitation.created").count() == 1 + 3


def test_used_link_sends_a_password_reset_instead(cast, client):
    _invitation, link = invited(cast)
    client.post(link, NEW)
    Client().post(f"{link}renewal/")
    row = Activity.objects.get(verb="person.reset_asked")
    assert row.data["person_id"] == Person.objects.get(email="m.brandt@brandt.example").pk


def test_address_that_changed_gets_no_fresh_link_at_the_old_box(cast, client):
    old, link = invited(cast)
    type(old.contact).objects.filter(pk=old.contact_id).update(email="neu@brandt.example")
    client.post(f"{link}renewal/")
    assert Invitation.objects.count() == 1


def test_ten_at_once_make_one_person_and_one_access(race):
    from tests.cast import make_cast

    cast = make_cast()
    invitation, _link = invited(cast)
    values = {name: NEW[name] for name in ("first_name", "last_name", "language", "password")}
    results = race(*[lambda: accept_as_new(invitation=invitation, **values)] * 10)
    assert sum(isinstance(result, Person) for result in results) == 1
    assert all(isinstance(result, Person | Refused | PermissionError) for result in results), results
    assert race.read(lambda: Person.objects.filter(email=invitation.email).count()) == 1
    assert race.read(lambda: PortalAccess.objects.filter(contact=invitation.contact).count()) == 1


def test_name_that_another_company_typed_for_its_invitation_does_not_stay(cast, client):
    """A mail box was invited to a team elsewhere and never answered: here the person says who they are."""
    box = "m.brandt@brandt.example"
    add_member(provider=cast.hofer, role="office", by=cast["owner2"], email=box, first_name="Frau", last_name="Nerv")
    _invitation, link = invited(cast)
    assert client.post(link, NEW | {"language": "en"})["Location"] == "/portal/"
    person = Person.objects.get(email=box)
    assert (person.full_name, person.language) == ("Miriam Brandt", "en")
