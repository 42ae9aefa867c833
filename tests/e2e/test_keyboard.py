"""Everything by keyboard: the way past the menu, an order that follows the eye, a focus that is seen, errors that take it."""

import pytest
from playwright.sync_api import Page, expect

FOCUS = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const what = (element.getAttribute("aria-label") || element.innerText || element.name || element.tagName).trim().slice(0, 40);
  const around = [element, ...element.querySelectorAll("*")].slice(0, 12);
  for (let outer = element.parentElement, n = 0; outer && n < 3; outer = outer.parentElement, n++) around.push(outer);
  const looks = () => around.map(part => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, stroke, strokeWidth } = getComputedStyle(part);
    return [outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, stroke, strokeWidth].join();
  }).join("|");
  const focused = looks();
  const isBody = element === document.body;
  if (!isBody) element.blur();
  return {
    what, isBody, isMarked: focused !== looks(),
    isFree: !top || top === element || element.contains(top) || top.contains(element),
  };
}"""
"""What has the focus, whether it looks different from without (it loses the focus by that), and whether nothing covers it."""


@pytest.fixture
def office(enter):
    return enter("office1").new_page()


@pytest.fixture
def portal(enter):
    return enter("brandt.all").new_page()


def tab_through(page: Page, most: int = 60) -> list[dict]:
    """What has the focus, one Tab after the other, from the top of the page until it leaves the page."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["isBody"]:
            break
        seen.append(focus)
    return seen


@pytest.mark.parametrize("address", ["/portal/", "/portal/tickets/", "/portal/invoices/"])
def test_focus_is_seen_and_free_in_the_portal(portal, address):
    portal.goto(address)
    seen = tab_through(portal)
    assert len(seen) > 12
    assert [focus["what"] for focus in seen if not focus["isMarked"]] == []
    assert [focus["what"] for focus in seen if not focus["isFree"]] == []


@pytest.mark.parametrize("address", ["/office/", "/office/tickets/", "/office/invoices/", "/office/customers/1/edit/"])
def test_focus_is_seen_and_free_in_the_office(office, address):
    office.goto(address)
    seen = tab_through(office)
    assert len(seen) > 12
    assert [focus["what"] for focus in seen if not focus["isMarked"]] == []
    assert [focus["what"] for focus in seen if not focus["isFree"]] == []


def test_skip_link_comes_first_and_leads_past_the_menu(office):
    office.goto("/office/invoices/")
    office.keyboard.press("Tab")
    expect(office.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    office.keyboard.press("Enter")
    office.keyboard.press("Tab")
    assert office.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_login_is_typed_through(enter):
    page = enter("").new_page()
    page.goto("/login/")
    order = [focus["what"] for focus in tab_through(page)]
    start = order.index("login")
    assert order[start : start + 4] == ["login", "password", "Anmelden", "Passwort vergessen?"]


def test_error_summary_takes_the_focus_and_leads_to_the_field(office):
    office.goto("/office/customers/new/")
    office.fill("input[name=email]", "keine Adresse")
    office.press("input[name=email]", "Enter")
    expect(office.locator("error-summary")).to_be_focused()
    assert office.title().startswith("Fehler:")
    office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    assert office.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_dialog_keeps_the_focus_and_gives_it_back(office):
    office.goto("/office/tickets/?view=all&q=Wasserfleck")
    office.get_by_role("link", name="Wasserfleck").first.click()
    opener = office.get_by_role("link", name="Ablehnen")
    opener.focus()
    office.keyboard.press("Enter")
    expect(office.locator("dialog#declining")).to_be_visible()
    for _ in range(8):
        office.keyboard.press("Tab")
        assert office.evaluate("!document.activeElement.closest('main') || !!document.activeElement.closest('dialog')")
    office.keyboard.press("Escape")
    expect(office.locator("dialog#declining")).to_be_hidden()
    expect(opener).to_be_focused()


def test_report_is_made_by_keys_alone(portal):
    portal.goto("/portal/tickets/new/")
    portal.locator("input[name=kind][value=question]").focus()
    portal.keyboard.press("Space")
    portal.get_by_role("button", name="Weiter").press("Enter")
    portal.keyboard.press("Tab")
    portal.get_by_role("button", name="Weiter").press("Enter")
    portal.locator("input[name=title]").focus()
    portal.keyboard.type("Wann kommt der Schornsteinfeger?")
    portal.get_by_role("button", name="Absenden").press("Enter")
    expect(portal.locator("h1")).to_have_text("Wann kommt der Schornsteinfeger?")
