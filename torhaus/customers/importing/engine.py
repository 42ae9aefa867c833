"""Carries out an import: recognises sheets, checks every line, and writes the good ones in short transactions."""

import itertools
import secrets
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import editing
from torhaus.customers.importing import cells, reading
from torhaus.customers.importing.columns import KINDS, Header, nearly, recognise
from torhaus.customers.importing.kinds import WRITERS, Context, Meant, Missing, Values, Writer
from torhaus.customers.importing.known import Entry, Known
from torhaus.customers.importing.reading import Line, Sheet
from torhaus.customers.importing.result import Problem, Result, SheetResult, Unreadable
from torhaus.customers.importing.telling import tell
from torhaus.customers.models import BillingParty
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider

CHUNK = 100  # lines in one transaction: others wait for the write lock no longer than that takes
HEADER_WITHIN = 10
Progress = Callable[[int], None]


def run(
    *,
    provider: Provider,
    stream: BinaryIO,
    filename: str,
    by: Person | None,
    dry_run: bool,
    progress: Progress | None = None,
) -> Result:
    """Check a file of customers, contacts, billing parties, sites and rooms, and write it unless `dry_run`.

    Good lines go in, bad ones are named and kept; the same file again changes nothing. Raises Unreadable when the file
    as a whole is none.
    """
    result = Result(dry_run=dry_run)
    importer = Importer(
        Context(provider, by, Known(provider)), dry_run=dry_run, progress=progress or (lambda _lines: None)
    )
    for sheet, header, line in _recognised(reading.sheets_of(stream, filename=filename), result):
        result.sheets.append(importer.sheet(sheet, header, header_line=line))
        result.remarks += sheet.remarks
    return result


def _recognised(sheets: list[Sheet], result: Result) -> list[tuple[Sheet, Header, Line]]:
    """The sheets with a known header, in the order in which they must be carried out; remarks for the others."""
    found, strange = [], []
    for sheet in sheets:
        head = [
            line for line in itertools.islice(sheet.lines(), HEADER_WITHIN) if any(cell.strip() for cell in line.cells)
        ]
        header, line = next(((h, x) for x in head if (h := recognise(x.cells, sheet=sheet.name))), (None, None))
        if header and line:
            found.append((sheet, header, line))
            if header.unknown:
                result.remarks.append(
                    _("%(sheet)s: diese Spalten kennt der Import nicht und lässt sie weg: %(columns)s.")
                    % {"sheet": sheet.name, "columns": ", ".join(header.unknown)}
                )
        elif head:
            strange.append((sheet, head[0]))
    if not found:
        raise Unreadable(_strange(strange))
    for sheet, _line in strange:
        result.remarks.append(
            _("Blatt „%(sheet)s“ hat keine bekannte Kopfzeile und bleibt unberücksichtigt.") % {"sheet": sheet.name}
        )
    return sorted(found, key=lambda entry: KINDS.index(entry[1].kind))


def _strange(strange: list[tuple[Sheet, Line]]) -> str:
    if not strange:
        return _("Die Datei enthält keine Zeilen.")
    cells = strange[0][1].cells
    near = nearly(cells)
    if near:
        return _("Die Kopfzeile passt fast zu „%(kind)s“; es fehlt: %(columns)s.") % {
            "kind": near[0].label, "columns": ", ".join(near[1]),
        }  # fmt: skip
    seen = ", ".join(cell.strip() for cell in cells if cell.strip())[:200]
    return _(
        "Keine bekannte Kopfzeile gefunden. In der ersten Zeile steht: %(cells)s. Die Vorlagen zeigen, wie sie aussehen soll."
    ) % {"cells": seen}


class Importer:
    """One run over all sheets; knows what is there and what the file has brought."""

    def __init__(self, context: Context, *, dry_run: bool, progress: Progress) -> None:
        self.context = context
        self.dry_run = dry_run
        self.progress = progress
        self.lines = 0
        self.run = secrets.token_hex(8)

    def sheet(self, sheet: Sheet, header: Header, *, header_line: Line) -> SheetResult:
        """Every line after the header, in chunks."""
        kind = header.kind
        result = SheetResult(name=sheet.name, kind=kind.key, label=kind.label, header=header_line.cells)
        lines = (line for line in sheet.lines() if line.number > header_line.number)
        for chunk in _chunks(line for line in lines if line.faults or any(cell.strip() for cell in line.cells)):
            if result.lines + len(chunk) > reading.MAX_LINES:
                raise Unreadable(_("Mehr als 200.000 Zeilen auf einmal; bitte teilen Sie die Datei auf."))
            self._chunk(chunk, header, result)
            result.lines += len(chunk)
            self.lines += len(chunk)
            self.progress(self.lines)
        result.problems.sort(key=lambda problem: problem.line)
        result.rejected.sort(key=lambda rejected: rejected[0])
        return result

    def _chunk(self, chunk: list[Line], header: Header, result: SheetResult) -> None:
        writer = WRITERS[header.kind.key]
        understood = []
        for line in chunk:
            values, problems = _values(line, header, result)
            if problems:
                result.reject(line.number, line.cells, problems)
            else:
                understood.append((line, values))
        if self.dry_run:
            self._lines(understood, header, writer, result)
        else:
            with transaction.atomic():
                with activity.gathered() as rows:
                    self._lines(understood, header, writer, result)
                tell(rows, by=self.context.by, run=self.run)

    def _lines(
        self, understood: list[tuple[Line, Values]], header: Header, writer: Writer, result: SheetResult
    ) -> None:
        ready = [(line, meant) for line, values in understood if (meant := self._meant(line, values, header, result))]
        known = [meant.entry.pk for _line, meant in ready if meant.entry and meant.entry.pk]
        rows = writer.model._default_manager.in_bulk(known)
        for line, meant in ready:
            assert meant.entry is not None
            try:
                self._write(meant, rows.get(meant.entry.pk or 0), writer, result)
            except Refused as refused:
                meant.entry.is_lost = meant.entry.pk is None
                result.reject(line.number, line.cells, [_problem(refused, line, header, result)])

    def _meant(self, line: Line, values: Values, header: Header, result: SheetResult) -> Meant | None:
        """The line understood; a new row is noted at once, so that the next lines know it."""
        writer = WRITERS[header.kind.key]
        try:
            meant = writer.mean(self.context, values)
            _refuse_lost(meant)
            if meant.entry is None:
                return Meant(
                    writer.note(self.context, Entry(None, meant.owner, line=line.number), meant.values),
                    meant.owner,
                    meant.values,
                )
            if meant.entry.line:
                raise Refused(_("Doppelt: steht schon in Zeile %(line)s.") % {"line": meant.entry.line})
        except Refused as refused:
            result.reject(line.number, line.cells, [_problem(refused, line, header, result)])
            return None
        meant.entry.line = line.number
        return meant

    def _write(self, meant: Meant, row: Any, writer: Writer, result: SheetResult) -> None:
        assert meant.entry is not None
        if row is None:
            values = _resolved(meant.values)
            if self.dry_run:
                _try(writer, values)
            else:
                meant.entry.pk = writer.create(self.context, Meant(None, meant.owner, values)).pk
            result.created += 1
            return
        values = _resolved(meant.values)
        if not (changes := _differences(row, values)):
            result.unchanged += 1
            return
        if self.dry_run:
            editing.apply(row, values)
            editing.checked_length(row)
        else:
            writer.change(self.context, row, {name: values[name] for name in changes})
        result.changed += 1


def _refuse_lost(meant: Meant) -> None:
    if meant.owner is not None and meant.owner.is_lost:
        raise Refused(
            _("Der Kunde oder das Objekt dieser Zeile steht in Zeile %(line)s und wurde dort abgelehnt.")
            % {"line": meant.owner.line}
        )


def _resolved(values: Values) -> Values:
    """With the billing party as row instead of its entry in the books."""
    party = values.get("billing_party")
    return values | {"billing_party": _party(party)} if isinstance(party, Entry) else values


def _party(entry: Entry) -> BillingParty:
    return BillingParty(pk=entry.pk, customer_id=entry.owner.pk if entry.owner else None)


def _try(writer: Writer, values: Values) -> None:
    row = writer.model()
    editing.apply(row, {name: value for name, value in values.items() if name != "billing_party"})
    editing.checked_length(row)


def _differences(row: Any, values: Values) -> list[str]:
    """The fields that the line sets anew; an empty cell never empties a field."""
    return [
        name
        for name, value in values.items()
        if getattr(row, row._meta.get_field(name).attname) != getattr(value, "pk", value)
    ]


def _values(line: Line, header: Header, result: SheetResult) -> tuple[Values, list[Problem]]:
    """The filled cells as checked values, and one problem for each cell that cannot be taken."""
    values: Values = {}
    problems = (
        []
        if line.cells or not line.faults
        else [Problem(result.name, line.number, "", next(iter(line.faults.values())))]
    )
    for place, field in header.fields.items():
        cell = line.cells[place] if place < len(line.cells) else ""
        try:
            if place in line.faults:
                raise Refused(line.faults[place])
            text = cells.clean_cell(cell)
            if text:
                values[field] = cells.value_of(field, text)
        except Refused as refused:
            problems.append(Problem(result.name, line.number, result.header[place], str(refused.message), cell[:200]))
    return values, problems


def _problem(refused: Refused, line: Line, header: Header, result: SheetResult) -> Problem:
    """With the column as the file heads it, or as the template does where the file has none."""
    field = refused.field if isinstance(refused, Missing) else ""
    place = next((place for place, name in header.fields.items() if name == field), -1)
    value = line.cells[place] if 0 <= place < len(line.cells) else ""
    heading = result.header[place] if place >= 0 else header.kind.label_of(field) if field else ""
    return Problem(result.name, line.number, heading, str(refused.message), value[:200])


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(itertools.islice(lines, CHUNK)):
        yield chunk
