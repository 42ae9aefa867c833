"""Puts background, pins and the bubble of the selected pin together into one SVG element."""

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup, escape

from torhaus.ui.regionmap.base import background
from torhaus.ui.regionmap.pins import Cluster, ClusterText, Pin, PinText, Placed, placed
from torhaus.ui.regionmap.view import BLEED, HEIGHT, WIDTH, View, fit

SHAPES = {
    "ok": '<circle class="p-b" cy="-21" r="14"/>',
    "info": '<circle class="p-b" cy="-21" r="14"/>',
    "warn": '<rect class="p-b" x="-12" y="-33" width="24" height="24" rx="6" transform="rotate(45 0 -21)"/>',
    "bad": '<rect class="p-b" x="-14" y="-35" width="28" height="28" rx="6"/>',
}
TIP = '<path class="p-t" d="M-7,-11L0,0L7,-11"/>'
CHECK = '<path class="p-i" d="M-5.5,-21.5l4,4l7.5,-8"/>'
CLOCK = '<path class="p-i" d="M0,-27v6l4,3"/>'


@dataclasses.dataclass(frozen=True)
class Bubble:
    """What stands beside the selected pin."""

    title: str
    text: str


@dataclasses.dataclass(frozen=True)
class RegionMap:
    """The drawing, and whether pins stand beside their place or are gathered (to be said in words)."""

    svg: Markup
    is_spread: bool
    is_gathered: bool


def draw(
    pins: Sequence[Pin],
    *,
    label: str,
    pin_text: PinText,
    cluster_text: ClusterText,
    selected: int | None = None,
    bubble: Bubble | None = None,
    view: View | None = None,
) -> RegionMap:
    """A map with these pins; without one, the country. Every pin and cluster is a link with a spoken label."""
    view = view or fit((pin.longitude, pin.latitude) for pin in pins)
    places = placed(pins, view)
    parts = [_leader(place) for place in places if place.is_aside]
    parts += [_mark(place, pin_text, cluster_text) for place in places if not _is(place, selected)]
    for place in places:
        if _is(place, selected):
            parts.append(_mark(place, pin_text, cluster_text, is_selected=True))
            parts.append(_bubble(place, bubble, places) if bubble else "")
    svg = (
        f'<svg class="regionmap" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(label)}">'
        f'<g aria-hidden="true"><rect class="m-sea" x="{BLEED[0]:.0f}" y="{BLEED[1]:.0f}" width="{BLEED[2] - BLEED[0]:.0f}" '
        f'height="{BLEED[3] - BLEED[1]:.0f}"/>{background(view)}</g>{"".join(parts)}</svg>'
    )
    return RegionMap(
        svg=Markup(svg),  # noqa: S704 - every text in it went through escape
        is_spread=any(place.is_aside for place in places),
        is_gathered=any(isinstance(place.of, Cluster) for place in places),
    )


def _is(place: Placed, key: int | None) -> bool:
    return key is not None and isinstance(place.of, Pin) and place.of.key == key


def _leader(place: Placed) -> str:
    """A thread from a pin that had to step aside to its true place."""
    (hx, hy), x, y = place.home, place.x, place.y
    return f'<path class="p-l" d="M{hx:.0f},{hy:.0f}L{x:.0f},{y:.0f}"/><circle class="p-h" cx="{hx:.0f}" cy="{hy:.0f}" r="2.5"/>'


def _mark(place: Placed, pin_text: PinText, cluster_text: ClusterText, *, is_selected: bool = False) -> str:
    at = f'transform="translate({place.x:.0f} {place.y:.0f})"'
    if isinstance(place.of, Cluster):
        label, url = cluster_text(place.of)
        inside = f'<circle class="p-b" cy="-16" r="17"/><text class="p-n" y="-11">{place.of.count}</text>'
        name = f"pin p-{place.of.tone} p-many"
    else:
        pin = place.of
        label, url = pin_text(pin)
        sign = (
            f'<text class="p-n" y="-16">{escape(pin.mark)}</text>'
            if pin.mark
            else CLOCK
            if pin.tone == "info"
            else CHECK
        )
        inside = TIP + SHAPES[pin.tone] + sign
        name = f"pin p-{pin.tone}{' sel' if is_selected else ''}"
    current = ' aria-current="true"' if is_selected else ""
    return f'<a href="{escape(url)}" {at} aria-label="{escape(label)}"{current}><g class="{name}">{inside}</g></a>'


def _bubble(place: Placed, bubble: Bubble, places: Sequence[Placed]) -> str:
    """Title and one line beside the selected pin, where it covers the fewest others; the list says the same."""
    title, text = _cut(bubble.title, 30), _cut(bubble.text, 44)
    width, height = max(96.0, len(title) * 7.3 + 28, len(text) * 5.9 + 28), 54.0
    spots = [
        (place.x - width / 2, place.y + 8), (place.x + 24, place.y - 50), (place.x - 24 - width, place.y - 50),
        (place.x - width / 2, place.y - 108),
    ]  # fmt: skip
    inside = [(min(max(x, 6.0), WIDTH - width - 6), min(max(y, 6.0), HEIGHT - height - 6)) for x, y in spots]
    x, y = min(inside, key=lambda spot: _covered(spot, width, height, places))
    return (
        f'<g class="bubble" aria-hidden="true" transform="translate({x:.0f} {y:.0f})">'
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="10"/><text class="b-t" x="14" y="23">{escape(title)}</text>'
        f'<text class="b-s" x="14" y="42">{escape(text)}</text></g>'
    )


def _covered(spot: tuple[float, float], width: float, height: float, places: Sequence[Placed]) -> int:
    """How many pins lie at least partly under the bubble there, its own included."""
    x, y = spot
    return sum(x - 14 < other.x < x + width + 14 and y < other.y < y + height + 34 for other in places)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
