"""Bytes on disk, named by their SHA-256: written whole or not at all, and on disk before anybody is told so."""

import errno
import hashlib
import os
import pathlib
import secrets
import time
from collections.abc import Iterable
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from torhaus.kernel.errors import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
INCOMING = ".incoming"


def path_of(sha256: str) -> pathlib.Path:
    """Where the blob with this hash lies (whether it exists or not)."""
    return _root() / sha256[:2] / sha256


def write(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store the bytes and return (sha256, size). Refused when the disk is full; nothing half is left then.

    The blob is complete and synced before its name exists, and the name is synced before this returns.
    """
    try:
        return _write(chunks)
    except OSError as error:
        if error.errno in FULL:
            raise disk_full() from error
        raise


def disk_full() -> Refused:
    return Refused(_("Der Speicher ist voll. Die Datei wurde nicht gespeichert; alles andere bleibt erhalten."))


def open_blob(sha256: str) -> BinaryIO:
    """The blob, opened for reading; FileNotFoundError when it is missing."""
    return path_of(sha256).open("rb")


def sweep_incoming(*, older_than_seconds: int = 24 * 3600) -> int:
    """Remove what a crash left half written; returns how many files."""
    limit = time.time() - older_than_seconds
    stale = [path for path in (_root() / INCOMING).glob("*") if path.stat().st_mtime < limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _root() -> pathlib.Path:
    return pathlib.Path(settings.FILES_DIR)


def _write(chunks: Iterable[bytes]) -> tuple[str, int]:
    incoming = _folder(_root() / INCOMING)
    temporary = incoming / secrets.token_hex(16)
    try:
        sha256, size = _fill(temporary, chunks)
        target = path_of(sha256)
        _folder(target.parent)
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return sha256, size


def _fill(path: pathlib.Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _folder(path: pathlib.Path) -> pathlib.Path:
    """The folder, made and synced into its parent when it is new."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(path.parent)
    return path


def _sync_folder(path: pathlib.Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
