"""The page „Kundenportal“ of a customer."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories as make
from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import portal_viewer
from torhaus.accounts.models import Person
from torhaus.customers.models import Contact, Customer, Site
from torhaus.portal_access.actions import invite, note_delivery
from torhaus.portal_access.models import Invitation, InvitationStatus, PortalAccess

SWITCHES = {
    "portal_enabled": "on",
    "show_visits": "on",
    "show_performers": "first",
    "show_times": "detail",
    "portal_greeting": "Guten Tag",
}


def page_of(customer):
    return f"/office/customers/{customer.pk}/portal/"


def test_activating_saves_the_switches_and_invites_the_main_contact(cast, login):
    make.make_contact(cast.kita, is_main=True, email="leitung@kita.example")
    client = login(cast["office1"])
    answer = client.post(page_of(cast.kita), SWITCHES | {"version": cast.kita.version}, follow=True)
    assert "Die Einladung an leitung@kita.example ist unterwegs." in answer.text
    saved = Customer.objects.get(pk=cast.kita.pk)
    assert (saved.portal_enabled, saved.show_visits, saved.show_invoices) == (True, True, False)
    assert (saved.show_performers, saved.portal_greeting) == ("first", "Guten Tag")
    assert Invitation.objects.get().email == "leitung@kita.example"


def test_what_is_missing_is_said_beside_the_switch_and_after_saving(cast, login):
    make.make_contact(cast.kita, is_main=True, email="", is_notified=False)
    client = login(cast["office1"])
    page = client.get(page_of(cast.kita)).text
    assert "Es fehlt eine gültige E-Mail-Adresse." in page
    assert "„Kundenbenachrichtigung“ ist ausgeschaltet." in page
    answer = client.post(page_of(cast.kita), SWITCHES | {"version": cast.kita.version}, follow=True).text
    assert "Es ging keine Einladung hinaus: Es fehlt eine gültige E-Mail-Adresse." in answer
    assert Customer.objects.get(pk=cast.kita.pk).portal_enabled


def test_plan_without_portal_says_how_to_get_it(cast, login):
    client = login(cast["owner3"])
    Customer.objects.filter(pk=cast.weber.pk).update(portal_enabled=False)
    assert "gehört zum Tarif PRO" in client.get(page_of(cast.weber)).text
    answer = client.post(page_of(cast.weber), SWITCHES | {"version": cast.weber.version})
    assert answer.status_code == 422
    assert not Customer.objects.get(pk=cast.weber.pk).portal_enabled


def test_second_tab_is_422_and_keeps_what_was_typed(cast, login):
    client = login(cast["office1"])
    version = cast.brandt.version
    client.post(page_of(cast.brandt), SWITCHES | {"version": version})
    answer = client.post(page_of(cast.brandt), SWITCHES | {"version": version, "portal_greeting": "Zweiter"})
    assert answer.status_code == 422
    assert "Zweiter" in answer.text
    assert Customer.objects.get(pk=cast.brandt.pk).portal_greeting == "Guten Tag"


def test_switching_off_closes_the_portal_at_once(cast, login):
    customer = login(cast["brandt.all"])
    assert customer.get("/portal/counts/").status_code == 200
    login(cast["office1"]).post(
        page_of(cast.brandt), {"show_performers": "full", "show_times": "off", "version": cast.brandt.version}
    )
    assert customer.get("/portal/counts/").status_code == 404
    assert "zurzeit nicht verfügbar" in customer.get("/portal/", follow=True).text


@pytest.mark.parametrize(
    ("status", "word"),
    [("queued", "wird gesendet"), ("sent", "versendet"), ("bounced", "unzustellbar"), ("deferred", "verzögert")],
)
def test_list_shows_the_state_of_each_invitation(cast, login, status, word):
    invitation = invite(contact=make.make_contact(cast.brandt), by=cast["office1"])
    note_delivery(invitation_id=invitation.pk, status=InvitationStatus(status))
    assert word in login(cast["office1"]).get(page_of(cast.brandt)).text


def test_invite_again_and_withdraw(cast, login):
    contact = make.make_contact(cast.brandt)
    client = login(cast["office1"])
    address = f"{page_of(cast.brandt)}contacts/{contact.pk}/invitation/"
    for _n in range(2):
        client.post(address, {"form_key": "k" * 24})
    assert Invitation.objects.count() == 1
    assert "Erneut senden" in client.get(page_of(cast.brandt)).text
    client.post(address, {"form_key": "l" * 24})
    row = Invitation.objects.order_by("id").last()
    client.post(f"{page_of(cast.brandt)}invitations/{row.pk}/withdrawal/")
    assert list(Invitation.objects.order_by("id").values_list("status", flat=True)) == ["withdrawn", "withdrawn"]


def test_foreign_contacts_invitations_and_accesses_are_404(cast, login):
    foreign = make.make_contact(cast.altmann)
    theirs = invite(contact=foreign, by=cast["owner2"])
    access = PortalAccess.objects.filter(customer=cast.altmann).first()
    other = make.make_contact(cast.stadtbau)
    client = login(cast["office1"])
    base = page_of(cast.brandt)
    for address in (
        f"contacts/{foreign.pk}/invitation/", f"contacts/{other.pk}/invitation/", f"invitations/{theirs.pk}/withdrawal/",
        f"accesses/{access.pk}/deactivation/", f"sites/{cast.altmann_site.pk}/", f"sites/{cast.baustelle.pk}/",
    ):  # fmt: skip
        assert client.post(base + address).status_code == 404, address
    assert client.get(page_of(cast.altmann)).status_code == 404
    assert login(cast["tech1"]).get(base).status_code == 404
    assert login(cast["owner2"]).get(page_of(cast.altmann)).status_code == 200
    assert Client().get(base).status_code == 302


def test_blocked_access_is_out_at_once_and_can_come_back(cast, login):
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    customer, office = login(cast["brandt.all"]), login(cast["office1"])
    office.post(f"{page_of(cast.brandt)}accesses/{access.pk}/deactivation/")
    assert customer.get("/portal/counts/")["Location"].startswith("/login/")
    person = Person.objects.get(pk=cast["brandt.all"].pk)
    assert login(person).get("/portal/counts/").status_code == 404
    office.post(f"{page_of(cast.brandt)}accesses/{access.pk}/activation/")
    person = Person.objects.get(pk=cast["brandt.all"].pk)
    assert login(person).get("/portal/counts/").status_code == 200


def test_blocked_at_one_provider_stays_in_at_the_other(cast, login):
    access = PortalAccess.objects.get(person=cast["both"], customer=cast.stadtbau)
    customer = login(cast["both"])
    login(cast["office1"]).post(f"{page_of(cast.stadtbau)}accesses/{access.pk}/deactivation/")
    assert customer.get("/portal/counts/").status_code == 200


def test_contact_out_of_use_is_out_of_the_portal(cast, login):
    contact = make.make_contact(cast.brandt)
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    PortalAccess.objects.filter(pk=access.pk).update(contact=contact)
    customer = login(cast["brandt.all"])
    assert customer.get("/portal/counts/").status_code == 200
    Contact.objects.filter(pk=contact.pk).update(is_active=False)
    assert customer.get("/portal/counts/").status_code == 404


def test_site_overrides_are_saved_one_by_one(cast, login):
    client = login(cast["office1"])
    assert "Uferstraße 4" in client.get(f"{page_of(cast.brandt)}sites/").text
    values = {
        "show_visits": "hide",
        "show_invoices": "inherit",
        "show_performers": "show",
        "show_reports": "hide",
        "show_times": "inherit",
        "version": cast.ufer.version,
    }
    client.post(f"{page_of(cast.brandt)}sites/{cast.ufer.pk}/", values)
    saved = Site.objects.get(pk=cast.ufer.pk)
    assert (saved.show_visits, saved.show_invoices, saved.show_performers) == ("hide", "inherit", "show")


def test_page_costs_the_same_for_one_and_thirty_contacts(cast, login, django_assert_max_num_queries):
    client = login(cast["office1"])
    make.make_contact(cast.brandt)
    client.get(page_of(cast.brandt))
    with django_assert_max_num_queries(12) as few:
        client.get(page_of(cast.brandt))
    for _n in range(30):
        invite(contact=make.make_contact(cast.brandt), by=cast["office1"])
    with django_assert_max_num_queries(12) as many:
        client.get(page_of(cast.brandt))
    assert len(few) == len(many)


RIGHTS = {
    "sees_visits": "on",
    "sees_reports": "on",
    "creates_tickets": "on",
    "writes_messages": "on",
    "sees_colleagues_tickets": "on",
}


def access_page(cast, who):
    access = PortalAccess.objects.get(person=cast[who], customer=cast.brandt)
    return access, f"{page_of(cast.brandt)}accesses/{access.pk}/"


def test_rights_of_a_person_take_effect_at_once(cast, login):
    customer, office = login(cast["brandt.all"]), login(cast["office1"])
    access, address = access_page(cast, "brandt.all")
    assert "invoices" in customer.get("/portal/counts/").json()
    assert "Rechte von" in office.get(address).text
    assert office.post(address, RIGHTS | {"version": access.version}).status_code == 302
    saved = PortalAccess.objects.get(pk=access.pk)
    assert (saved.sees_visits, saved.sees_invoices, saved.signs_reports, saved.scope) == (
        True,
        False,
        False,
        "customer",
    )
    assert set(customer.get("/portal/counts/").json()) == {"tickets"}


def test_access_is_narrowed_to_sites_and_opened_again(cast, login):
    office = login(cast["office1"])
    access, address = access_page(cast, "brandt.all")
    office.post(address, RIGHTS | {"version": access.version, "sites": [cast.ufer.pk]})
    viewer = portal_viewer(cast["brandt.all"])
    assert list(list_for(viewer, Site, P.SITE_READ)) == [cast.ufer]
    office.post(address, RIGHTS | {"version": access.version + 1})
    assert set(list_for(portal_viewer(cast["brandt.all"]), Site, P.SITE_READ)) == {cast.ufer, cast.lindenhof}


def test_foreign_sites_and_a_second_tab_are_422(cast, login):
    office = login(cast["office1"])
    access, address = access_page(cast, "brandt.all")
    assert office.post(address, RIGHTS | {"version": access.version, "sites": [cast.baustelle.pk]}).status_code == 422
    narrow = RIGHTS | {"version": access.version, "sites": [cast.ufer.pk]}
    assert [office.post(address, narrow).status_code for _double in range(2)] == [302, 302]
    answer = office.post(address, RIGHTS | {"version": access.version})
    assert (answer.status_code, "gespeichert ist jetzt: Uferstraße 4" in answer.text) == (422, True)
    assert login(cast["owner2"]).get(address).status_code == 404


def test_access_ends_on_its_last_day(cast, login):
    customer, office = login(cast["brandt.all"]), login(cast["office1"])
    access, address = access_page(cast, "brandt.all")
    today = timezone.localdate()
    office.post(address, RIGHTS | {"version": access.version, "valid_until": today.isoformat()})
    assert customer.get("/portal/counts/").status_code == 200
    yesterday = today - dt.timedelta(days=1)
    office.post(address, RIGHTS | {"version": access.version + 1, "valid_until": yesterday.isoformat()})
    assert customer.get("/portal/counts/").status_code == 404


def test_access_to_one_job_keeps_its_scope(cast, login):
    access = PortalAccess.objects.get(person=cast["stadtbau.job"])
    address = f"{page_of(cast.stadtbau)}accesses/{access.pk}/"
    office = login(cast["office1"])
    assert "Nur diese Orte" not in office.get(address).text
    office.post(address, RIGHTS | {"version": access.version, "sites": [cast.baustelle.pk]})
    assert PortalAccess.objects.get(pk=access.pk).scope == "job"


def test_old_reason_is_silent_while_a_new_invitation_is_on_its_way(cast, login):
    reason = "550 kein solches Postfach"
    contact = make.make_contact(cast.brandt, email_problem=reason)
    page, client = f"/office/customers/{cast.brandt.pk}/portal/", login(cast["office1"])
    first = invite(contact=contact, by=cast["office1"])
    note_delivery(invitation_id=first.pk, status=InvitationStatus.BOUNCED, note=reason)
    assert reason in client.get(page).content.decode()
    invite(contact=contact, by=cast["office1"])
    assert reason not in client.get(page).content.decode()
