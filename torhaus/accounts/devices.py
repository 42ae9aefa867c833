"""What a login writes down about its device: browser and system in plain words, and the network address. No place is guessed."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

BROWSERS = [
    ("Edge", r"Edg(e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"), ("Safari", r"Version/.*Safari/"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
    ("Chromebook", r"CrOS"), ("Mac", r"Macintosh|Mac OS X"), ("Linux", r"Linux|X11"),
]  # fmt: skip
LONGEST = 400


def described(request: HttpRequest) -> dict[str, str]:
    """The header as it came, cut, and the address: kept in the session."""
    agent = request.headers.get("User-Agent", "").replace("\0", "")[:LONGEST]
    return {"agent": agent, "address": str(request.META.get("REMOTE_ADDR", ""))[:60]}


def name_of(agent: str) -> str:
    """„Firefox auf Windows“; of what is unknown, only what is known."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s auf %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unbekanntes Gerät")


def is_phone(agent: str) -> bool:
    return bool(re.search(r"iPhone|Android.*Mobile", agent))


def _first(names: list[tuple[str, str]], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")
