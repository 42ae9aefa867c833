"""Lets the demo's stories happen in the past, one step after the other: a clock for actions and for the rows they write."""

import contextlib
import datetime as dt
import functools
import heapq
from collections.abc import Generator, Iterable, Iterator
from typing import TypeAlias, TypeVar
from unittest import mock

from django.apps import apps
from django.db.models import Field
from django.utils import timezone

T = TypeVar("T")
Steps: TypeAlias = Generator[dt.datetime, None, T]
"""A story or a part of one: before each step it says when the step happens, and in the end gives what came of it."""

_real_now = timezone.now
THIS_MORNING = dt.time(8, 40)
LAST_HOUR = 19


def tell(stories: Iterable[Steps[None]]) -> None:
    """Tell stories side by side: of all steps the earliest goes first, so that numbers and ids follow the time."""
    waiting: list[tuple[dt.datetime, int, Steps[None]]] = []
    for place, story in enumerate(stories):
        _wait(waiting, place, story)
    while waiting:
        _when, place, story = heapq.heappop(waiting)
        _wait(waiting, place, story)


def _wait(waiting: list[tuple[dt.datetime, int, Steps[None]]], place: int, story: Steps[None]) -> None:
    with contextlib.suppress(StopIteration):
        heapq.heappush(waiting, (next(story), place, story))


def at(*, days: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment `days` from today (past: negative), at that time in the installation's zone."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def past(*, days: int, hour: int, minute: int = 0) -> dt.datetime:
    """Like `at`; what is told of today's early morning happened just now, as if it were 8:40 whenever the demo is loaded."""
    when = at(days=days, hour=hour, minute=minute)
    if days < 0:
        return when
    return when + (_real_now() - at(days=0, hour=THIS_MORNING.hour, minute=THIS_MORNING.minute))


def soon() -> dt.datetime:
    """The next full hour but one; in the evening the next morning."""
    now = timezone.localtime(_real_now())
    if now.hour + 2 > LAST_HOUR:
        return at(days=1, hour=9)
    return at(days=0, hour=max(now.hour + 2, 8))


def lately(*, hours: int) -> dt.datetime:
    """The full hour some hours ago, within a working day's light; yesterday where today has not had it yet."""
    now = timezone.localtime(_real_now())
    if now.hour - hours < 7:
        return at(days=-1, hour=12)
    return at(days=0, hour=min(now.hour - hours, LAST_HOUR - hours))


def workday(days: int) -> int:
    """`days` from today, moved on (future) or back (past) to a working day."""
    step = 1 if days >= 0 else -1
    while (timezone.localdate() + dt.timedelta(days=days)).weekday() > 4:
        days += step
    return days


@contextlib.contextmanager
def moment(when: dt.datetime) -> Iterator[None]:
    """Inside the block it is `when`, for actions and for columns that fill themselves. For one thread of one process."""

    def stopped() -> dt.datetime:
        return when

    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch("django.utils.timezone.now", stopped))
        for field in _self_filling():
            stack.enter_context(mock.patch.dict(field.__dict__, {"_get_default": stopped}))
        yield


@functools.cache
def _self_filling() -> list[Field]:
    """Columns whose default is the present; Django keeps the function itself, so the patched clock does not reach them."""
    models = [model for model in apps.get_models() if model.__module__.startswith("torhaus.")]
    return [field for model in models for field in model._meta.concrete_fields if field.default is _real_now]
