"""The database's own guard over issued invoices (GoBD): triggers that refuse what no action would do anyway.

Of an issued invoice only `paid_total`, `version`, the step from issued to cancelled and the arrival of the PDF may still be
written; its lines stand still; it is never deleted. Payments are only ever added. The migration that rebuilds one of these
tables on SQLite loses the triggers and must call `install` again; tests/invoices/test_frozen.py notices.
"""

from typing import Any

FREE = frozenset({"paid_total", "version", "status", "pdf_id"})
"""Columns of an issued invoice that may still change; status and pdf_id only one way."""

_MESSAGE = "issued invoices cannot be changed"


def install(schema_editor: Any, *, columns: list[str]) -> None:
    """Create the triggers. `columns` are all columns of the invoice table at the time of the migration."""
    connection = schema_editor.connection
    statements = _postgresql(columns) if connection.vendor == "postgresql" else _sqlite(columns)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(schema_editor: Any) -> None:
    """Take the triggers away again, for a migration backwards or one that rebuilds the tables."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for name, _table, _when in _rules([]):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _changed(columns: list[str], *, differs: str) -> str:
    """Condition: an issued row gets another value where none may change."""
    fixed = [f"OLD.{name} {differs} NEW.{name}" for name in columns if name not in FREE]
    fixed.append(f"(OLD.pdf_id IS NOT NULL AND OLD.pdf_id {differs} NEW.pdf_id)")
    fixed.append("(OLD.status <> NEW.status AND NOT (OLD.status = 'issued' AND NEW.status = 'cancelled'))")
    return f"OLD.status <> 'draft' AND ({' OR '.join(fixed)})"


def _rules(columns: list[str], *, differs: str = "IS NOT") -> list[tuple[str, str, str]]:
    """Name, table with event, and condition of every trigger; "{row}" stands for the line in question."""
    issued = "EXISTS (SELECT 1 FROM invoices_invoice i WHERE i.id = {row}.invoice_id AND i.status <> 'draft')"
    return [
        ("frozen_invoice_update", "invoices_invoice", _changed(columns, differs=differs)),
        ("frozen_invoice_delete", "invoices_invoice", "OLD.status <> 'draft'"),
        ("frozen_line_insert", "invoices_invoiceline", issued.format(row="NEW")),
        ("frozen_line_update", "invoices_invoiceline", f"{issued.format(row='OLD')} OR {issued.format(row='NEW')}"),
        ("frozen_line_delete", "invoices_invoiceline", issued.format(row="OLD")),
        ("frozen_payment_update", "invoices_payment", ""),
        ("frozen_payment_delete", "invoices_payment", ""),
    ]


def _sqlite(columns: list[str]) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table}{f' WHEN {when}' if when else ''} "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        for name, table, when in _rules(columns)
    ]


def _postgresql(columns: list[str]) -> list[str]:
    """PostgreSQL allows no subquery in WHEN, so each trigger has a function of its name that looks itself."""
    statements = []
    for name, table, when in _rules(columns, differs="IS DISTINCT FROM"):
        row = "OLD" if _event(name) == "DELETE" else "NEW"
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when or 'TRUE'} THEN "
            f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {_event(name)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def _event(name: str) -> str:
    return name.rsplit("_", 1)[1].upper()
