"""The main ways with scripts switched off: log in, report with a photo, answer, sign, decide."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import log_in
from tests.e2e.screen import PHONE
from tests.e2e.story.portal import photo
from torhaus.cli.demo.accounts import PASSWORD, login_of


@pytest.fixture
def plain(enter):
    """plain(key) → a page without scripts in which that person logged in through the form."""

    def page(key, **options):
        made = enter("", java_script_enabled=False, **options).new_page()
        log_in(made, login_of(key), PASSWORD)
        return made

    return page


def test_customer_reports_with_a_photo(plain):
    page = plain("brandt.all", viewport=PHONE)
    page.get_by_role("link", name="Melden").first.click()
    page.set_input_files("input[name=files]", {"name": "tor.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.select_option("select[name=site]", label="Rosenweg 21")
    page.get_by_role("button", name="Räume zeigen").click()
    room = page.locator("select[name=room] option", has_text="Waschküche")
    page.select_option("select[name=room]", value=room.get_attribute("value"))
    page.fill("input[name=title]", "Waschmaschine wackelt")
    page.get_by_role("button", name="Absenden").click()
    page.wait_for_url(re.compile(r"/portal/tickets/\d+/"))
    expect(page.locator("h1")).to_have_text("Waschmaschine wackelt")
    expect(page.locator("main img")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Waschküche")


def test_what_was_typed_survives_an_error(plain):
    page = plain("brandt.all")
    page.goto("/portal/tickets/new/")
    page.fill("textarea[name=description]", "Der Titel fehlt noch.")
    page.get_by_role("button", name="Absenden").click()
    expect(page.locator("error-summary")).to_be_visible()
    expect(page.locator("textarea[name=description]")).to_have_value("Der Titel fehlt noch.")


def test_customer_answers(plain):
    page = plain("brandt.all")
    page.goto("/portal/tickets/")
    page.get_by_role("link", name="Wasserfleck an der Decke").first.click()
    page.fill("textarea[name=body]", "Frau Novak ist ab 13 Uhr da.")
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.locator("#thread")).to_contain_text("Frau Novak ist ab 13 Uhr da.")


def test_customer_signs_with_the_name(plain):
    page = plain("stadtbau.all")
    page.goto("/portal/reports/")
    page.get_by_role("link", name="Treppenhaus nach Umzug reinigen").first.click()
    page.fill("input[name=signer_name]", "Frank Weiler")
    page.check("input[name=agrees]")
    page.get_by_role("button", name="Jetzt unterschreiben").click()
    expect(page.locator("body")).to_contain_text("mit Namen bestätigt")


def test_office_declines_in_a_dialog(plain):
    page = plain("office1")
    page.goto("/office/tickets/?view=all&q=Glasreinigung")
    page.get_by_role("link", name="Angebot für zweite Glasreinigung").first.click()
    page.get_by_role("link", name="Ablehnen").click()
    page.fill("dialog#declining textarea[name=reason]", "Das bieten wir nicht mehr an.")
    page.locator("dialog#declining").get_by_role("button", name="Ablehnen").click()
    expect(page.locator("main")).to_contain_text("Das bieten wir nicht mehr an.")
