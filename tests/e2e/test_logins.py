"""Ways to log in, in a real browser: passkeys on a virtual device, an authenticator app, recovery codes, a link by mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.stage import code
from tests.e2e.conftest import log_in
from tests.e2e.looking import look_at
from tests.e2e.screen import DESK
from tests.e2e.watching import Watcher
from torhaus.cli.demo.accounts import PASSWORD, login_of

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
HOMES = {"office": "tech2", "portal": "stadtbau.all"}


@pytest.fixture
def tab(enter, demo):
    """A fresh browser with a device that makes passkeys; the page must not complain."""
    page = enter("", reduced_motion="reduce").new_page()
    page.watcher = Watcher(page, demo.url)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    page.authenticator = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.device = device
    yield page
    assert page.watcher.complaints == []


def is_fine(page: Page) -> None:
    assert look_at(page) == {}
    page.set_viewport_size(DESK)


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def confirm(page: Page, address: str) -> None:
    """Open a page that asks for the password again, and give it."""
    page.goto(address)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{address}")


def give_password(page: Page, key: str) -> None:
    """The first step of somebody who has a second factor."""
    page.goto("/login/")
    page.fill("input[name=login]", login_of(key))
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/login/factor/")


def log_out(page: Page, side: str) -> None:
    page.goto(f"/{side}/account/security/")
    press(page, "Hier abmelden")
    page.wait_for_url("**/login/")


@pytest.fixture(autouse=True)
def as_before(demo):
    """Nobody keeps a factor that another test does not know of."""
    yield
    for key in HOMES.values():
        demo.run("removefactors", login_of(key), "--yes")


@pytest.mark.parametrize("side", HOMES)
def test_passkey_is_registered_and_used(demo, tab, side):
    log_in(tab, login_of(HOMES[side]), PASSWORD)
    confirm(tab, f"/{side}/account/passkeys/new/")
    is_fine(tab)
    tab.fill("input[name=name]", "Diensthandy")
    press(tab, "Passkey erstellen")
    expect(tab.locator(".codes li")).to_have_count(10)
    is_fine(tab)
    tab.goto(f"/{side}/account/security/")
    expect(tab.locator("#passkeys")).to_contain_text("Diensthandy")
    is_fine(tab)
    log_out(tab, side)
    press(tab, "Mit Passkey anmelden")
    tab.wait_for_url(f"**/{side}/")
    log_out(tab, side)
    give_password(tab, HOMES[side])
    is_fine(tab)
    press(tab, "Mit Passkey bestätigen")
    tab.wait_for_url(f"**/{side}/")
    tab.goto(f"/{side}/account/security/")
    tab.get_by_role("link", name="Passkey „Diensthandy“ bearbeiten").click()
    press(tab, "Mit Passkey bestätigen")
    tab.wait_for_url(re.compile(r"/passkeys/\d+/$"))
    is_fine(tab)
    tab.fill("input[name=name]", "Altes Handy")
    press(tab, "Speichern")
    expect(tab.locator("#passkeys")).to_contain_text("Altes Handy")


def test_device_that_does_not_make_sure_of_its_person_is_no_passkey(tab, demo):
    log_in(tab, login_of("tech2"), PASSWORD)
    confirm(tab, "/office/account/passkeys/new/")
    tab.device.send("WebAuthn.setUserVerified", {"authenticatorId": tab.authenticator, "isUserVerified": False})
    tab.fill("input[name=name]", "Fremd")
    press(tab, "Passkey erstellen")
    expect(tab.locator("[data-said]")).to_contain_text("hat nicht geklappt")
    tab.goto("/office/account/security/")
    expect(tab.locator("#passkeys")).not_to_contain_text("Fremd")


def test_answer_of_a_passkey_counts_once(tab, demo, enter):
    """What the browser sent is sent again, from the same session and from another: nobody gets in."""
    log_in(tab, login_of("tech2"), PASSWORD)
    confirm(tab, "/office/account/passkeys/new/")
    tab.fill("input[name=name]", "Diensthandy")
    press(tab, "Passkey erstellen")
    expect(tab.locator(".codes li")).to_have_count(10)
    log_out(tab, "office")
    with tab.expect_request(lambda request: request.url.endswith("/login/passkey/")) as sent:
        press(tab, "Mit Passkey anmelden")
    tab.wait_for_url("**/office/")
    answer = sent.value.post_data
    other = enter("")
    for context in (tab.context, other):
        page = context.new_page()
        page.goto("/login/link/")
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        data = re.sub(r"csrfmiddlewaretoken=[^&]+", f"csrfmiddlewaretoken={token}", answer)
        again = context.request.post(
            f"{demo.url}/login/passkey/", data=data, max_redirects=0,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        assert again.status == 422
        page.close()
    assert other.request.get(f"{demo.url}/office/", max_redirects=0).status == 302


def test_app_and_recovery_code_without_scripts(demo, enter):
    page = enter("", java_script_enabled=False).new_page()
    log_in(page, login_of("tech2"), PASSWORD)
    page.goto("/office/account/passkeys/new/")
    page.fill("input[name=password]", PASSWORD)
    press(page, "Weiter")
    expect(page.locator("noscript p")).to_be_visible()
    page.goto("/office/account/app/")
    secret = page.locator(".facts dd").first.inner_text().replace(" ", "")
    page.fill("input[name=code]", code(secret))
    press(page, "Einrichten")
    recovery = page.locator(".codes li").all_inner_texts()
    with page.expect_download() as file:
        press(page, "Als Text herunterladen")
    assert recovery[9] in file.value.path().read_text()
    log_out(page, "office")
    give_password(page, "tech2")
    page.fill("input[name=code]", recovery[0])
    press(page, "Anmelden")
    page.wait_for_url("**/office/")


def test_app_page_is_accessible(tab, demo):
    log_in(tab, login_of("stadtbau.all"), PASSWORD)
    confirm(tab, "/portal/account/app/")
    is_fine(tab)
    tab.goto("/portal/account/email/")
    is_fine(tab)


def test_link_of_a_mail(tab, demo):
    tab.goto("/login/link/")
    tab.fill("input[name=email]", login_of("tech2"))
    press(tab, "Link zum Anmelden schicken")
    tab.wait_for_url("**/sent/")
    text = demo.mail(login_of("tech2"), about="Link zum Anmelden").get_body(("plain",)).get_content()
    tab.goto(re.search(r"/login/link/[\w-]{43}/", text)[0])
    is_fine(tab)
    press(tab, "Jetzt anmelden")
    tab.wait_for_url("**/office/")


def test_new_address_and_invitation_of_a_mail(tab, demo, enter):
    log_in(tab, login_of("tech2"), PASSWORD)
    confirm(tab, "/office/account/email/")
    tab.fill("input[name=email]", "uwe.neu@hofer.example")
    press(tab, "Link senden")
    text = demo.mail("uwe.neu@hofer.example", about="bestätigen").get_body(("plain",)).get_content()
    tab.goto(re.search(r"/email/[\w-]{43}/", text)[0])
    is_fine(tab)
    owner = enter("owner2").new_page()
    owner.goto("/office/settings/staff/new/")
    owner.fill("input[name=last_name]", "Neumann")
    owner.fill("input[name=email]", "neumann@hofer.example")
    press(owner, "Hinzufügen")
    owner.wait_for_url("**/staff/")
    assert look_at(owner) == {}
    text = demo.mail("neumann@hofer.example", about="Einladung").get_body(("plain",)).get_content()
    tab.context.clear_cookies()
    tab.goto(re.search(r"/team/[\w-]{43}/", text)[0])
    is_fine(tab)


def test_switcher_changes_the_customer(enter):
    page = enter("both").new_page()
    page.goto("/portal/")
    page.locator(".seats summary").click()
    assert look_at(page) == {}
    page.set_viewport_size(DESK)
    others = page.locator(".seats button:not([aria-current])")
    name = others.first.inner_text().split("\n")[0]
    others.first.click()
    page.wait_for_url("**/portal/")
    expect(page.locator(".seats summary")).to_contain_text(name)
