"""Files to start from: one table per kind with its columns and an example line, as CSV and as one workbook."""

import csv
import io

from torhaus.customers.importing.columns import KINDS, Kind

EXAMPLES: dict[str, dict[str, str]] = {
    "customers": {
        "number": "K-10001", "name": "Hausverwaltung Brandt KG", "kind": "Hausverwaltung", "is_prospect": "nein",
        "street": "Münsterallee 18", "postcode": "79098", "city": "Freiburg", "country": "DE",
        "email": "info@brandt.example", "phone": "0761 5550142", "payment_days": "14", "requires_order_number": "nein",
    },
    "contacts": {
        "customer_number": "K-10001", "salutation": "Frau", "first_name": "Miriam", "last_name": "Brandt",
        "role": "Geschäftsführung", "email": "m.brandt@brandt.example", "phone": "0761 5550143", "language": "de",
        "is_main": "ja", "is_notified": "ja",
    },
    "billing_parties": {
        "customer_number": "K-10001", "name": "WEG Rosenweg 21", "care_of": "Hausverwaltung Brandt KG",
        "street": "Münsterallee 18", "postcode": "79098", "city": "Freiburg", "country": "DE",
        "email": "rechnung@brandt.example", "is_business": "nein", "cost_centre": "4711",
    },
    "sites": {
        "customer_number": "K-10001", "number": "021", "name": "Rosenweg 21", "street": "Rosenweg 21",
        "postcode": "79100", "city": "Freiburg", "country": "DE", "latitude": "47,9849", "longitude": "7,8331",
        "contact_name": "Herr Ruf (Hausmeister)", "contact_phone": "0171 5550188", "billing_party": "WEG Rosenweg 21",
    },
    "rooms": {"customer_number": "K-10001", "site_name": "Rosenweg 21", "name": "WE 01", "floor": "EG"},
}  # fmt: skip
_LEFT_OUT = {"house_number", "full_name"}  # understood, but not advised


def sample_csv(kind: Kind) -> bytes:
    """One kind, as Excel in Germany opens it with a double click."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows(_rows(kind))
    return file.getvalue().encode("utf-8-sig")


def sample_workbook() -> bytes:
    """All kinds, one sheet each; every cell is text, so that no leading zero is lost."""
    import openpyxl  # type: ignore[import-untyped]  # 40 ms and 10 MB: only where a workbook is made
    from openpyxl.styles import Font  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    book.remove(book.active)
    for kind in KINDS:
        sheet = book.create_sheet(kind.label)
        for row in _rows(kind):
            sheet.append(row)
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = (
                max(len(str(cell.value or "")) for cell in column) + 3
            )
            column[0].font = Font(bold=True)
            for cell in column:
                cell.number_format = "@"
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _rows(kind: Kind) -> list[list[str]]:
    columns = [column for column in kind.columns if column.field not in _LEFT_OUT]
    return [[column.label for column in columns], [EXAMPLES[kind.key].get(column.field, "") for column in columns]]
