"""The map's background: sea, land, borders, lakes, rivers, built-up patches and the names of places."""

import functools
import math
import zlib
from collections.abc import Iterable, Sequence

from markupsafe import escape

from torhaus.ui.regionmap.atlas import Line, Town, atlas
from torhaus.ui.regionmap.districts import districts
from torhaus.ui.regionmap.geometry import Frame, Point, clip_line, clip_ring, path, thinned, touches
from torhaus.ui.regionmap.view import BLEED, HEIGHT, View

LABELS = 34
SIZES = ((300_000, "1", 17.0), (60_000, "2", 14.0), (12_000, "3", 12.0), (0, "4", 10.5))
RIVERS_BELOW = 7.0  # units a kilometre; rivers are drawn from coarse data and would miss their bed on a closer map
DISTRICTS_ABOVE = 8.0
DETAIL = 2.2  # units between two points of an outline


@functools.lru_cache(maxsize=128)
def background(view: View) -> str:
    """SVG for this view; the same for everybody who looks at the same region."""
    rough = atlas()
    parts = [
        _areas(rough.home, view, "m-land"),
        districts(view) if view.scale > DISTRICTS_ABOVE else "",
        _areas(rough.neighbours, view, "m-abroad"),
        _areas(rough.lakes, view, "m-lake"),
        _lines(rough.rivers, view, "m-river") if view.scale < RIVERS_BELOW else "",
        _towns(view),
        _scale_bar(view),
    ]
    return "".join(parts)


def _units(line: Line, view: View) -> list[Point]:
    return [view.place(x, y) for x, y in zip(line[::2], line[1::2], strict=True)]


def _areas(rings: Iterable[Line], view: View, name: str) -> str:
    data = ""
    for ring in rings:
        points = _units(ring, view)
        if touches(points, BLEED):
            data += path(thinned(clip_ring(points, BLEED), DETAIL), is_closed=True)
    return f'<path class="{name}" d="{data}"/>' if data else ""


def _lines(lines: Iterable[Line], view: View, name: str) -> str:
    data = ""
    for line in lines:
        points = _units(line, view)
        if touches(points, BLEED):
            data += "".join(path(thinned(stretch, DETAIL)) for stretch in clip_line(points, BLEED))
    return f'<path class="{name}" d="{data}"/>' if data else ""


def _towns(view: View) -> str:
    west, north = view.degrees(BLEED[0], BLEED[1])
    east, south = view.degrees(BLEED[2], BLEED[3])
    towns = atlas().towns(west=west, south=south, east=east, north=north)
    patches: list[str] = []
    labels: list[str] = []
    taken: list[Frame] = [(0.0, HEIGHT - 44.0, 140.0, HEIGHT + 10.0)]  # the scale bar
    for town in towns[:400]:
        x, y = view.place(town.longitude, town.latitude)
        radius = 0.62 * math.sqrt(town.people / 10_000) * view.scale
        if radius >= 3 and len(patches) < 60:
            patches.append(_patch(town, x, y, radius))
        if len(labels) < LABELS and (label := _label(town, x, y, radius, taken)):
            labels.append(label)
    return f'<path class="m-town" d="{"".join(patches)}"/>' + "".join(labels) if patches or labels else ""


def _patch(town: Town, x: float, y: float, radius: float) -> str:
    """A built-up patch whose size follows the number of people; its edge is free, but the same every time."""
    noise = zlib.crc32(town.name.encode())
    corners = []
    for number in range(9):
        reach = radius * (0.78 + ((noise >> (3 * number)) & 7) / 16)
        angle = 2 * math.pi * number / 9
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle) * 0.86))
    return _rounded(corners)


def _rounded(corners: Sequence[Point]) -> str:
    """A closed curve through the middles of the sides, bent towards the corners."""
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]
    data = f"M{middles[-1][0]:.0f},{middles[-1][1]:.0f}"
    for corner, middle in zip(corners, middles, strict=True):
        data += f"Q{corner[0]:.0f},{corner[1]:.0f} {middle[0]:.0f},{middle[1]:.0f}"
    return data + "z"


def _label(town: Town, x: float, y: float, radius: float, taken: list[Frame]) -> str:
    """The name in a size by its people, unless it would run into another one."""
    level, size = next((level, size) for least, level, size in SIZES if town.people >= least)
    half = len(town.name) * size * 0.29
    is_dotted = radius < 7
    y += 5 + size  # below its place, for pins stand above
    frame = (x - half - 9, y - size - 4, x + half + 9, y + 7)
    if any(frame[0] < b[2] and frame[2] > b[0] and frame[1] < b[3] and frame[3] > b[1] for b in taken):
        return ""
    if not (BLEED[0] + half < x < BLEED[2] - half):
        return ""
    taken.append(frame)
    dot = f'<circle class="m-dot" cx="{x:.0f}" cy="{y - 5 - size:.0f}" r="2.4"/>' if is_dotted else ""
    return f'{dot}<text class="m-n{level}" x="{x:.0f}" y="{y:.0f}">{escape(town.name)}</text>'


def _scale_bar(view: View) -> str:
    """A bar of a round length, lower left."""
    length = next(km for km in (500, 200, 100, 50, 20, 10, 5, 2, 1) if km * view.scale <= 110 or km == 1)
    end = 14 + length * view.scale
    return f'<g class="m-scale"><path d="M14,{HEIGHT - 17}v5H{end:.0f}v-5"/><text x="14" y="{HEIGHT - 22}">{length} km</text></g>'
