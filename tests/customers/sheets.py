"""Files for import tests: csv in any encoding, and workbooks."""

import io
from collections.abc import Sequence

import openpyxl

Rows = Sequence[Sequence[object]]


def csv_file(text: str, encoding: str = "cp1252") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def workbook(**sheets: Rows) -> io.BytesIO:
    """workbook(Kunden=[[…header…], […row…]])"""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
