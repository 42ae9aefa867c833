"""What a mail says, independent of its form: a letter becomes subject, plain text and HTML here, in the house's look."""

import dataclasses
from collections.abc import Sequence

import css_inline
from django.conf import settings
from django.template import engines
from django.urls import reverse

from torhaus.providers.models import Provider
from torhaus.ui import brand


@dataclasses.dataclass(frozen=True, kw_only=True)
class Letter:
    """`title` is heading and subject; `quote` is somebody's own words; `link` leads to exactly one task."""

    title: str
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    quote: str = ""
    link: str = ""
    link_label: str = ""
    small_print: str = ""
    subject: str = ""


@dataclasses.dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def write(letter: Letter, *, provider: Provider | None, greeting: str, language: str) -> Written:
    """Render in the active language. Without a provider the letter comes from the installation itself."""
    context = {
        "letter": letter,
        "provider": provider,
        "greeting": greeting,
        "language": language,
        "sender": provider.name if provider else "Torhaus",
        "colour": _colour(provider),
    }
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    text = env.get_template("delivery/letter.txt").render(context)
    html = env.get_template("delivery/letter.html").render(context)
    return Written(
        subject=(letter.subject or letter.title)[:300],
        text=_tidy(text),
        html=css_inline.inline(html, keep_style_tags=True, load_remote_stylesheets=False),
    )


def address_of(name: str, **arguments: object) -> str:
    """The full address of a page."""
    return full_address(reverse(name, kwargs=arguments))


def full_address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _colour(provider: Provider | None) -> str:
    hue, chroma = (provider.brand_hue, provider.brand_chroma) if provider else (brand.HUE, brand.CHROMA)
    return brand.hex_colour(hue=float(hue), chroma=float(chroma))


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
