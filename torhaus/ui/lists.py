"""Lists: paging by key (never by offset), addresses with changed query values, columns and tabs for the components."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
SALT = "torhaus.ui.lists"
FORWARD, BACKWARD = "f", "b"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list with the cursors of its neighbours; an empty cursor means that there is none."""

    items: list[Row]
    next_cursor: str = ""
    prev_cursor: str = ""


def keyset_page(
    queryset: QuerySet[Row], *, order: Sequence[str], cursor: str | None = None, size: int = 50
) -> Page[Row]:
    """One page in this order, by one query. The order must be total (end with the id) and free of NULL.

    A cursor that was forged, belongs to another list or no longer leads to rows gives the first page.
    """
    list_name = f"{queryset.model._meta.label_lower} {','.join(order)}"
    found = _read(cursor, list_name=list_name)
    rows = _rows(queryset, order=order, found=found, size=size)
    if found and not rows:
        found, rows = None, _rows(queryset, order=order, found=None, size=size)
    has_more, rows = len(rows) > size, rows[:size]
    is_back = found is not None and found[0] == BACKWARD
    if is_back:
        rows.reverse()
    has_prev, has_next = (has_more, True) if is_back else (found is not None, has_more)
    return Page(
        items=rows,
        next_cursor=_write(FORWARD, rows[-1], order=order, list_name=list_name) if has_next else "",
        prev_cursor=_write(BACKWARD, rows[0], order=order, list_name=list_name) if has_prev else "",
    )


Place = tuple[str, list[Any]]  # direction and the values of the row at the edge


def _rows(queryset: QuerySet[Row], *, order: Sequence[str], found: Place | None, size: int) -> list[Row]:
    """One row more than a page, nearest to the edge first."""
    if found is None:
        return list(queryset.order_by(*order)[: size + 1])
    direction, values = found
    steps = [_turned(step) for step in order] if direction == BACKWARD else list(order)
    return list(queryset.filter(_beyond(steps, values)).order_by(*steps)[: size + 1])


def _beyond(steps: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values: a < x or (a = x and b < y) …, with a <= x in front for the index."""
    condition = Q()
    equal: dict[str, Any] = {}
    for step, value in zip(steps, values, strict=True):
        name, word = step.lstrip("-"), "lt" if step.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name}__{word}": value})
        equal[name] = value
    first = steps[0]
    bound = {f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]}
    return Q(**bound) & condition


def _turned(step: str) -> str:
    return step[1:] if step.startswith("-") else f"-{step}"


def _write(direction: str, row: Model, *, order: Sequence[str], list_name: str) -> str:
    values = [_packed(_value(row, step.lstrip("-"))) for step in order]
    return signing.dumps([direction, list_name, values], salt=SALT)


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _read(cursor: str | None, *, list_name: str) -> Place | None:
    if not cursor:
        return None
    try:
        direction, wanted, values = signing.loads(cursor, salt=SALT)
        return (direction, [_unpacked(value) for value in values]) if wanted == list_name else None
    except (signing.BadSignature, ValueError, TypeError, InvalidOperation):
        return None


_READERS: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
}


def _packed(value: Any) -> Any:
    if value is None:
        raise ValueError("A list cannot be paged by a column that is empty in some rows.")
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, date | time):
        return [type(value).__name__, value.isoformat()]
    return value


def _unpacked(value: Any) -> Any:
    return _READERS[value[0]](value[1]) if isinstance(value, list) else value


def with_query(request: HttpRequest, **changes: Any) -> str:
    """The present address with query values set or (None, "") taken away; the page's cursor never survives a change."""
    values: dict[str, Any] = dict(request.GET.lists())
    values.pop("after", None)
    values |= changes
    pairs = [(name, str(part)) for name, value in values.items() if value not in (None, "") for part in _parts(value)]
    return f"?{urlencode(pairs)}" if pairs else request.path


def _parts(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


@dataclass(frozen=True)
class Column:
    """Head of a table's column. `kind`: "", "num" (right-aligned), "tight", "hidden" (read aloud only)."""

    label: str
    kind: str = ""
    sort_url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Tab:
    """A saved view above a list."""

    url: str
    label: str
    is_current: bool = False
    count: int | None = None
    is_hot: bool = False
