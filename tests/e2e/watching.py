"""Notes what a page complains about: errors of scripts, what the content policy stopped, requests to other servers."""

import urllib.parse

from playwright.sync_api import ConsoleMessage, Page, Request

NO_COMPLAINTS = ("status of 422", "htmx:sendAbort", "htmx:afterRequest")
"""A form that was answered with its errors, and a request that gave way to a newer one."""


class Watcher:
    """Listens to a tab from its first request on."""

    def __init__(self, tab: Page, home: str) -> None:
        self.complaints: list[str] = []
        self.host = urllib.parse.urlsplit(home).netloc
        tab.on("console", self._console)
        tab.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        tab.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        """Violations of the content policy come here too."""
        if message.type in {"error", "warning"} and not any(words in message.text for words in NO_COMPLAINTS):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urllib.parse.urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.complaints.append(f"request to {address.netloc}")
