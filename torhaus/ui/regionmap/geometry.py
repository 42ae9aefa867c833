"""Lines in drawing units: cut to a frame, thinned out, written as SVG path data."""

import itertools
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Frame = tuple[float, float, float, float]  # left, top, right, bottom


def touches(points: Sequence[Point], frame: Frame) -> bool:
    left, top, right, bottom = frame
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) < right and max(xs) > left and min(ys) < bottom and max(ys) > top


def clip_ring(ring: Sequence[Point], frame: Frame) -> list[Point]:
    """The part of a closed ring inside the frame (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, limit, is_upper in ((0, frame[0], False), (0, frame[2], True), (1, frame[1], False), (1, frame[3], True)):
        points = _clip_side(points, axis, limit, is_upper=is_upper)
    return points


def _clip_side(points: list[Point], axis: int, limit: float, *, is_upper: bool) -> list[Point]:
    def inside(point: Point) -> bool:
        return point[axis] <= limit if is_upper else point[axis] >= limit

    kept: list[Point] = []
    for before, here in zip(points[-1:] + points[:-1], points, strict=True):
        if inside(before) != inside(here):
            kept.append(_crossing(before, here, axis, limit))
        if inside(here):
            kept.append(here)
    return kept


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    part = (limit - a[axis]) / (b[axis] - a[axis])
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])


def clip_line(line: Sequence[Point], frame: Frame) -> list[list[Point]]:
    """The stretches of an open line that run near the frame, each with one point beyond it."""
    left, top, right, bottom = frame
    stretches: list[list[Point]] = []
    current: list[Point] = []
    for before, here in itertools.pairwise(line):
        is_near = (
            min(before[0], here[0]) < right and max(before[0], here[0]) > left
            and min(before[1], here[1]) < bottom and max(before[1], here[1]) > top
        )  # fmt: skip
        if is_near:
            current = current or [before]
            current.append(here)
        elif current:
            stretches.append(current)
            current = []
    return [*stretches, current] if current else stretches


def thinned(points: Sequence[Point], least: float) -> list[Point]:
    """Without points that lie closer than `least` to the one kept before; both ends stay."""
    if len(points) < 3:
        return list(points)
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    return [*kept, points[-1]]


def path(points: Iterable[Point], *, is_closed: bool = False) -> str:
    """Path data with relative steps in whole units: M10,20l3,4,-2,5z"""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(whole)]
    steps = [step for step in steps if step != (0, 0)]
    if not steps:
        return ""
    written = " ".join(f"{x},{y}" for x, y in steps)
    return f"M{whole[0][0]},{whole[0][1]}l{written}{'z' if is_closed else ''}"
