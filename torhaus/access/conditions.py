"""Small yes-or-no conditions on a row, each asked in two ways: as a condition in SQL, and of a row at hand.

What lists filter by and what „Was sieht der Kunde?“ explains are the same objects, so that they cannot disagree.
"""

import dataclasses
from typing import Any, Protocol

from django.db.models import Exists, Model, OuterRef, Q


class Condition(Protocol):
    """One question about a row."""

    def q(self) -> Q:
        """The rows that pass."""

    def holds(self, row: Model) -> bool:
        """Whether this row passes; `row` has the relations that it names fetched along, or costs a query."""


@dataclasses.dataclass(frozen=True)
class OneOf:
    """The column at `path` (`site__show_visits`) has one of these values; None stands for empty."""

    path: str
    values: tuple[Any, ...]

    def q(self) -> Q:
        known = [value for value in self.values if value is not None]
        found = Q(**{self.path: known[0]}) if len(known) == 1 else Q(**{f"{self.path}__in": known})
        empty = Q(**{f"{self.path}__isnull": True})
        if None not in self.values:
            return found
        return found | empty if known else empty

    def holds(self, row: Model) -> bool:
        value: Any = row
        for name in self.path.split("__"):
            value = None if value is None else getattr(value, name)
        return value in self.values


@dataclasses.dataclass(frozen=True)
class NotBefore:
    """The date at `path` is this day or later, or there is none."""

    path: str
    day: Any

    def q(self) -> Q:
        return Q(**{f"{self.path}__isnull": True}) | Q(**{f"{self.path}__gte": self.day})

    def holds(self, row: Model) -> bool:
        value = getattr(row, self.path)
        return value is None or value >= self.day


@dataclasses.dataclass(frozen=True)
class Not:
    condition: Condition

    def q(self) -> Q:
        return ~self.condition.q()

    def holds(self, row: Model) -> bool:
        return not self.condition.holds(row)


@dataclasses.dataclass(frozen=True)
class AnyOf:
    conditions: tuple[Condition, ...]

    def q(self) -> Q:
        found = Q(pk__in=[])
        for condition in self.conditions:
            found |= condition.q()
        return found

    def holds(self, row: Model) -> bool:
        return any(condition.holds(row) for condition in self.conditions)


@dataclasses.dataclass(frozen=True)
class AllOf:
    conditions: tuple[Condition, ...]

    def q(self) -> Q:
        found = Q()
        for condition in self.conditions:
            found &= condition.q()
        return found

    def holds(self, row: Model) -> bool:
        return all(condition.holds(row) for condition in self.conditions)


@dataclasses.dataclass(frozen=True)
class Linked:
    """There is a row of `model` with these values whose `key` is the asked row's `column`."""

    model: type[Model]
    key: str
    values: tuple[tuple[str, Any], ...]
    column: str = "pk"

    def q(self) -> Q:
        return Q(Exists(self.model._default_manager.filter(**dict(self.values), **{self.key: OuterRef(self.column)})))

    def holds(self, row: Model) -> bool:
        value = getattr(row, self.column)
        return self.model._default_manager.filter(**dict(self.values), **{self.key: value}).exists()


@dataclasses.dataclass(frozen=True)
class RelatedOneOf:
    """`OneOf` on a column of a related row, asked in SQL by EXISTS: a list needs no join for it."""

    model: type[Model]
    relation: str
    column: str
    values: tuple[Any, ...]

    def q(self) -> Q:
        related = self.model._default_manager.filter(pk=OuterRef(f"{self.relation}_id"))
        return Q(Exists(related.filter(**{f"{self.column}__in": self.values})))

    def holds(self, row: Model) -> bool:
        return OneOf(f"{self.relation}__{self.column}", self.values).holds(row)


@dataclasses.dataclass(frozen=True)
class Fixed:
    """The same answer for every row."""

    answer: bool

    def q(self) -> Q:
        return Q() if self.answer else Q(pk__in=[])

    def holds(self, row: Model) -> bool:
        return self.answer


YES, NO = Fixed(True), Fixed(False)
