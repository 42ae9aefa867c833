"""Accounts without e-mail: made, shown once, renamed, given a new password, deactivated at once."""

import re

import pytest
from django.test import Client

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.portal_access.actions import ACCOUNT_RIGHTS
from torhaus.portal_access.models import PortalAccess

NEW = {
    "first_name": "Ayşe", "last_name": "Demir", "username": "lindner.demir", "job": "",
    "rights": ["sees_visits", "reads_messages"], "form_key": "k" * 24,
}  # fmt: skip
SHOWN = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


def page_of(customer):
    return f"/office/customers/{customer.pk}/portal/"


def open_account(client, customer, **values):
    page = client.post(f"{page_of(customer)}local/new/", NEW | values)
    return page, SHOWN.findall(page.text)


def test_account_logs_in_with_the_password_that_was_shown_once(cast, login):
    office = login(cast["office1"])
    page, [password, *_same] = open_account(office, cast.brandt)
    assert (page.status_code, "lindner.demir" in page.text) == (200, True)
    access = PortalAccess.objects.get(person__username="lindner.demir")
    assert (access.scope, access.customer, access.contact) == ("customer", cast.brandt, None)
    assert (access.sees_visits, access.sees_invoices, access.sees_prices, access.writes_messages) == (
        True, False, False, False,
    )  # fmt: skip
    person = Client()
    assert person.post("/login/", {"login": "lindner.demir", "password": password}).status_code == 302
    assert person.get("/portal/").status_code == 200
    assert password not in office.get(page_of(cast.brandt)).text
    assert not Activity.objects.filter(data__icontains=password).exists()


def test_account_has_the_rights_that_were_ticked_and_no_other(cast, login):
    office = login(cast["office1"])
    page = office.get(f"{page_of(cast.brandt)}local/new/").text
    offered = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="rights"' in tag]
    assert [re.findall(r'value="(\w+)"', tag) for tag in offered] == [[name] for name in ACCOUNT_RIGHTS]
    unticked = [name for name, tag in zip(ACCOUNT_RIGHTS, offered, strict=True) if "checked" not in tag]
    assert unticked == ["signs_reports", "sees_invoices", "sees_prices"]
    open_account(office, cast.brandt, rights=["sees_visits", "sees_reports"])
    access = PortalAccess.objects.get(person__username="lindner.demir")
    assert {name for name in ACCOUNT_RIGHTS if getattr(access, name)} == {"sees_visits", "sees_reports"}


def test_same_form_twice_makes_one_account_and_shows_nothing_again(cast, login):
    office = login(cast["office1"])
    open_account(office, cast.brandt)
    again = office.post(f"{page_of(cast.brandt)}local/new/", NEW)
    assert (again.status_code, again["Location"]) == (302, f"{page_of(cast.brandt)}#local")
    assert Person.objects.filter(username__startswith="lindner.demir").count() == 1


def test_one_job_only(cast, login):
    other = make.make_job(cast.stadtbau, title="Anderer Auftrag")
    page, [_password, *_same] = open_account(login(cast["office1"]), cast.stadtbau, job=str(cast.stadtbau_job.pk))
    access = PortalAccess.objects.get(person__username="lindner.demir")
    assert (access.scope, access.job) == ("job", cast.stadtbau_job)
    assert other.pk != access.job_id
    foreign = make.make_job(cast.altmann)
    page, shown = open_account(
        login(cast["office1"]), cast.brandt, job=str(foreign.pk), username="lindner.x", form_key="f" * 24
    )
    assert (page.status_code, shown) == (422, [])


@pytest.mark.parametrize("username", ["lindner.stadtbau", "ab", "mit leer", "ümläut", "a@b.example", "x" * 61, ""])
def test_bad_username_keeps_what_was_typed(cast, login, username):
    page, shown = open_account(login(cast["office1"]), cast.brandt, username=username)
    assert (page.status_code, shown) == (422, [])
    assert "Demir" in page.text
    assert not Person.objects.filter(last_name="Demir").exists()


def test_suggestion_is_provider_and_name_and_free(cast, login):
    text = login(cast["office1"]).get(f"{page_of(cast.brandt)}local/new/").text
    assert 'value="lindner.hausverwaltung-brandt"' in text
    make.make_person(email=None, username="lindner.hausverwaltung-brandt")
    text = login(cast["office1"]).get(f"{page_of(cast.brandt)}local/new/").text
    assert 'value="lindner.hausverwaltung-brandt2"' in text


def test_deactivation_ends_every_session_and_the_login_at_the_next_request(cast, login):
    office = login(cast["office1"])
    _page, [password, *_same] = open_account(office, cast.brandt)
    first, second = Client(), Client()
    for device in (first, second):
        device.post("/login/", {"login": "lindner.demir", "password": password})
        assert device.get("/portal/counts/").status_code == 200
    access = PortalAccess.objects.get(person__username="lindner.demir")
    office.post(f"{page_of(cast.brandt)}accesses/{access.pk}/deactivation/")
    for device in (first, second):
        assert device.get("/portal/counts/")["Location"].startswith("/login/")
    assert Client().post("/login/", {"login": "lindner.demir", "password": password}).status_code == 422
    office.post(f"{page_of(cast.brandt)}accesses/{access.pk}/activation/")
    assert first.get("/portal/counts/").status_code == 302
    assert Client().post("/login/", {"login": "lindner.demir", "password": password}).status_code == 302


def test_pencil_renames_and_new_password_ends_sessions(cast, login):
    office = login(cast["office1"])
    _page, [old, *_same] = open_account(office, cast.brandt)
    access = PortalAccess.objects.get(person__username="lindner.demir")
    address = f"{page_of(cast.brandt)}local/{access.pk}/"
    assert office.post(address, {"first_name": "", "last_name": "Kaya", "username": "lindner.kaya"}).status_code == 302
    device = Client()
    assert device.post("/login/", {"login": "lindner.kaya", "password": old}).status_code == 302
    page = office.post(f"{address}password/", {"form_key": "p" * 24})
    [new, *_same] = SHOWN.findall(page.text)
    assert new != old
    assert device.get("/portal/counts/").status_code == 302
    assert Client().post("/login/", {"login": "lindner.kaya", "password": old}).status_code == 422
    assert Client().post("/login/", {"login": "lindner.kaya", "password": new}).status_code == 302
    again = office.post(f"{address}password/", {"form_key": "p" * 24})
    assert (again.status_code, SHOWN.findall(again.text)) == (302, [])


def test_password_of_somebody_with_an_address_is_theirs(cast, login):
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    before = cast["brandt.all"].password
    page = login(cast["office1"]).post(f"{page_of(cast.brandt)}local/{access.pk}/password/", {}, follow=True)
    assert "wählt ihr Passwort selbst" in page.text
    assert Person.objects.get(pk=cast["brandt.all"].pk).password == before


def test_foreign_accounts_are_404(cast, login):
    office = login(cast["office1"])
    open_account(office, cast.brandt)
    access = PortalAccess.objects.get(person__username="lindner.demir")
    assert office.get(f"{page_of(cast.stadtbau)}local/{access.pk}/").status_code == 404
    assert login(cast["owner2"]).get(f"{page_of(cast.brandt)}local/{access.pk}/").status_code == 404
    assert office.get(f"{page_of(cast.brandt)}local/{access.pk}/").status_code == 200
