"""Leaving a page with typed but unsaved input asks first, in the office and in the portal; an untouched form lets go."""

import pytest

FORMS = [
    ("office1", "/office/customers/1/edit/", "input[name=name]"),
    ("office1", "/office/customers/1/portal/", "textarea[name=portal_greeting]"),
    ("brandt.all", "/portal/account/", "input[name=phone]"),
]


def leave(page) -> list[str]:
    """The kinds of dialogs that going elsewhere opens; each is accepted."""
    asked: list[str] = []

    def accept(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto("/office/" if "/office/" in page.url else "/portal/")
    page.remove_listener("dialog", accept)
    return asked


@pytest.mark.parametrize(("key", "address", "field"), FORMS)
def test_typed_input_is_asked_about_and_only_that(enter, key, address, field):
    page = enter(key).new_page()
    page.goto(address)
    page.locator(field).click()
    assert leave(page) == []
    page.goto(address)
    page.locator(field).press_sequentially("x")
    assert leave(page) == ["beforeunload"]


def test_a_form_that_came_back_with_errors_still_asks(enter):
    page = enter("office1").new_page()
    page.goto("/office/customers/1/edit/")
    page.fill("input[name=name]", "")
    page.get_by_role("button", name="Speichern").click()
    page.locator("error-summary").wait_for()
    page.locator("h1").click()  # browsers ask only who has touched the page
    assert leave(page) == ["beforeunload"]


def test_saving_leaves_without_a_question(enter):
    page = enter("brandt.all").new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/portal/account/")
    page.fill("input[name=phone]", "0761 5550211")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_load_state()
    assert asked == []
