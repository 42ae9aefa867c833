"""Rows as lines of JSON and back, the same bytes on SQLite and PostgreSQL, with one hash per table."""

import base64
import datetime as dt
import gzip
import hashlib
import json
import pathlib
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models.fields.json import JSONField

from torhaus.kernel.models import PeriodicRun, WorkerBeat

CHUNK = 2000
LEFT_OUT: tuple[type[models.Model], ...] = (WorkerBeat, PeriodicRun)  # about running processes, not about work


def all_models() -> list[type[models.Model]]:
    """Every model with a table of its own, connecting tables included."""
    found = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
    return [model for model in found if model not in LEFT_OUT]


def label_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


def write(model: type[models.Model], path: pathlib.Path) -> dict[str, Any]:
    """Write all rows to a gzip file; what the manifest says of them."""
    count, digest = 0, hashlib.sha256()
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=5) as file:
        for line in lines(model):
            file.write(line)
            digest.update(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest(), "next_id": _next_id(model)}


def fingerprint(model: type[models.Model]) -> dict[str, Any]:
    """Number and hash of all rows."""
    count, digest = 0, hashlib.sha256()
    for line in lines(model):
        digest.update(line)
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """All rows in the order of their key, one JSON list each."""
    fields = list(model._meta.concrete_fields)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=CHUNK):
        values = [_plain(value, field) for value, field in zip(row, fields, strict=True)]
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def read(model: type[models.Model], file: Any) -> Iterator[list[models.Model]]:
    """Unsaved rows from an open gzip file, in chunks."""
    fields = list(model._meta.concrete_fields)
    chunk: list[models.Model] = []
    with gzip.GzipFile(fileobj=file) as text:
        for line in text:
            values = {
                field.attname: _value(value, field) for value, field in zip(json.loads(line), fields, strict=True)
            }
            chunk.append(model(**values))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def set_next_id(model: type[models.Model], next_id: int | None) -> None:
    """Go on counting where the backup stopped, so that no id is given twice."""
    if not next_id:
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute("SELECT setval(%s, %s, false)", [cursor.fetchone()[0], next_id])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, next_id - 1])


def _next_id(model: type[models.Model]) -> int | None:
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            sequence = cursor.fetchone()[0]
            cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608
        else:
            cursor.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 1


def _plain(value: Any, field: models.Field) -> Any:
    if value is None or isinstance(field, JSONField) or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}" if isinstance(field, models.DecimalField) else str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"no way to write {type(value).__name__} of {field}")


def _value(value: Any, field: models.Field) -> Any:
    return value if value is None or isinstance(field, JSONField) else field.to_python(value)
