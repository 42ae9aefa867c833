"""A provider's look: hue and chroma as a small style sheet (inline styles are forbidden), and its contrast."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

HUE, CHROMA = 205, Decimal("0.075")
CACHE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Brand:
    """Name, logo and colour of the provider on whose page somebody is."""

    name: str
    tagline: str = ""
    logo_url: str = ""
    hue: int = HUE
    chroma: Decimal = CHROMA

    @classmethod
    def of(cls, provider: Any) -> "Brand":
        """Read from anything with the provider's columns; the logo's address is known to the faces only."""
        return cls(
            name=provider.name,
            tagline=getattr(provider, "tagline", ""),
            logo_url=getattr(provider, "logo_url", ""),
            hue=getattr(provider, "brand_hue", HUE),
            chroma=Decimal(str(getattr(provider, "brand_chroma", CHROMA))),
        )

    @property
    def css_url(self) -> str:
        """Address of the style sheet; empty for the house's own colour."""
        if (self.hue, self.chroma) == (HUE, CHROMA):
            return ""
        return f"{reverse('brand_css')}?{urlencode({'h': self.hue, 'c': self.chroma})}"


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """Two custom properties; a value out of range counts as the house's own."""
    hue, chroma = _hue(request.GET.get("h", "")), _chroma(request.GET.get("c", ""))
    css = f"@layer tokens {{ :root {{ --brand-h: {hue}; --brand-c: {chroma}; }} }}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}, immutable"
    return response


def _hue(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) and int(text) <= 360 else HUE


def _chroma(text: str) -> Decimal:
    return Decimal(text) if re.fullmatch(r"0(\.[0-9]{1,3})?", text) and Decimal(text) <= Decimal("0.2") else CHROMA


def contrast_with_white(*, hue: float, chroma: float, lightness: float = 0.43) -> float:
    """WCAG contrast of white writing on the brand's solid colour, oklch(43% chroma hue); 4.5 is the least allowed."""
    return 1.05 / (_luminance(lightness, chroma, hue) + 0.05)


def hex_colour(*, hue: float, chroma: float, lightness: float = 0.43) -> str:
    """The brand's solid colour as #rrggbb, for mails and papers that know no oklch."""
    return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in _linear_rgb(lightness, chroma, hue))


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    red, green, blue = _linear_rgb(lightness, chroma, hue)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear light of an oklch colour, clipped to sRGB (matrices: Björn Ottosson, Oklab)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return red, green, blue
