"""Looks at an open page as axe does: on a phone and at a desk, in light and dark; and whether it fits a narrow screen."""

import pathlib
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from tests.e2e.screen import DESK, PHONE

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SETTLED_THEN_RUN = """async options => {
  const changes = document.getAnimations().filter(animation => animation instanceof CSSTransition);
  await Promise.allSettled(changes.map(change => change.finished));
  return axe.run(document, options);
}"""
CONTRAST = {"runOnly": ["color-contrast"]}
NARROW = {"width": 320, "height": 640}


def look_at(tab: Page) -> dict[str, list[str]]:
    """Findings by width and theme. In the dark axe looks at contrast only: nothing else depends on the theme."""
    tab.evaluate(AXE)
    seen = {}
    for width, size in (("desk", DESK), ("phone", PHONE)):
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme="light")
        seen[width] = _findings(tab)
        tab.emulate_media(color_scheme="dark")
        seen[f"{width}, dark"] = _findings(tab, CONTRAST)
    tab.set_viewport_size(NARROW)
    if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        seen["narrow"] = ["scrolls sideways at 320 px"]
    return {where: found for where, found in seen.items() if found}


def _findings(tab: Page, options: dict[str, Any] | None = None) -> list[str]:
    found = tab.evaluate(SETTLED_THEN_RUN, {"resultTypes": ["violations"]} | (options or {}))
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]
