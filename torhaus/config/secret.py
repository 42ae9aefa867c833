"""The installation's secret key: made once, readable by its owner only."""

import os
import pathlib
import secrets


def load_or_create(path: pathlib.Path) -> str:
    """Return the key kept in `path`; the first caller of a new installation writes it with mode 0600."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()
