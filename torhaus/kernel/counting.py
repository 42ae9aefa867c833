"""Counting with an upper bound, several counts in one query: numbers beside a menu never cost a walk through a table."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 100  # shown as "99+"


class CountUpTo(Subquery):
    """How many rows a sliced query has, as a value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # for rows of which Django knows without asking that there are none


def bounded_counts(one_row: QuerySet[Any], **rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each query has, at most MOST, in one query; `one_row` is any query that finds exactly one row."""
    if not rows:
        return {}
    parts = {name: CountUpTo(found.order_by().values("pk")[:MOST]) for name, found in rows.items()}
    return one_row.order_by().values(**parts).get()
