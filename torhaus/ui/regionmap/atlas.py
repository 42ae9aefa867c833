"""The map data that the build cut out (see build_map.py at the root), read once and searched by degree cells."""

import dataclasses
import functools
import json
import math
import pathlib
from collections.abc import Iterator

FILE = pathlib.Path(__file__).parent / "region.json"
Line = list[float]


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    name: str
    longitude: float
    latitude: float
    people: int


@dataclasses.dataclass(frozen=True)
class Atlas:
    """Lines are [lon, lat, lon, lat, …]; towns stand in cells of one degree, the largest first."""

    home: list[Line]
    neighbours: list[Line]
    lakes: list[Line]
    rivers: list[Line]
    cells: dict[tuple[int, int], list[Town]]

    def towns(self, *, west: float, south: float, east: float, north: float) -> list[Town]:
        """Towns within these degrees, the largest first."""
        found = [
            town
            for cell in _cells(west, south, east, north)
            for town in self.cells.get(cell, ())
            if west < town.longitude < east and south < town.latitude < north
        ]
        return sorted(found, key=lambda town: -town.people)


@functools.cache
def atlas() -> Atlas:
    """Read the file; an empty atlas where the assets have not been built, so that pins still show."""
    if not FILE.exists():
        return Atlas([], [], [], [], {})
    region = json.loads(FILE.read_text())
    cells: dict[tuple[int, int], list[Town]] = {}
    for name, longitude, latitude, people in region["places"]:
        cells.setdefault((math.floor(longitude), math.floor(latitude)), []).append(
            Town(name, longitude, latitude, people)
        )
    countries = region["countries"]
    return Atlas(
        home=[ring for country in countries if country["home"] for ring in country["rings"]],
        neighbours=[ring for country in countries if not country["home"] for ring in country["rings"]],
        lakes=region["lakes"],
        rivers=region["rivers"],
        cells=cells,
    )


def _cells(west: float, south: float, east: float, north: float) -> Iterator[tuple[int, int]]:
    for longitude in range(math.floor(west), math.floor(east) + 1):
        for latitude in range(math.floor(south), math.floor(north) + 1):
            yield longitude, latitude
