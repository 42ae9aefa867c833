"""What every template knows without asking: the object `page` (language, theme, person, messages, brand, shell)."""

import functools
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.translation import get_language

from torhaus.ui.brand import Brand
from torhaus.ui.shell import Shell

THEMES = ("light", "dark")


class Page:
    """The surroundings of one page; every part is looked up when a template first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def lang(self) -> str:
        return (get_language() or "de").split("-")[0]

    @property
    def path(self) -> str:
        return self.request.path

    @functools.cached_property
    def theme(self) -> str:
        """ "light", "dark" or "" (as the device)."""
        chosen = getattr(self.user, "theme", None) or self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @functools.cached_property
    def user(self) -> Any:
        return getattr(self.request, "user", None)

    @property
    def messages(self) -> Any:
        return get_messages(self.request)

    @property
    def has_failed(self) -> bool:
        return bool(getattr(self.request, "has_failed", False))

    @functools.cached_property
    def brand(self) -> Brand | None:
        """Set by a face as `request.brand`, else that of the provider whose page the viewer sees."""
        given: Brand | None = getattr(self.request, "brand", None)
        if given is not None:
            return given
        provider = getattr(getattr(self.request, "viewer", None), "shown_provider", None)
        return Brand.of(provider) if provider is not None else None

    @functools.cached_property
    def words(self) -> Any:
        """The company's words (`page.words.job.many`), on pages behind a face's gate."""
        given = getattr(self.request, "page_words", None)
        return given() if given is not None else None

    @functools.cached_property
    def shell(self) -> Shell:
        """Set by a face as `request.shell`: the Shell or a function that builds it."""
        given = getattr(self.request, "shell", None)
        shell = given() if callable(given) else given
        return shell if shell is not None else Shell(name=self.brand.name if self.brand else "Torhaus")


class CsrfInput:
    """The hidden field of every form; masked once for all forms of a page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @functools.cached_property
    def text(self) -> str:
        return str(csrf_input(self.request))

    def __html__(self) -> str:
        return self.text


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor named in the settings."""
    return {"page": Page(request), "csrf_input": CsrfInput(request)}
