"""What every editable row has: its time and version, and a short way out of the database."""

from collections.abc import Collection, Iterable
from typing import Any, Self

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
