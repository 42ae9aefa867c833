"""The section of the region that a map shows: from degrees to units of the drawing. Flat earth, true at its middle."""

import dataclasses
import math
from collections.abc import Iterable

WIDTH, HEIGHT = 560, 320
"""All pins lie within these units; what is drawn around them fills wider and taller boxes (BLEED)."""
BLEED = (-440.0, -170.0, WIDTH + 440.0, HEIGHT + 170.0)
"""The background reaches this far (left, top, right, bottom)."""
PAD_X, PAD_TOP, PAD_BOTTOM = 44, 56, 40
KM_LAT, KM_LON = 110.57, 111.32
LEAST_KM = 26.0  # a postcode is no truer than a few, and the names around it say where one is
MOST_KM = 900.0
STEP = 1.12  # scales are steps of this, so that maps of one region share their background


@dataclasses.dataclass(frozen=True)
class View:
    """Middle in degrees and units per kilometre; equal for equal regions, so it is a key for caches."""

    longitude: float
    latitude: float
    scale: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Degrees to units; x to the right, y down."""
        x = (longitude - self.longitude) * KM_LON * math.cos(math.radians(self.latitude)) * self.scale
        y = (self.latitude - latitude) * KM_LAT * self.scale
        return WIDTH / 2 + x, (HEIGHT + PAD_TOP - PAD_BOTTOM) / 2 + y

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Units back to (longitude, latitude)."""
        east = (x - WIDTH / 2) / self.scale / KM_LON / math.cos(math.radians(self.latitude))
        north = (y - (HEIGHT + PAD_TOP - PAD_BOTTOM) / 2) / self.scale / KM_LAT
        return self.longitude + east, self.latitude - north


def fit(points: Iterable[tuple[float, float]]) -> View:
    """The largest section with all these (longitude, latitude) points inside; Germany when there is none."""
    found = list(points) or [(6.2, 47.6), (14.8, 54.7)]
    west, east = min(x for x, _ in found), max(x for x, _ in found)
    south, north = min(y for _, y in found), max(y for _, y in found)
    middle = round((west + east) / 2, 3), round((south + north) / 2, 3)
    wide = (east - west) * KM_LON * math.cos(math.radians(middle[1]))
    tall = (north - south) * KM_LAT
    scale = min(
        (WIDTH - 2 * PAD_X) / min(max(wide, LEAST_KM), MOST_KM * 3),
        (HEIGHT - PAD_TOP - PAD_BOTTOM) / min(max(tall, LEAST_KM / 2), MOST_KM * 2),
    )
    return View(*middle, STEP ** math.floor(math.log(scale, STEP)))
