"""Somebody at a screen: opens addresses, presses, fills in, sees. Words are given in German and meant in the person's language."""

import re
from typing import Any

from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.watching import Watcher

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


class Screen:
    """A browser of its own, phone or desk, in which one person works; complains about pages that complain."""

    def __init__(
        self, browser: Browser, made: Installation, *, size: dict[str, int], language: str = "de", **options: Any
    ) -> None:
        self.made, self.language = made, language
        locale = {"de": "de-DE", "en": "en-GB"}[language]
        is_phone = size["width"] < 600
        self.context = browser.new_context(
            viewport=size, base_url=made.url, locale=locale, has_touch=is_phone, reduced_motion="reduce", **options
        )
        self.page: Page = self.context.new_page()
        self.watcher = Watcher(self.page, made.url)

    def say(self, words: str, **values: object) -> str:
        """The words in the person's language."""
        with translation.override(self.language):
            said = translation.gettext(words)
        return said % values if values else said

    def say_many(self, one: str, many: str, *, count: int) -> str:
        """Words that follow a number, in the person's language."""
        with translation.override(self.language):
            return translation.ngettext(one, many, count) % {"count": count}

    def open(self, address: str) -> None:
        answer = self.page.goto(address.removeprefix(self.made.url))
        assert answer is not None
        assert answer.status == 200, f"{address} answered {answer.status}"

    def log_in(self, login: str, password: str) -> None:
        self.open("/login/")
        self.fill(login=login, password=password)
        self.press("Anmelden")

    def press(self, words: str, *, within: str = "body") -> None:
        self._named("button", words, within).click()

    def follow(self, words: str, *, within: str = "body") -> None:
        """Click a link whose name begins with or holds the words."""
        self._named("link", words, within).click()

    def tap(self, css: str) -> None:
        self.page.locator(css).first.click()

    def fill(self, *, within: str = "main", **fields: str) -> None:
        """Fill in fields by their names; a double underscore stands for a hyphen."""
        for name, value in fields.items():
            self.field(name, within=within).fill(value)

    def choose(self, *, within: str = "main", **fields: str) -> None:
        """Choose in selects by what is written there."""
        for name, label in fields.items():
            field = self.field(name, within=within)
            option = field.locator("option", has_text=re.compile(re.escape(label)))
            field.select_option(value=option.first.get_attribute("value"))

    def tick(self, name: str, value: str = "", *, within: str = "main") -> None:
        box = self.page.locator(f'{within} input[name="{name}"]' + (f'[value="{value}"]' if value else ""))
        box.first.check(force=True)

    def field(self, name: str, *, within: str = "main") -> Locator:
        real = name.replace("__", "-")
        return self.page.locator(f'{within} [name="{real}"]:not([type=hidden])').first

    def sees(self, *texts: str, within: str = "body") -> None:
        for text in texts:
            expect(self.page.locator(within).get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees_nothing_of(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)

    def download(self, words: str, *, within: str = "body") -> bytes:
        """The file behind a link, fetched with the person's session."""
        address = self._named("link", words, within).get_attribute("href")
        answer = self.context.request.get(f"{self.made.url}{address}")
        assert answer.ok, f"{address} answered {answer.status}"
        return answer.body()

    def close(self) -> None:
        self.context.close()
        assert self.watcher.complaints == [], self.watcher.complaints

    def _named(self, role: Any, words: str, within: str) -> Locator:
        name = self.say(words)
        place = self.page.locator(within)
        exact = place.get_by_role(role, name=name, exact=True)
        return exact.first if exact.count() else place.get_by_role(role, name=name).first
