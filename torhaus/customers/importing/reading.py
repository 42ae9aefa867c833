"""Reads a file into sheets of text cells, line by line. Knows encodings, delimiters and Excel, but no customer."""

import csv
import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from torhaus.customers.importing.result import Unreadable

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_WORDS = 30 * 1024 * 1024  # what is not a sheet (words, formats) is read whole, also in a web process
MAX_LINES = 200_000
MAX_COLUMNS = 80
LAST_ROW = 1_048_576  # Excel's; a row that claims a higher number would be led up to by as many empty ones
DELIMITERS = ";\t,|"
ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#BEZUG!", "#WERT!", "#NV"})


@dataclasses.dataclass(frozen=True)
class Line:
    """One line: its number as Excel shows it, its cells as text, and what could not be read in which cell."""

    number: int
    cells: list[str]
    faults: dict[int, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Sheet:
    """One table of a file; `lines()` reads it anew from its beginning."""

    name: str
    lines: Any
    remarks: list[str] = dataclasses.field(default_factory=list)


def sheets_of(stream: BinaryIO, *, filename: str) -> list[Sheet]:
    """The tables of a .csv or .xlsx file; raises Unreadable with a sentence for people."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if not size:
        raise Unreadable(_("Die Datei ist leer."))
    if size > MAX_BYTES:
        raise Unreadable(_("Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf."))
    start = stream.read(8)
    stream.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return _workbook(stream)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("Das ist eine alte Excel-Datei (.xls). Bitte speichern Sie sie als .xlsx oder .csv."))
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or filename.lower().endswith((".ods", ".pdf")):
        raise Unreadable(_("Diese Datei ist keine Tabelle. Gelesen werden .csv und .xlsx."))
    return [_text_sheet(stream, filename)]


def _text_sheet(stream: BinaryIO, filename: str) -> Sheet:
    sheet = Sheet(name=filename, lines=None)
    sheet.lines = lambda: _csv_lines(stream, sheet)
    return sheet


def _csv_lines(stream: BinaryIO, sheet: Sheet) -> Iterator[Line]:
    stream.seek(0)
    sheet.remarks.clear()
    texts = _decoded(stream, sheet)
    first = next(texts, "")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, first, offset = first[4], next(texts, ""), 1
    else:
        delimiter, offset = max(DELIMITERS, key=first.count), 0
    rows = csv.reader(_with_first(first, texts), delimiter=delimiter)
    end = 0
    while True:
        number = end + 1 + offset
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Line(
                number,
                [],
                {
                    0: _(
                        "Diese Zeile lässt sich nicht lesen: eine Zelle ist zu lang oder ein Anführungszeichen zu viel."
                    )
                },
            )
            end = rows.line_num
            continue
        end = rows.line_num
        faults = {
            n: _("enthält ein Zeichen, das sich nicht lesen lässt") for n, cell in enumerate(cells) if "\ufffd" in cell
        }
        yield Line(number, cells[:MAX_COLUMNS], faults)


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _decoded(stream: BinaryIO, sheet: Sheet) -> Iterator[str]:
    """Text lines: UTF-16 by its mark, else line by line UTF-8, or Windows-1252 where that fails."""
    mark = stream.read(3)
    stream.seek(3 if mark == b"\xef\xbb\xbf" else 0)
    if mark[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline=None)
        yield from (line.replace("\0", "") for line in text)
        text.detach()
        return
    utf8, windows = [], []
    for number, raw in enumerate(_byte_lines(stream), start=1):
        try:
            line = raw.decode("utf-8")
            if not raw.isascii():
                utf8.append(number)
        except UnicodeDecodeError:
            line = raw.decode("cp1252", errors="replace")
            windows.append(number)
        yield line.replace("\0", "")
    if utf8 and windows:
        some = ", ".join(str(number) for number in (windows if len(windows) < len(utf8) else utf8)[:5])
        sheet.remarks.append(
            _(
                "Die Datei mischt zwei Zeichensätze (UTF-8 und Windows-1252). Bitte prüfen Sie die Umlaute, zuerst in Zeile %(lines)s."
            )
            % {"lines": some}
        )


def _byte_lines(stream: BinaryIO) -> Iterator[bytes]:
    for raw in stream:
        if b"\r" in raw[:-2]:  # line ends of old Macs
            yield from (
                part + b"\n" for part in raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
            )
        else:
            yield raw


def _workbook(stream: BinaryIO) -> list[Sheet]:
    _check_unpacked_size(stream)
    import openpyxl  # type: ignore[import-untyped]  # 40 ms and 10 MB: only where a workbook is read

    try:
        values = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        names = [sheet.title for sheet in values.worksheets]
    except Exception as error:  # openpyxl raises whatever the broken part led to
        raise Unreadable(_("Die Excel-Datei ist beschädigt oder geschützt und lässt sich nicht öffnen.")) from error
    formulas = None
    if _has_formulas(stream):
        formulas = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    return [
        Sheet(name=name, lines=lambda place=place: _sheet_lines(values, formulas, place))
        for place, name in enumerate(names)
    ]


def _check_unpacked_size(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as packed:
            infos = packed.infolist()
    except zipfile.BadZipFile:
        raise Unreadable(_("Die Excel-Datei ist beschädigt und lässt sich nicht öffnen.")) from None
    if not any(info.filename == "xl/workbook.xml" for info in infos):
        raise Unreadable(_("Diese Datei ist keine Excel-Tabelle. Gelesen werden .csv und .xlsx."))
    unpacked = sum(info.file_size for info in infos)
    words = sum(info.file_size for info in infos if not info.filename.startswith("xl/worksheets/"))
    if unpacked > MAX_UNPACKED or words > MAX_WORDS or len(infos) > 1000:
        raise Unreadable(
            _("Die Excel-Datei ist ausgepackt zu groß. Bitte teilen Sie sie auf oder speichern Sie sie als .csv.")
        )
    stream.seek(0)


def unpacked_size(content: bytes) -> int:
    """How many bytes a file really holds: a packed one may be a thousand times smaller."""
    if not content.startswith(b"PK\x03\x04"):
        return len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return sum(info.file_size for info in packed.infolist())


def _has_formulas(stream: BinaryIO) -> bool:
    with zipfile.ZipFile(stream) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                with packed.open(name) as part:
                    rest = b""
                    while block := part.read(1 << 20):
                        if b"<f>" in (found := rest + block) or b"<f " in found or b"<f/" in found:
                            return True
                        rest = block[-3:]
    return False


def _sheet_lines(values: Any, formulas: Any, place: int) -> Iterator[Line]:
    rows = _rows(values, place)
    if formulas is None:
        for number, row in enumerate(rows, start=1):
            if not _is_empty(row):
                yield _line(number, row, row)
        return
    for number, (row, written) in enumerate(zip(rows, _rows(formulas, place), strict=False), start=1):
        if not (_is_empty(row) and _is_empty(written)):
            yield _line(number, row, written)


def _is_empty(row: tuple) -> bool:
    """Asked for every row of a sheet, which may have a million empty ones."""
    return row.count(None) == len(row)


def _rows(workbook: Any, place: int) -> Iterator[tuple]:
    sheet = workbook.worksheets[place]
    sheet.reset_dimensions()
    try:
        yield from sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS, max_row=LAST_ROW)
    except Exception as error:  # openpyxl reads the cells only now, and raises whatever a broken one leads to
        raise Unreadable(_("Die Excel-Datei ist beschädigt und lässt sich nicht lesen.")) from error


def _line(number: int, row: tuple, written: tuple) -> Line:
    cells, faults = [], {}
    for place, value in enumerate(row):
        cells.append(_text(value))
        formula = written[place] if place < len(written) else None
        if isinstance(value, str) and value in ERRORS:
            faults[place] = _("Excel meldet hier einen Fehler")
        elif value is None and formula is not None and not isinstance(formula, str | int | float):
            formula = getattr(formula, "text", formula)
            faults[place] = _(
                "Formel ohne gespeicherten Wert; bitte öffnen und speichern Sie die Datei einmal in Excel"
            )
        elif value is None and isinstance(formula, str) and formula.startswith("="):
            cells[place] = formula
            faults[place] = _(
                "Formel ohne gespeicherten Wert; bitte öffnen und speichern Sie die Datei einmal in Excel"
            )
    while cells and not cells[-1]:
        cells.pop()
    return Line(number, cells, faults)


def _text(value: Any) -> str:
    """A cell as a person reads it: 79098.0 is 79098, TRUE is ja."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
