"""Makes a backup while Torhaus runs: rows of one moment (a snapshot), and the files that these rows name."""

import contextlib
import datetime as dt
import os
import pathlib
import tempfile
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction

import torhaus
from torhaus.cli import prepare
from torhaus.cli.backup import tables
from torhaus.cli.backup.archive import Writer
from torhaus.files import storage
from torhaus.files.models import StoredFile


def make(target: pathlib.Path) -> dict[str, Any]:
    """Write the archive to `target`, complete or not at all; the manifest's summary with the hashes of missing files."""
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".torhaus-backup-") as folder:
            summary = _write(part, pathlib.Path(folder))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return summary


def _write(part: pathlib.Path, folder: pathlib.Path) -> dict[str, Any]:
    archive = Writer(part)
    manifest: dict[str, Any] = {
        "version": torhaus.__version__,
        "made_at": dt.datetime.now(dt.UTC).isoformat(),
        "tables": {},
    }
    with snapshot():
        manifest["migrations"] = prepare.applied_migrations()
        for model in tables.all_models():
            path = folder / "rows.gz"
            label = tables.label_of(model)
            manifest["tables"][label] = tables.write(model, path) | {"columns": tables.columns(model)}
            archive.add(f"tables/{label}.jsonl.gz", path)
        hashes = list(StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct())
    manifest["missing_files"] = [sha256 for sha256 in hashes if not _add_blob(archive, sha256)]
    _add_rest(archive)
    archive.close(manifest)
    return manifest | {"members": archive.members}


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees one moment and keeps nobody from writing."""
    before = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        before, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = before  # type: ignore[attr-defined]


def _add_blob(archive: Writer, sha256: str) -> bool:
    path = storage.path_of(sha256)
    if not path.exists():
        return False
    archive.add(f"files/{sha256}", path)
    return True


def _add_rest(archive: Writer) -> None:
    """The secret key, without which links in mails end, and mails kept as files."""
    key = pathlib.Path(settings.DATA_DIR) / "secret_key"
    if key.exists():
        archive.add("secret_key", key)
    for path in sorted(pathlib.Path(settings.MAIL_DIR).glob("*.eml")):
        archive.add(f"mails/{path.name}", path)
