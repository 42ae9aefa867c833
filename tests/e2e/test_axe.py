"""Every page, in light and dark, on a phone and at a desk: accessible, whole, quiet, and from this server alone.

A page is opened once; theme and width change while it is open.
"""

import re
from collections import defaultdict

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab

from tests.access.table import PUBLIC, ROWS
from tests.e2e.looking import look_at
from tests.e2e.pages import BEHIND_LINKS, DOORSTEP, NO_PAGES, OFFICE, PORTAL
from tests.e2e.watching import Watcher
from torhaus.cli.demo.accounts import login_of

ALL = OFFICE + PORTAL + DOORSTEP


@pytest.fixture(scope="module")
def ids(demo):
    return demo.ask("tests.e2e.demo_ids")


@pytest.fixture(scope="module")
def contexts(enter):
    """One browser context per person for the whole module."""
    made: dict[str, BrowserContext] = {}

    def of(key: str) -> BrowserContext:
        if key not in made:
            made[key] = enter(key, reduced_motion="reduce")
        return made[key]

    return of


@pytest.fixture(scope="module")
def titles():
    """Person → address → title of what was seen."""
    return defaultdict(dict)


def check(tab: Tab, watcher: Watcher) -> None:
    assert look_at(tab) == {}
    assert tab.locator("h1").count() == 1
    assert tab.evaluate("document.documentElement.lang") == "de"
    assert tab.title() != ""
    assert watcher.complaints == []


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.title)
def test_page_is_accessible_and_quiet(demo, contexts, ids, titles, page):
    tab = contexts(page.who).new_page()
    watcher = Watcher(tab, demo.url)
    answer = tab.goto(page.address(ids), wait_until="load")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    check(tab, watcher)
    titles[page.who][page.address(ids)] = tab.title()
    tab.close()


def test_titles_tell_pages_apart(titles):
    """Views and searches of one list may share its title, and so may a page of two customers."""
    for seen in titles.values():
        paths = defaultdict(set)
        for address, title in seen.items():
            paths[title].add(re.sub(r"\d+", "N", address.partition("?")[0]))
        assert {title: found for title, found in paths.items() if len(found) > 1} == {}


def test_no_page_is_left_out():
    get = {row.name for row in ROWS if row.method == "get"} | set(PUBLIC)
    assert sorted(get - {page.name for page in ALL} - BEHIND_LINKS - NO_PAGES) == []


def test_invitation_of_a_mail(demo, contexts):
    tab = contexts("").new_page()
    watcher = Watcher(tab, demo.url)
    text = demo.mails("yasemin.weiss@dr-weiss.example")[-1].get_body(("plain",)).get_content()
    tab.goto(re.search(r"/invitation/\S+", text)[0])
    check(tab, watcher)
    tab.close()


def test_referral_of_a_mail(demo, contexts):
    tab = contexts("").new_page()
    watcher = Watcher(tab, demo.url)
    text = demo.mails("info@zahnlabor-huber.example")[-1].get_body(("plain",)).get_content()
    tab.goto(re.search(r"/referral/\S+", text)[0])
    check(tab, watcher)
    tab.close()


def test_view_as_customer_wears_a_banner(demo, contexts, ids):
    tab = contexts("office1").new_page()
    watcher = Watcher(tab, demo.url)
    tab.goto(f"/office/customers/{ids['customer'][0]}/portal/")
    tab.get_by_role("button", name="Als Kunde ansehen").first.click()
    tab.wait_for_url("**/portal/")
    assert tab.get_by_role("status").filter(has_text="Ansicht als").is_visible()
    check(tab, watcher)
    tab.get_by_role("button", name="Ansicht beenden").click()
    tab.wait_for_url("**/office/customers/**")
    tab.close()


@pytest.mark.parametrize("page", ["installation", "installation_company"])
def test_pages_of_the_operator(demo, contexts, ids, page):
    demo.run("operator", login_of("owner3"))
    tab = contexts("owner3").new_page()
    watcher = Watcher(tab, demo.url)
    tab.goto(
        f"/office/installation/{ids['company'][0]}/" if page == "installation_company" else "/office/installation/"
    )
    check(tab, watcher)
    tab.close()
    demo.run("operator", login_of("owner3"), "--remove")


def test_reset_of_a_mail(demo, contexts):
    tab = contexts("").new_page()
    watcher = Watcher(tab, demo.url)
    tab.goto("/password/reset/")
    tab.fill("input[name=email]", "uwe.vogt@hofer.example")
    tab.press("input[name=email]", "Enter")
    tab.wait_for_url("**/sent/")
    text = demo.mail("uwe.vogt@hofer.example", about="Passwort").get_body(("plain",)).get_content()
    tab.goto(re.search(r"/password/reset/\S+", text)[0])
    check(tab, watcher)
    tab.close()


def test_import_with_a_bad_line(demo, contexts):
    tab = contexts("owner1").new_page()
    watcher = Watcher(tab, demo.url)
    tab.goto("/office/imports/")
    rows = b"Name;Strasse;PLZ;Ort\r\nNeu GmbH;Weg 1;79098;Freiburg\r\nAlt GmbH;Weg 2;791;Freiburg\r\n"
    file = {"name": "kunden.csv", "mimeType": "text/csv", "buffer": rows}
    tab.set_input_files("input[name=file]", file)
    tab.get_by_role("button", name="Prüfen").click()
    tab.get_by_text("Geprüft, noch nichts geändert.").wait_for()
    check(tab, watcher)
    tab.close()


def test_missing_page(demo, contexts):
    tab = contexts("office1").new_page()
    assert tab.goto("/office/tickets/987654/").status == 404
    assert look_at(tab) == {}
    assert tab.locator("h1").count() == 1
    tab.close()


def test_english_page_says_so(enter):
    tab = enter("", locale="en-GB").new_page()
    tab.goto("/login/")
    assert tab.evaluate("document.documentElement.lang") == "en"
