"""The demo's photos, drawn here: what a customer would take a picture of."""

import functools
import io
import math
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1280, 960)
Colour = tuple[int, int, int]


def photo(subject: str) -> SimpleUploadedFile:
    """A JPEG of `subject` (a key of SUBJECTS) as an upload; the same subject gives the same picture."""
    return SimpleUploadedFile(f"{subject}.jpg", _jpeg(subject), content_type="image/jpeg")


@functools.cache
def _jpeg(subject: str) -> bytes:
    image = _backdrop(*BACKDROPS[subject])
    SUBJECTS[subject](ImageDraw.Draw(image, "RGBA"), image)
    out = io.BytesIO()
    _grain(image).save(out, "JPEG", quality=86)
    return out.getvalue()


def _backdrop(top: Colour, bottom: Colour) -> Image.Image:
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        strip.putpixel((0, y), tuple(round(a + (b - a) * y / 255) for a, b in zip(top, bottom, strict=True)))
    return strip.resize(SIZE, Image.Resampling.BICUBIC)


def _grain(image: Image.Image) -> Image.Image:
    noise = Image.effect_noise(SIZE, 14).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(0.8)), noise, 0.035)


def _pipe(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    for row in range(7):
        for column in range(-1, 6):
            x, y = column * 240 + (row % 2) * 120, row * 140
            draw.rectangle((x + 4, y + 4, x + 234, y + 134), fill=(70, 84, 90))
    for offset, colour in ((0, (150, 84, 40)), (16, (196, 118, 62)), (52, (226, 158, 100)), (84, (168, 96, 48))):
        draw.rectangle((560 + offset, 0, 690, 960), fill=colour)
    draw.rounded_rectangle((520, 420, 730, 540), 18, fill=(176, 184, 188))
    draw.rounded_rectangle((520, 420, 730, 462), 18, fill=(214, 220, 222))
    draw.rounded_rectangle((730, 446, 960, 506), 24, fill=(196, 62, 48))
    for x, y, size in ((624, 612, 34), (612, 720, 26), (634, 820, 20)):
        _drop(draw, x, y, size)
    draw.ellipse((430, 880, 840, 950), fill=(110, 160, 186, 190))


def _drop(draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    draw.polygon([(x, y - size * 2), (x - size, y), (x + size, y)], fill=(150, 200, 226, 230))
    draw.ellipse((x - size, y - size, x + size, y + size), fill=(150, 200, 226, 230))


def _ceiling(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    random.seed(4)
    for ring in range(9, 0, -1):
        points = []
        for angle in range(0, 360, 12):
            radius = ring * 34 + random.randint(-14, 14)  # noqa: S311 - a picture, no secret
            points.append(
                (600 + radius * 1.5 * math.cos(math.radians(angle)), 380 + radius * math.sin(math.radians(angle)))
            )
        draw.polygon(points, fill=(176, 138, 84, 30 + 6 * (10 - ring)))
    draw.polygon([(0, 700), (1280, 560), (1280, 960), (0, 960)], fill=(206, 202, 192))
    draw.line([(0, 700), (1280, 560)], fill=(160, 156, 146), width=10)
    draw.ellipse((1010, 130, 1110, 220), fill=(248, 248, 246), outline=(190, 190, 186), width=6)


def _heater(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    draw.rounded_rectangle((330, 110, 950, 850), 46, fill=(238, 241, 242), outline=(188, 196, 200), width=8)
    draw.rounded_rectangle((430, 230, 850, 470), 24, fill=(30, 42, 46))
    for x, segments in ((490, "F"), (620, "2"), (730, "8")):
        _digit(draw, x, 280, segments)
    draw.ellipse((700 - 28, 380, 700 - 12, 396), fill=(255, 96, 72))
    for index in range(4):
        draw.ellipse((470 + index * 100, 560, 530 + index * 100, 620), fill=(206, 213, 216))
    draw.rectangle((430, 700, 850, 712), fill=(206, 213, 216))


def _digit(draw: ImageDraw.ImageDraw, x: int, y: int, sign: str) -> None:
    bars = {"top": (0, 0, 70, 14), "upper_left": (0, 0, 14, 76), "upper_right": (56, 0, 70, 76), "middle": (0, 66, 70, 80),
            "lower_left": (0, 70, 14, 146), "lower_right": (56, 70, 70, 146), "bottom": (0, 132, 70, 146)}  # fmt: skip
    lit = {
        "F": ("top", "upper_left", "middle", "lower_left"),
        "2": ("top", "upper_right", "middle", "lower_left", "bottom"),
        "8": tuple(bars),
    }[sign]
    for name in lit:
        left, top, right, bottom = bars[name]
        draw.rectangle((x + left, y + top, x + right, y + bottom), fill=(255, 120, 84))


def _lamp(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    for index in range(6):
        draw.polygon(
            [(0, 960 - index * 90), (1280, 760 - index * 90), (1280, 790 - index * 90), (0, 990 - index * 90)],
            fill=(96, 98, 104),
        )
    for radius in range(320, 60, -20):
        draw.ellipse((640 - radius, 260 - radius, 640 + radius, 260 + radius), fill=(255, 236, 190, 12))
    draw.ellipse((560, 190, 720, 330), fill=(240, 226, 190), outline=(120, 112, 96), width=8)
    draw.rectangle((632, 0, 648, 190), fill=(60, 60, 64))


def _gutter(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    draw.polygon([(0, 330), (1280, 250), (1280, 0), (0, 0)], fill=(132, 74, 56))
    for row in range(5):
        for x in range(-60, 1300, 90):
            draw.arc(
                (x + row % 2 * 45, 40 + row * 54, x + 90 + row % 2 * 45, 110 + row * 54),
                0,
                180,
                fill=(104, 54, 40),
                width=8,
            )
    draw.polygon([(0, 330), (1280, 250), (1280, 320), (0, 404)], fill=(158, 166, 168))
    draw.line([(700, 290), (742, 366)], fill=(58, 62, 62), width=10)
    for x, y, size in ((740, 470, 22), (750, 570, 18), (744, 680, 16)):
        _drop(draw, x, y, size)


def _radiator(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    for index in range(10):
        x = 190 + index * 90
        draw.rounded_rectangle((x, 260, x + 72, 780), 30, fill=(244, 245, 244), outline=(196, 199, 198), width=5)
    draw.rounded_rectangle((1080, 300, 1200, 380), 20, fill=(236, 238, 238), outline=(150, 156, 158), width=6)


def _window(draw: ImageDraw.ImageDraw, image: Image.Image) -> None:
    draw.rectangle((260, 120, 1020, 840), fill=(244, 244, 240), outline=(196, 196, 190), width=10)
    for left in (300, 660):
        draw.rectangle((left, 160, left + 320, 800), fill=(156, 194, 216))
        draw.polygon(
            [(left + 20, 780), (left + 120, 180), (left + 170, 180), (left + 70, 780)], fill=(255, 255, 255, 70)
        )
    draw.line([(760, 420), (860, 560), (820, 700), (930, 790)], fill=(240, 246, 250), width=6)
    draw.line([(860, 560), (960, 520)], fill=(240, 246, 250), width=5)


SUBJECTS = {
    "rohr": _pipe, "decke": _ceiling, "heizung": _heater, "licht": _lamp, "dachrinne": _gutter, "heizkoerper": _radiator,
    "fenster": _window,
}  # fmt: skip
BACKDROPS: dict[str, tuple[Colour, Colour]] = {
    "rohr": ((58, 70, 76), (40, 50, 56)), "decke": ((240, 238, 232), (222, 219, 210)), "heizung": ((120, 132, 138), (84, 96, 102)),
    "licht": ((70, 72, 80), (44, 46, 52)), "dachrinne": ((178, 204, 222), (226, 234, 238)),
    "heizkoerper": ((214, 210, 200), (178, 170, 156)), "fenster": ((206, 200, 188), (170, 162, 150)),
}  # fmt: skip


def lindner_logo() -> SimpleUploadedFile:
    """Lindner's logo: a white L with a leaf on petrol, drawn large and shrunk for smooth edges."""
    big = Image.new("RGBA", (1024, 1024), (0, 0, 0, 0))
    draw = ImageDraw.Draw(big)
    draw.rounded_rectangle((0, 0, 1023, 1023), 280, fill=(15, 90, 102))
    draw.line([(282, 256), (282, 742), (512, 742)], fill=(255, 255, 255), width=113, joint="curve")
    for x, y in ((282, 256), (282, 742), (512, 742)):
        draw.ellipse((x - 56, y - 56, x + 56, y + 56), fill=(255, 255, 255))
    leaf = Image.new("L", big.size, 0)
    ImageDraw.Draw(leaf).pieslice((512, 358, 1076, 922), 180, 270, fill=255)
    other = Image.new("L", big.size, 0)
    ImageDraw.Draw(other).pieslice((230, 76, 794, 640), 0, 90, fill=255)
    big.paste((242, 181, 68), (0, 0), ImageChops.multiply(leaf, other))
    out = io.BytesIO()
    big.resize((256, 256), Image.Resampling.LANCZOS).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), content_type="image/png")
