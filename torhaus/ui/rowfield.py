"""A choice among rows that were fetched before the template draws it; cleans to the row."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise


class RowField(forms.ChoiceField):
    """Give it its rows with `offer`; a key that is not among them is refused like one that does not exist."""

    def __init__(self, *, empty_label: str | Promise | None = "–", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty_label = empty_label
        self.rows: list[Any] = []

    def offer(self, rows: Iterable[Model]) -> None:
        """Fetch the rows (one query) and make them the choices."""
        self.rows = list(rows)
        empty = [] if self.empty_label is None else [("", self.empty_label)]
        self.choices = [*empty, *((str(row.pk), str(row)) for row in self.rows)]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return next((row for row in self.rows if str(row.pk) == chosen), None)
