"""From the colour that a company calls its own to the hue and chroma that the look is built from, and back."""

import math
from decimal import Decimal

MOST = 0.2  # above that the tones of the look leave what screens can show
SOLID = 0.43  # lightness of the solid brand colour, see ui/static/css/tokens.css


def hue_and_chroma(colour: str) -> tuple[float, float]:
    """Hue in degrees and chroma of a #rrggbb colour in Oklch (matrices: Björn Ottosson, Oklab)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    chroma = math.hypot(a, b)
    hue = math.degrees(math.atan2(b, a)) % 360 if chroma > 0.004 else 0.0
    return hue, min(chroma, MOST) if chroma > 0.004 else 0.0


def solid(*, hue: int, chroma: Decimal) -> str:
    """The solid brand colour as #rrggbb, for a colour field; parts outside the screen's range are clipped."""
    a, b = float(chroma) * math.cos(math.radians(hue)), float(chroma) * math.sin(math.radians(hue))
    long = (SOLID + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (SOLID - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (SOLID - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02x}" for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
