"""The navigation of both sides holds what the viewer may use, and nothing that leads nowhere."""

import re

import pytest

from tests.factories import make_access, make_customer, make_member
from torhaus.customers.models import Customer, CustomerKind, Site


def nav(client, address):
    page = client.get(address).text
    menu = page[page.index('id="menu"') : page.index("</nav>")]
    return re.findall(r'<li><a href="([^"]+)"', menu)


OFFICE = ["", "tickets/", "visits/", "reports/", "jobs/", "invoices/", "customers/", "sites/"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("owner1", [*OFFICE, "settings/", "mails/"]),
        ("office1", OFFICE),
        ("tech1", ["", "tickets/", "visits/", "reports/", "jobs/", "sites/"]),
    ],
)
def test_office_navigation_by_role(cast, login, who, expected):
    assert nav(login(cast[who]), "/office/account/") == [f"/office/{part}" for part in expected]


def test_accountant_reads_only(cast, login):
    person = make_member(cast.lindner, "accountant").person
    expected = ["", "visits/", "reports/", "jobs/", "invoices/", "customers/", "sites/"]
    assert nav(login(person), "/office/account/") == [f"/office/{part}" for part in expected]


PORTAL = ["", "tickets/", "visits/", "reports/", "invoices/", "sites/", "details/", "account/", "referrals/"]


@pytest.mark.parametrize(
    ("who", "missing"),
    [
        ("brandt.all", set()),
        ("brandt.colleague", {"invoices/"}),
        ("stadtbau.job", {"invoices/", "reports/", "referrals/", "details/"}),
    ],
)
def test_portal_navigation_by_right(cast, login, who, missing):
    expected = [f"/portal/{part}" for part in PORTAL if part not in missing]
    assert nav(login(cast[who]), "/portal/account/") == expected


def test_what_the_customer_hides_is_gone_unless_a_site_shows_it(cast, login):
    client = login(cast["brandt.all"])
    Customer.objects.filter(pk=cast.brandt.pk).update(show_visits=False, show_invoices=False)
    assert "/portal/visits/" not in nav(client, "/portal/account/")
    assert "/portal/invoices/" not in nav(client, "/portal/account/")
    Site.objects.filter(pk=cast.ufer.pk).update(show_visits="show")
    assert "/portal/visits/" in nav(client, "/portal/account/")


def test_household_never_meets_sites(cast, login):
    household, manager = (
        make_access(make_customer(cast.lindner, kind=kind)).person
        for kind in (CustomerKind.HOUSEHOLD, CustomerKind.MANAGER)
    )
    assert "/portal/sites/" in nav(login(manager), "/portal/account/")
    assert "/portal/sites/" not in nav(login(household), "/portal/account/")


@pytest.mark.parametrize("who", ["owner1", "office1", "tech1", "brandt.all", "brandt.site", "stadtbau.job", "both"])
def test_every_link_of_the_navigation_opens(cast, login, who):
    client = login(cast[who])
    side = "portal" if "." in who or who == "both" else "office"
    assert {address: client.get(address).status_code for address in nav(client, f"/{side}/account/")} == dict.fromkeys(
        nav(client, f"/{side}/account/"), 200
    )
