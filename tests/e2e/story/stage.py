"""Who takes part in the story, what they are called, and how a link in a mail is followed."""

import dataclasses
import re
from typing import Any

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.screen import DESK, PHONE, Screen

PASSWORD = "Regentonne-am-Zaun-7"
OWNER, TECHNICIAN, CUSTOMER = "ruth@sonnwald.example", "timo@sonnwald.example", "anna@hv-lerch.example"
COMPANY, MANAGER, WEG, SITE = "Sonnwald Haustechnik", "Hausverwaltung Lerch", "WEG Amselgasse 9", "Amselgasse 9"
FAULT = "Wasser tropft von der Decke"


@dataclasses.dataclass
class Stage:
    """The empty installation, and the screens of those who work in it; all speak one language."""

    browser: Browser
    made: Installation
    language: str
    screens: dict[str, Screen] = dataclasses.field(default_factory=dict)
    noted: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def office(self) -> Screen:
        """The owner, at a desk."""
        return self._screen("office", DESK)

    @property
    def customer(self) -> Screen:
        """The manager's Anna, on a phone."""
        return self._screen("customer", PHONE)

    @property
    def technician(self) -> Screen:
        """Timo, on a phone."""
        return self._screen("technician", PHONE)

    def _screen(self, who: str, size: dict[str, int]) -> Screen:
        if who not in self.screens:
            self.screens[who] = Screen(
                self.browser, self.made, size=size, language=self.language, accept_downloads=True
            )
        return self.screens[who]

    def link_of_mail(self, to: str, about: str, **values: str) -> str:
        """The address that the newest mail about something leads to; `about` is the subject as the code has it."""
        subject = re.escape(self.office.say(about)).replace("%\\(", "%(").replace("\\)s", ")s")
        pattern = re.sub(
            r"%\((\w+)\)s", lambda found: re.escape(values.get(found[1], "\0")).replace("\0", ".*"), subject
        )
        mail = self.made.mail(to, about=pattern)
        text = mail.get_body(("plain",))
        assert text is not None
        found = re.search(rf"{re.escape(self.made.url)}/\S+", text.get_content())
        assert found is not None, text.get_content()
        return found[0]

    def end(self) -> None:
        for screen in self.screens.values():
            screen.close()
        assert self.made.errors() == [], self.made.errors()
