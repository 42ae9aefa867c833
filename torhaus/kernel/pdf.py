"""Turns a typst template and data into a PDF/A-3a that is also PDF/UA-1; knows nothing of what the paper says.

Data goes in as JSON and files as bytes, so nobody's text can become markup. Equal input gives equal bytes: the date
comes from the caller, the fonts are ours and the system's are ignored. A process keeps one compiler per thread (it is
not thread-safe), because a warm one is twice as fast.
"""

import datetime
import functools
import json
import pathlib
import threading
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from torhaus.kernel import fonts
from torhaus.kernel.printable import breakable, printable

STANDARDS = ["a-3a", "ua-1"]
PARTS = pathlib.Path(__file__).parent / "typst"  # what all templates may import
_UNDRAWABLE = "could not be displayed"  # typst's words for a sign that no font has
_local = threading.local()


def compile(
    template: pathlib.Path,
    *,
    data: Mapping[str, Any],
    dated: datetime.date,
    verbatim: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """PDF bytes of a template.

    `data` is what people read; its texts are made printable. `verbatim` (addresses, hashes) reaches the template as
    `d.verbatim` and `files` by name, both unchanged; files are text (pictures: see kernel.pictures). `dated` is the
    document's date of creation.
    """
    sources = _sources(template, files=files or {})
    for tidy in (printable, _without_undrawable, _letters_only):  # the second and third only for signs that no font has
        try:
            text = _with_strings(data, lambda words, tidy=tidy: breakable(tidy(words)))
            fixed = {
                "fonts": fonts.FAMILIES,
                "dated": [dated.year, dated.month, dated.day],
                "verbatim": dict(verbatim or {}),
            }
            return _compile(sources, data={**text, **fixed}, dated=dated)
        except RuntimeError as error:
            if _UNDRAWABLE not in str(error):
                raise
    raise AssertionError("The plainest text is always drawable.")


def _compile(sources: dict[str, bytes], *, data: Any, dated: datetime.date) -> bytes:
    result = _compiler().compile(
        sources,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.datetime(dated.year, dated.month, dated.day, tzinfo=datetime.UTC),
    )
    assert isinstance(result, bytes)
    return result


def _compiler() -> Any:
    import typst  # here for weight: 40 MB that only a process that makes PDFs should carry

    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(font_paths=_font_book(), ignore_system_fonts=True)
    return _local.compiler


@functools.cache
def _font_book() -> Any:
    import typst  # see _compiler

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.FOLDER)])


def _sources(template: pathlib.Path, *, files: Mapping[str, bytes]) -> dict[str, bytes]:
    parts = {path.name: path.read_bytes() for path in sorted(PARTS.glob("*.typ"))}
    return {**parts, **files, "main.typ": template.read_bytes()}


def _with_strings(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_strings(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_strings(item, change) for item in value]
    return value


def _without_undrawable(text: str) -> str:
    signs = fonts.drawable_signs()
    return "".join(sign if ord(sign) in signs or sign == "\n" else "?" for sign in printable(text))


def _letters_only(text: str) -> str:
    """Last resort for clusters that mix fonts, such as an emoji with an accent: marks and joiners go."""
    text = _without_undrawable(text)
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
