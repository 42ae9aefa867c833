"""„Zweiter Faktor für alle im Büro“: every address of the office leads to setting one up, and the portal to none."""

import pytest
from django.urls import get_resolver, reverse

from tests import factories as make
from tests.accounts.stage import protect
from tests.security.test_roles import addresses
from torhaus.access.permissions import Permission
from torhaus.access.viewer import staff_viewer
from torhaus.providers import actions
from torhaus.providers.models import Membership, Provider

SETUP = "/office/account/security/"
SETUP_PAGES = {"account", "seat"}


@pytest.fixture
def required(cast):
    actions.require_second_factor(provider=cast.lindner, is_required=True, by=cast["owner1"])
    return cast


def test_owner_switches_it_on_and_nobody_else(cast, login):
    page = "/office/settings/security/"
    for who in ("office1", "tech1", "brandt.all"):
        assert login(cast[who]).post(page, {"requires_second_factor": "on"}).status_code == 404
    client = login(cast["owner1"])
    assert "4 Personen" not in client.get(page).text
    assert "3 Personen" in client.get(page).text
    assert client.post(page, {"requires_second_factor": "on"}).status_code == 302
    assert Provider.objects.get(pk=cast.lindner.pk).requires_second_factor
    assert client.get(page)["Location"] == SETUP


def test_every_address_of_the_office_leads_to_setting_one_up(required, login):
    client, led = login(required["owner1"]), 0
    for name, arguments, pattern in addresses(get_resolver().url_patterns):
        if name.startswith("installation"):
            continue  # the operator's, who sees no row of a company by that
        answer = [getattr(client, method)(reverse(f"office:{name}", kwargs=arguments)) for method in ("get", "post")]
        if name in SETUP_PAGES or name.startswith("account_"):
            assert pattern.callback.is_setup, name
            assert SETUP not in [one.get("Location") for one in answer if one.status_code == 302] or name in {
                "account_password", "account_other_sessions",
            }, name  # fmt: skip
            continue
        assert not pattern.callback.is_setup, name
        assert {(one.status_code, one.get("Location")) for one in answer} <= {(302, SETUP), (405, None)}, name
        led += 1
    assert led > 90


def test_whoever_has_a_factor_or_another_company_gets_in(required, login):
    protect(required["office1"])
    assert login(required["office1"]).get("/office/").status_code == 200
    assert login(required["tech2"]).get("/office/").status_code == 200
    assert login(required["tech1"]).get("/office/")["Location"] == SETUP


def test_it_counts_from_the_next_request_on(cast, login):
    client = login(cast["office1"])
    assert client.get("/office/").status_code == 200
    actions.require_second_factor(provider=cast.lindner, is_required=True, by=cast["owner1"])
    assert client.get("/office/")["Location"] == SETUP
    assert "verlangt einen zweiten Faktor" in client.get(SETUP).text
    actions.require_second_factor(
        provider=Provider.objects.get(pk=cast.lindner.pk), is_required=False, by=cast["owner1"]
    )
    assert client.get("/office/").status_code == 200


def test_customers_are_never_forced(required, login):
    assert login(required["brandt.all"]).get("/portal/").status_code == 200
    make.make_access(required.brandt, required["office1"])
    assert login(required["office1"]).get("/portal/").status_code == 200


def test_colleague_of_two_companies_sees_the_open_one_and_no_row_of_the_other(required, login):
    person = required["tech2"]
    Membership.objects.create(provider=required.lindner, person=person, role="office")
    ticket = make.make_ticket(required.brandt)
    client = login(person)
    assert client.get("/office/").status_code == 200
    assert client.get(f"/office/tickets/{ticket.pk}/").status_code == 404
    client.post("/office/seat/", {"provider": required.lindner.pk})
    assert client.get("/office/")["Location"] == SETUP
    client.post("/office/seat/", {"provider": required.hofer.pk})
    assert client.get("/office/").status_code == 200
    protect(person)
    client = login(person)
    assert client.get(f"/office/tickets/{ticket.pk}/").status_code == 200


def test_mark_on_the_person_is_what_the_gate_reads(required):
    person = required["office1"]
    protect(person)
    seat = staff_viewer(person).seat
    assert (seat.lacks_factor, Permission.HOME_READ in seat.permissions) == (False, True)
