"""Puts a checked backup in place of what is there: all rows in one transaction that ends only if every hash agrees."""

import os
import pathlib
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from torhaus.cli import prepare
from torhaus.cli.backup import tables
from torhaus.cli.backup.archive import Damaged, check, open_member
from torhaus.files import storage

KEPT_TRIGGERS = "kernel_search_"  # they keep the search in step with the rows that come and go


def load(path: pathlib.Path) -> dict[str, Any]:
    """Restore the archive; raises Damaged with everything as it was before."""
    manifest = check(path)
    _check_schema(manifest)
    with tarfile.open(path, "r:") as tar:
        _put_files(tar, manifest)
        with transaction.atomic(), _without_guards():
            for model in tables.all_models():
                _empty(model)
            for model in tables.all_models():
                _fill(model, tar, manifest["tables"][tables.label_of(model)])
            connection.check_constraints()
        _put_rest(tar, manifest)
    return manifest


def _check_schema(manifest: dict[str, Any]) -> None:
    here = prepare.applied_migrations()
    if manifest["migrations"] != here:
        newer = set(manifest["migrations"]) - set(here)
        hint = "a newer" if newer else "an older"
        raise Damaged(
            f"it was made by {hint} version of Torhaus ({manifest['version']}); restore it with that version, then upgrade"
        )
    for model in tables.all_models():
        known = manifest["tables"].get(tables.label_of(model))
        if known is None or known["columns"] != tables.columns(model):
            raise Damaged(f"its table {tables.label_of(model)} does not fit")


def _put_files(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """Blobs are named by their hash, so that adding them changes nothing that is there."""
    for name in manifest["members"]:
        if re.fullmatch(r"files/[0-9a-f]{64}", name):
            sha256 = name.removeprefix("files/")
            if not storage.path_of(sha256).exists():
                with open_member(tar, name) as member:
                    storage.write(iter(lambda file=member: file.read(1 << 20), b""))


@contextmanager
def _without_guards() -> Iterator[None]:
    """Inside, issued invoices may be removed and written: what comes in was checked by its hash."""
    if connection.vendor == "postgresql":
        names = [model._meta.db_table for model in tables.all_models()]
        _each("ALTER TABLE {} DISABLE TRIGGER USER", names)
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _each("ALTER TABLE {} ENABLE TRIGGER USER", names)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = [(name, sql) for name, sql in cursor.fetchall() if not name.startswith(KEPT_TRIGGERS)]
        cursor.execute("PRAGMA defer_foreign_keys = ON")
    _each("DROP TRIGGER {}", [name for name, _sql in guards])
    yield
    with connection.cursor() as cursor:
        for _name, sql in guards:
            cursor.execute(sql)


def _each(statement: str, names: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(statement.format(connection.ops.quote_name(name)))


def _empty(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _fill(model: type[models.Model], tar: tarfile.TarFile, known: dict[str, Any]) -> None:
    with open_member(tar, f"tables/{tables.label_of(model)}.jsonl.gz") as member, _times_kept(model):
        for chunk in tables.read(model, member):
            model._base_manager.bulk_create(chunk)
    tables.set_next_id(model, known["next_id"])
    found = tables.fingerprint(model)
    if (found["rows"], found["sha256"]) != (known["rows"], known["sha256"]):
        raise Damaged(f"the rows of {tables.label_of(model)} did not arrive as they were written")


@contextmanager
def _times_kept(model: type[models.Model]) -> Iterator[None]:
    """Inside, fields that set themselves to now (of libraries; Torhaus has none) take what they are given."""
    own_will = [
        (field, name)
        for field in model._meta.concrete_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    for field, name in own_will:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in own_will:
            setattr(field, name, True)


def _put_rest(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    if "secret_key" in manifest["members"] and not os.environ.get("TORHAUS_SECRET_KEY"):
        path = pathlib.Path(settings.DATA_DIR) / "secret_key"
        _replace(path, open_member(tar, "secret_key").read())
    for name in manifest["members"]:
        if re.fullmatch(r"mails/[0-9a-f]+\.eml", name):
            folder = pathlib.Path(settings.MAIL_DIR)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _replace(folder / name.removeprefix("mails/"), open_member(tar, name).read())


def _replace(path: pathlib.Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
