"""Where pins stand: at their place, or beside it where they would stack, or gathered where there are too many."""

import dataclasses
import math
from collections.abc import Callable, Sequence

from torhaus.ui.regionmap.view import HEIGHT, PAD_BOTTOM, PAD_TOP, WIDTH, View

AT_MOST = 30  # more pins than that are gathered by cells
APART_X, APART_Y = 42.0, 45.0  # a pin on a phone is as wide as that, so that each can be touched
CELL_X, CELL_Y = 84.0, 76.0
RANK = {"bad": 3, "warn": 2, "info": 1, "ok": 0}


@dataclasses.dataclass(frozen=True)
class Pin:
    """A point with its state: `tone` sets shape and colour (ok, info, warn, bad), `mark` the number in it."""

    key: int
    longitude: float
    latitude: float
    tone: str = "ok"
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class Box:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclasses.dataclass(frozen=True)
class Cluster:
    """Several pins in one: how many, the worst of their tones, where they are."""

    count: int
    tone: str
    box: Box


@dataclasses.dataclass(frozen=True)
class Placed:
    """Where a pin or cluster is drawn, and how far from its true place."""

    x: float
    y: float
    of: Pin | Cluster
    home: tuple[float, float]

    @property
    def is_aside(self) -> bool:
        return math.dist((self.x, self.y), self.home) > 14


def placed(pins: Sequence[Pin], view: View) -> list[Placed]:
    """Every pin once, none over another; from north to south, so that nearer ones are drawn over farther ones."""
    marks: list[Pin | Cluster] = list(pins) if len(pins) <= AT_MOST else _gathered(pins, view)
    found: list[Placed] = []
    for mark in sorted(marks, key=lambda mark: -RANK[mark.tone]):
        home = _home(mark, view)
        x, y = _free(home, found)
        found.append(Placed(x, y, mark, home))
    return sorted(found, key=lambda place: (place.y, place.x))


def _home(mark: Pin | Cluster, view: View) -> tuple[float, float]:
    if isinstance(mark, Pin):
        return view.place(mark.longitude, mark.latitude)
    return view.place((mark.box.west + mark.box.east) / 2, (mark.box.south + mark.box.north) / 2)


def _free(home: tuple[float, float], found: Sequence[Placed]) -> tuple[float, float]:
    """The nearest free spot on a spiral of whole pin widths around the place (sunflower: golden angle)."""
    for step in range(500):
        reach = math.sqrt(step) * APART_X * 0.3
        angle = step * 2.399963
        x, y = home[0] + reach * math.cos(angle), home[1] + reach * math.sin(angle)
        x = min(max(x, 22.0), WIDTH - 22.0)
        y = min(max(y, PAD_TOP - 8.0), HEIGHT - PAD_BOTTOM + 22.0)
        if all(abs(x - other.x) >= APART_X or abs(y - other.y) >= APART_Y for other in found):
            return x, y
    return home


def _gathered(pins: Sequence[Pin], view: View) -> list[Pin | Cluster]:
    cells: dict[tuple[int, int], list[Pin]] = {}
    for pin in pins:
        x, y = view.place(pin.longitude, pin.latitude)
        cells.setdefault((int(x // CELL_X), int(y // CELL_Y)), []).append(pin)
    return [group[0] if len(group) == 1 else _cluster(group) for group in cells.values()]


def _cluster(group: Sequence[Pin]) -> Cluster:
    xs, ys = [pin.longitude for pin in group], [pin.latitude for pin in group]
    tone = max((pin.tone for pin in group), key=RANK.__getitem__)
    return Cluster(len(group), tone, Box(min(xs), min(ys), max(xs), max(ys)))


PinText = Callable[[Pin], tuple[str, str]]
ClusterText = Callable[[Cluster], tuple[str, str]]
"""From a pin or cluster to its label and address; asked only for what is drawn."""
