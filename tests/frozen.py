"""Lets transactional tests empty their tables on SQLite, where a flush deletes row by row and the product's guards refuse."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import TransactionTestCase


@contextlib.contextmanager
def thawed() -> Iterator[None]:
    """Without the triggers whose name begins with "frozen_"; PostgreSQL truncates, which fires none."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'frozen\\_%' ESCAPE '\\'"
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)


def install() -> None:
    """Wrap the flush of every transactional test."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        with thawed():
            flush(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
