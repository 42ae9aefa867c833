"""Paging by key: every row once, in order, whatever ties, forged cursors or deletions; one query a page."""

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.db.models import DateTimeField, Value
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from torhaus.kernel.models import FormKey
from torhaus.ui.lists import Page, keyset_page, with_query

ORDER = ["-created_at", "-id"]
START = dt.datetime(2026, 11, 26, 12, 0, 0, 123456, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[FormKey]:
    """Eleven rows, always three of the same moment; newest first."""
    times = [START + dt.timedelta(seconds=number // 3) for number in range(11)]
    made = [FormKey.objects.create(key=f"key-{number}", created_at=time) for number, time in enumerate(times)]
    return sorted(made, key=lambda row: (row.created_at, row.id), reverse=True)


def page(cursor: str | None = None, **options: Any) -> Page[FormKey]:
    return keyset_page(FormKey.objects.all(), **({"order": ORDER, "size": 4, "cursor": cursor} | options))


def test_pages_hold_every_row_once_in_order_also_with_ties(rows: list[FormKey]) -> None:
    first = page()
    second = page(first.next_cursor)
    third = page(second.next_cursor)
    assert first.items + second.items + third.items == rows
    assert (first.prev_cursor, third.next_cursor) == ("", "")


def test_way_back_shows_the_same_pages(rows: list[FormKey]) -> None:
    third = page(page(page().next_cursor).next_cursor)
    second = page(third.prev_cursor)
    first = page(second.prev_cursor)
    assert (second.items, first.items) == (rows[4:8], rows[:4])
    assert first.prev_cursor == ""
    assert page(first.next_cursor).items == rows[4:8]


def test_rising_order_pages_as_well(rows: list[FormKey]) -> None:
    first = page(order=["created_at", "id"])
    second = page(first.next_cursor, order=["created_at", "id"])
    assert first.items + second.items == rows[::-1][:8]


def test_mixed_directions_page_as_well(rows: list[FormKey]) -> None:
    order, found, cursor = ["-created_at", "id"], [], None
    for _turn in range(3):
        part = page(cursor, order=order)
        found += part.items
        cursor = part.next_cursor
    assert found == sorted(rows, key=lambda row: (-row.created_at.timestamp(), row.id))


@pytest.mark.parametrize("cursor", ["", "nonsense", "a:b:c", "W10:1abc:xyz", "\x00"])
def test_bad_cursor_gives_the_first_page(rows: list[FormKey], cursor: str) -> None:
    assert page(cursor).items == rows[:4]


def test_changed_cursor_gives_the_first_page(rows: list[FormKey]) -> None:
    cursor = page().next_cursor
    assert page("x" + cursor[1:]).items == rows[:4]
    assert page(cursor[:-1] + ("A" if cursor[-1] != "A" else "B")).items == rows[:4]


def test_cursor_of_another_order_gives_the_first_page(rows: list[FormKey]) -> None:
    assert page(page(order=["id"]).next_cursor).items == rows[:4]


def test_signed_cursor_with_foreign_content_gives_the_first_page(rows: list[FormKey]) -> None:
    name = f"kernel.formkey {','.join(ORDER)}"
    for content in (
        [],
        {"f": 1},
        ["f", name, [["datetime", "soon"], 3]],
        ["f", "kernel.throttle -created_at,-id", [1, 2]],
    ):
        assert page(signing.dumps(content, salt="torhaus.ui.lists")).items == rows[:4]


def test_page_whose_rows_are_gone_falls_back_to_the_first(rows: list[FormKey]) -> None:
    last = page(page().next_cursor).next_cursor
    FormKey.objects.filter(pk__in=[row.pk for row in rows[8:]]).delete()
    assert page(last).items == rows[:4]


def test_row_added_meanwhile_moves_no_page(rows: list[FormKey]) -> None:
    cursor = page().next_cursor
    FormKey.objects.create(key="newest", created_at=START + dt.timedelta(hours=1))
    assert page(cursor).items == rows[4:8]


@pytest.mark.parametrize("way", ["first", "next", "back"])
def test_each_page_asks_one_query(rows: list[FormKey], way: str) -> None:
    cursors = {"first": None, "next": page().next_cursor, "back": page(page().next_cursor).prev_cursor}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(cursors[way])
    assert len(queries) == 1


def test_page_without_rows_is_empty() -> None:
    assert page() == Page(items=[])


def test_column_that_is_empty_cannot_be_paged(rows: list[FormKey]) -> None:
    with_hole = FormKey.objects.annotate(hole=Value(None, output_field=DateTimeField()))
    with pytest.raises(ValueError, match="empty in some rows"):
        keyset_page(with_hole, order=["hole", "-id"], size=4)


def test_address_keeps_filters_and_drops_the_cursor() -> None:
    request = RequestFactory().get("/list/", {"status": "open", "after": "abc", "q": "Müller & Co"})
    assert with_query(request, status="closed") == "?status=closed&q=M%C3%BCller+%26+Co"
    assert with_query(request, status=None, q="") == "/list/"
    assert with_query(request, after="next") == "?status=open&q=M%C3%BCller+%26+Co&after=next"
