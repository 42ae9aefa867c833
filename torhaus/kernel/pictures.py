"""Makes a picture fit for PDF/A: plain RGB, upright, not larger than paper needs. A broken one is left out, never fatal."""

import base64
import functools
import io
from typing import Any

LARGEST_SIDE = 1400  # pixels; 300 dpi on 120 mm
LOGO_SIDE = 600
MOST_PIXELS = 60_000_000
_QUALITY = 82


@functools.lru_cache(maxsize=8)
def logo_for_paper(picture: bytes | None) -> bytes | None:
    """As `for_paper`, smaller and remembered: the same logo stands on every paper of a company."""
    return for_paper(picture, largest_side=LOGO_SIDE)


def for_paper(picture: bytes | None, *, largest_side: int = LARGEST_SIDE) -> bytes | None:
    """An SVG that wraps the picture, since pdf.compile takes text files only; None if there is none that can be read.

    The wrapped JPEG goes into the PDF as it is; with transparency it is a PNG.
    """
    from PIL import Image, ImageOps  # here for weight: see torhaus.kernel.pdf

    if not picture:
        return None
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (largest_side, largest_side))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((largest_side, largest_side))
            return _wrapped(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _wrapped(image: Any) -> bytes:
    kind, content = _encoded(image)
    size = f'width="{image.width}" height="{image.height}"'
    address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{address}"/></svg>'.encode()


def _encoded(image: Any) -> tuple[str, bytes]:
    out = io.BytesIO()
    if "A" in image.getbands() or "transparency" in image.info:
        image.convert("RGBA").save(out, "PNG")
        return "png", out.getvalue()
    image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return "jpeg", out.getvalue()
