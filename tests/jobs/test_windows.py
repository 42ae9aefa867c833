"""Clock times at the provider and their UTC moments, also where the clock is put forward and back."""

import datetime as dt

import pytest

from torhaus.jobs.windows import at_provider, day_bounds
from torhaus.kernel.errors import Refused


def test_winter_and_summer_times_become_utc():
    assert at_provider(dt.date(2026, 11, 26), dt.time(13)) == dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
    assert at_provider(dt.date(2026, 7, 1), dt.time(13)) == dt.datetime(2026, 7, 1, 11, tzinfo=dt.UTC)


def test_hour_that_is_skipped_in_spring_is_refused():
    with pytest.raises(Refused, match="02:30"):
        at_provider(dt.date(2027, 3, 28), dt.time(2, 30))


def test_doubled_hour_in_autumn_counts_as_the_first():
    assert at_provider(dt.date(2026, 10, 25), dt.time(2, 30)) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_day_of_the_change_has_23_hours():
    begin, end = day_bounds(dt.date(2027, 3, 28))
    assert end - begin == dt.timedelta(hours=23)


def test_year_of_a_typing_error_is_refused():
    with pytest.raises(Refused, match="1926"):
        at_provider(dt.date(1926, 11, 26), dt.time(13))
