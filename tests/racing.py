"""Runs several callables at the same moment, each in a thread with a database connection of its own, on both engines."""

import pathlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections


class Race:
    """race(first, second, …) starts all at once and returns what each returned or raised; race.read(f) looks afterwards."""

    def __init__(self, *, copy_to: pathlib.Path | None) -> None:
        self.copy_to = copy_to

    def __call__(self, *runners: Callable[[], Any]) -> list[Any]:
        if self.copy_to and not self.copy_to.exists():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.copy_to)])
            connections.settings["default"]["NAME"] = str(self.copy_to)
        barrier = threading.Barrier(len(runners))
        results: list[Any] = [None] * len(runners)

        def run(number: int) -> None:
            try:
                barrier.wait(timeout=10)
                results[number] = runners[number]()
            except Exception as error:
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(runners))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return results

    def read(self, look: Callable[[], Any]) -> Any:
        [result] = self(look)
        if isinstance(result, Exception):
            raise result
        return result


@pytest.fixture
def race(transactional_db: None, tmp_path: pathlib.Path) -> Iterator[Race]:
    """The tests' SQLite lives in memory, where connections of one process do not queue up as they do in a file.

    So the threads work on a copy of it in a file, made when the first race starts.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]
    yield Race(copy_to=tmp_path / "race.sqlite3" if connection.vendor == "sqlite" else None)
    settings["NAME"] = name
