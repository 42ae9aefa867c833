"""Photos: opened carefully, turned upright, shrunk and written anew, so that no EXIF and no hidden payload survives."""

import io
import struct
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from torhaus.kernel.errors import Refused

MAX_PIXELS = 40_000_000
MAX_SIDE = 2560
THUMBNAIL_SIDE = 320
TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/png"}
READERS = [  # the only decoders that ever see an upload; the JPEG one finds MPO (several pictures) by itself
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    GifImagePlugin.GifImageFile.format,
]
EXTENSIONS = {"JPEG": {"jpg", "jpeg"}, "MPO": {"jpg", "jpeg"}, "PNG": {"png"}, "WEBP": {"webp"}, "GIF": {"gif"}}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, OverflowError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Photo:
    """A picture written anew, with a small one beside it."""

    content: bytes
    media_type: str
    width: int
    height: int
    thumbnail: bytes


def format_of(file: BinaryIO) -> str | None:
    """Pillow's name of the format by content, None for anything that is no known picture. Reads the header only."""
    try:
        with Image.open(file, formats=READERS) as image:
            _check_pixels(image)
            return image.format
    except UnidentifiedImageError:
        return None
    except BOMBS as bomb:
        raise _too_many_pixels() from bomb
    except BROKEN:
        return None
    finally:
        file.seek(0)


def develop(file: BinaryIO) -> Photo:
    """Decode, turn upright, shrink to 2560 px and write anew; Refused for a picture that is damaged or too large."""
    try:
        with Image.open(file, formats=READERS) as image:
            _check_pixels(image)
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            media_type, profile = TYPES[image.format or ""], image.info.get("icc_profile")
            upright = _shrunk(ImageOps.exif_transpose(image), MAX_SIDE)
    except BOMBS as bomb:
        raise _too_many_pixels() from bomb
    except BROKEN as error:
        raise Refused(_("Das Bild ist beschädigt und lässt sich nicht öffnen.")) from error
    picture = _plain(upright, is_opaque=media_type == "image/jpeg")
    profile = profile if upright.mode == picture.mode else None
    return Photo(
        content=_encoded(picture, media_type, profile),
        media_type=media_type,
        width=picture.width,
        height=picture.height,
        thumbnail=_encoded(_plain(_shrunk(picture, THUMBNAIL_SIDE), is_opaque=True), "image/jpeg", profile),
    )


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Refused:
    return Refused(_("Das Bild hat zu viele Bildpunkte (höchstens 40 Megapixel)."))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    if image.mode in {"P", "1", "I;16", "I", "F"}:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if max(image.size) <= side:
        image.load()
        return image
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def _plain(image: Image.Image, *, is_opaque: bool) -> Image.Image:
    """In a colour mode that browsers show; transparency becomes white where the format has none."""
    has_alpha = "A" in image.mode or "transparency" in image.info
    if not has_alpha:
        return image if image.mode in {"RGB", "L"} else image.convert("RGB")
    layered = image.convert("RGBA")
    if not is_opaque:
        return layered
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _encoded(image: Image.Image, media_type: str, profile: bytes | None) -> bytes:
    """Nothing but pixels and the colour profile is written."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    buffer = io.BytesIO()
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if media_type == "image/jpeg":
        clean.save(buffer, "JPEG", quality=84, optimize=True, progressive=True, **options)
    elif media_type == "image/webp":
        clean.save(buffer, "WEBP", quality=84, method=4, **options)
    else:
        clean.save(buffer, "PNG", compress_level=6, **options)
    return buffer.getvalue()
