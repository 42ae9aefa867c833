"""Turns TORHAUS_DATABASE_URL into Django's database settings."""

import pathlib
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from torhaus.config import sqlite


def database(url: str, *, data_dir: pathlib.Path) -> dict[str, Any]:
    """Settings of the default database: the embedded one for an empty URL, else PostgreSQL."""
    version = sqlite.install()
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data_dir / "torhaus.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": sqlite.options(version),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"TORHAUS_DATABASE_URL: unknown scheme {parts.scheme!r}; use postgres://user:password@host/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
