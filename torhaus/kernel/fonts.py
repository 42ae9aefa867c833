"""Where the fonts for PDF lie (fetched by hatch_build.py, never committed) and which signs they can draw."""

import functools
import pathlib
import struct

FOLDER = pathlib.Path(__file__).parent / "fonts"
FAMILIES = ["Instrument Sans", "Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic", "Noto Emoji", "Libertinus Serif"]


@functools.cache
def drawable_signs() -> frozenset[int]:
    """Code points that one of our fonts has a glyph for; PDF/A allows no "missing glyph" box."""
    return frozenset().union(*(_code_points(path.read_bytes()) for path in sorted(FOLDER.glob("*.ttf"))))


def _code_points(font: bytes) -> set[int]:
    table = _table(font, b"cmap")
    found: set[int] = set()
    for record in range(struct.unpack_from(">H", table, 2)[0]):
        offset = struct.unpack_from(">I", table, 8 + 8 * record)[0]
        kind = struct.unpack_from(">H", table, offset)[0]
        if kind in _READERS:
            found.update(_READERS[kind](table, offset))
    return found - {0xFFFF}


def _table(font: bytes, wanted: bytes) -> bytes:
    for record in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if tag == wanted:
            return font[offset : offset + length]
    return b"\0\0\0\0"


def _segments(table: bytes, offset: int) -> set[int]:
    """cmap format 4: runs of the basic plane."""
    count = struct.unpack_from(">H", table, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + 2 * count)
    return {point for start, end in zip(starts, ends, strict=True) for point in range(start, end + 1)}


def _groups(table: bytes, offset: int) -> set[int]:
    """cmap format 12: runs of all planes."""
    count = struct.unpack_from(">I", table, offset + 12)[0]
    runs = (struct.unpack_from(">II", table, offset + 16 + 12 * group) for group in range(count))
    return {point for start, end in runs for point in range(start, end + 1)}


_READERS = {4: _segments, 12: _groups}
