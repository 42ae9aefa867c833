"""What every editable row has: its time and version, and a short way out of the database."""

import functools
from collections.abc import Collection, Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.base import ModelState
from django.utils import timezone


class Row(models.Model):
    """A model that comes from the database without the work of making a new one; lists make hundreds of them."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Iterable[Any], **state: Any) -> Self:
        """As Django's own, but columns go straight into the instance: no signals, and what was not read is read when asked."""
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=False))
        row._state = ModelState()
        vars(row._state).update(state, adding=False, db=db)
        return row


class Tracked(Row):
    """Adds the time of creation (UTC) and the edit version that keeps two tabs from overwriting each other."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


M = TypeVar("M", bound=models.Model)


def joined(rows: models.QuerySet[M], *relations: str, without: tuple[str, ...] = ()) -> models.QuerySet[M]:
    """Rows with to-one relations in the same query: like select_related, but of a related row only what its model names.

    A model's `BRIEF` lists the columns that others' pages show of it; without one it comes whole. Writing and reading SQL
    grows with every column. `without` names columns of the rows themselves that are not wanted (long texts). Anything left
    out is read when it is asked for.
    """
    return rows.select_related(*relations).only(*_columns(rows.model, relations, without))


@functools.cache
def _columns(model: type[models.Model], relations: tuple[str, ...], without: tuple[str, ...]) -> tuple[str, ...]:
    names = [field.name for field in model._meta.concrete_fields if field.name not in without]
    for relation in relations:
        names += _columns_of(model, relation)
    return tuple(dict.fromkeys(names))


def _columns_of(model: type[models.Model], relation: str) -> list[str]:
    """Those of each model on the way, with the keys that lead on."""
    names: list[str] = []
    here: Any = model
    path = ""
    for step in relation.split("__"):
        names += [path + step] if path else []
        here, path = here._meta.get_field(step).related_model, f"{path}{step}__"
        brief = getattr(here, "BRIEF", None) or [field.name for field in here._meta.concrete_fields]
        names += [f"{path}{name}" for name in ("id", *brief)]
    return names
