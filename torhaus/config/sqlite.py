"""Puts the bundled, repaired SQLite in place of the interpreter's own before Django loads its backend.

SQLite 3.7 to 3.51.2 can corrupt a WAL database that two connections checkpoint at once ("WAL-reset bug"); fixed in
3.51.3, 3.50.7 and 3.44.6. The wheel `pysqlite3` carries a fixed release.
"""

import sys
from typing import Any

FIXED_FROM = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def install() -> tuple[int, int, int]:
    """Replace `sqlite3` by `pysqlite3` where that is installed; return the version in force."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
    return tuple(pysqlite3.sqlite_version_info)  # type: ignore[return-value]


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite release is free of the WAL-reset bug."""
    fixed = FIXED_FROM.get(version[:2], (3, 51, 3))
    return version < (3, 7, 0) or version >= fixed


def options(version: tuple[int, int, int]) -> dict[str, Any]:
    """Connection options: writers queue up (IMMEDIATE), acknowledged commits are on disk (synchronous=FULL)."""
    journal = "WAL" if is_wal_safe(version) else "DELETE"
    return {
        "timeout": 15,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
            " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }
