"""Queries whose SQL is written once per process: for the few that stand at the beginning of every page.

Django writes the SQL of a query anew each time, which takes longer than the database needs to answer a small one.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
STAND_IN = 7_300_000_000_000_000_000
"""Numbers from here on mark the places of the values in the SQL; no row has such an id."""


class Prepared(Generic[M]):
    """`build` makes the queryset from plain values (ids as int, words as str); `fetch` asks it with other values.

    The shape of the query must not depend on the values: no None, no lists. Works with select_related, only() and annotate().
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._written: _Written[M] | None = None
        self._lock = threading.Lock()

    def fetch(self, *values: int | str) -> list[M]:
        """The rows; `values` in the order of `build`."""
        written = self._written
        if written is None or written.vendor != connection.vendor:
            with self._lock:
                written = self._written = _Written(self._build, self._kinds)
        return written.fetch(values)


class _Written(Generic[M]):
    """The SQL of one query with the way from its columns to model instances."""

    def __init__(self, build: Callable[..., QuerySet[M]], kinds: tuple[type, ...]) -> None:
        stand_ins = [kind(STAND_IN + place) for place, kind in enumerate(kinds)]
        rows = build(*stand_ins)
        compiler = rows.query.get_compiler(using=rows.db)
        self.vendor, self.database = connection.vendor, rows.db
        self.sql, params = compiler.as_sql()
        self.places = [_place(param, stand_ins) for param in params]
        self.converters = list(compiler.get_converters([column[0] for column in compiler.select]).items())
        root = compiler.klass_info
        assert root is not None
        self.model = root["model"]
        self.start, self.end = root["select_fields"][0], root["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in compiler.select[self.start : self.end]]
        self.annotations = list(compiler.annotation_col_map.items())
        self.related = get_related_populators(root, compiler.select, rows.db)  # type: ignore[call-arg]  # Django 6: fetch_mode

    def fetch(self, values: tuple[int | str, ...]) -> list[M]:
        params = [constant if place is None else values[place] for place, constant in self.places]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [self._instance(list(row)) for row in cursor.fetchall()]

    def _instance(self, row: list[Any]) -> M:
        for place, (functions, expression) in self.converters:
            for function in functions:
                row[place] = function(row[place], expression, connection)
        instance: M = self.model.from_db(self.database, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


def _place(param: Any, stand_ins: list[Any]) -> tuple[int | None, Any]:
    """(place among the values, None) for a stand-in, (None, the constant) for anything else."""
    return (stand_ins.index(param), None) if param in stand_ins else (None, param)
