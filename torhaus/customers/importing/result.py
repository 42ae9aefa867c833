"""What an import says afterwards: counts per sheet, every bad line with its reasons, and remarks on the file."""

import csv
import dataclasses
import io
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LINE, REASON = "Zeile", "Grund"


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one line. `line` counts as Excel does, from 1; 0 means the sheet as a whole."""

    sheet: str
    line: int
    column: str
    message: str
    value: str = ""


@dataclasses.dataclass
class SheetResult:
    """One sheet: what became of its lines. `rejected` holds the bad ones as they stood there."""

    name: str
    kind: str
    label: str
    header: list[str]
    lines: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = dataclasses.field(default_factory=list)
    rejected: list[tuple[int, list[str], str]] = dataclasses.field(default_factory=list)

    @property
    def bad(self) -> int:
        return len(self.rejected)

    def reject(self, line: int, cells: list[str], problems: list[Problem]) -> None:
        self.problems += problems
        reasons = "; ".join(
            f"{problem.column}: {problem.message}" if problem.column else problem.message for problem in problems
        )
        self.rejected.append((line, cells, reasons))

    def rejected_csv(self) -> str:
        """The bad lines as Excel in Germany opens them, each with its number and reason, formulas neutralised."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([neutral(cell) for cell in [*self.header, LINE, REASON]])
        for line, cells, reason in self.rejected:
            padded = cells + [""] * (len(self.header) - len(cells))
            writer.writerow([neutral(cell) for cell in [*padded[: len(self.header)], str(line), reason]])
        return file.getvalue()


@dataclasses.dataclass
class Result:
    """All sheets of a file, and remarks that stopped no line (a sheet left out, mixed encodings, unknown columns)."""

    dry_run: bool
    sheets: list[SheetResult] = dataclasses.field(default_factory=list)
    remarks: list[str] = dataclasses.field(default_factory=list)

    def total(self, name: str) -> int:
        return sum(getattr(sheet, name) for sheet in self.sheets)

    @property
    def good(self) -> int:
        return self.total("created") + self.total("changed") + self.total("unchanged")

    def as_json(self, *, problems: int = 200) -> dict[str, Any]:
        """For a page: counts, remarks and the first problems of each sheet."""
        return {
            "remarks": self.remarks,
            "sheets": [
                {
                    "name": sheet.name, "kind": sheet.kind, "label": sheet.label, "lines": sheet.lines,
                    "created": sheet.created, "changed": sheet.changed, "unchanged": sheet.unchanged, "bad": sheet.bad,
                    "problems": [dataclasses.asdict(problem) for problem in sheet.problems[:problems]],
                    "problem_count": len(sheet.problems),
                }
                for sheet in self.sheets
            ],
        }  # fmt: skip


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (also after blanks): with an apostrophe in front."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
