"""Fixtures of the browser tests: Chromium, a served demo, and people who are logged in there.

The browser is /usr/bin/chromium or TORHAUS_CHROMIUM. Without one the tests are skipped, with TORHAUS_REQUIRE_BROWSER=1
they fail. Nothing here touches the database of the test process; everything goes through the served installation.
"""

import os
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.installation import Installation, installed
from tests.e2e.screen import DESK
from torhaus.cli.demo.accounts import PASSWORD, login_of

CHROMIUM = pathlib.Path(os.environ.get("TORHAUS_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = pathlib.Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not CHROMIUM.exists():
        if os.environ.get("TORHAUS_REQUIRE_BROWSER") == "1":
            pytest.fail(f"TORHAUS_REQUIRE_BROWSER=1, but there is no browser at {CHROMIUM}")
        pytest.skip(f"there is no browser at {CHROMIUM}; TORHAUS_CHROMIUM names another one")
    return {"executable_path": str(CHROMIUM), "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A served installation with the demo companies; one per test process. What it logged as an error fails the last test."""
    with installed(tmp_path_factory.mktemp("demo"), ("demo",)) as made:
        yield made
        assert made.errors() == []


@pytest.fixture(scope="session")
def enter(browser: Browser, demo: Installation) -> Iterator[Callable[..., BrowserContext]]:
    """enter("brandt.all", viewport=PHONE, …) → a browser context in which that person is logged in; "" is nobody."""
    kept: dict[str, Any] = {}
    opened: list[BrowserContext] = []

    def context(key: str, **options: Any) -> BrowserContext:
        if key and key not in kept:
            kept[key] = _cookies(browser, demo, key)
        options = {"viewport": DESK, "locale": "de-DE", "base_url": demo.url} | options
        opened.append(browser.new_context(storage_state=kept.get(key), **options))
        return opened[-1]

    yield context
    for made in opened:
        made.close()


def _cookies(browser: Browser, demo: Installation, key: str) -> Any:
    context = browser.new_context(base_url=demo.url, locale="de-DE")
    log_in(context.new_page(), login_of(key), PASSWORD)
    state = context.storage_state()
    context.close()
    return state


def log_in(page: Page, login: str, password: str) -> None:
    page.goto("/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
