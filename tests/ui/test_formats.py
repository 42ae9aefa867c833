"""What people read: dates, times, money and quantities in both languages, exactly."""

import datetime as dt
import timeit
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from torhaus.ui import formats

NBSP = "\N{NO-BREAK SPACE}"
AT_NOON = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)  # 13:00 in Berlin


@pytest.fixture(params=["de", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("name", "german", "english"),
    [
        ("date", "26. November 2026", "26 November 2026"),
        ("date_short", "26.11.2026", "26/11/2026"),
        ("day_month", "26. November", "26 November"),
        ("month", "November 2026", "November 2026"),
        ("month_short", "Nov", "Nov"),
        ("weekday", "Donnerstag", "Thursday"),
        ("weekday_short", "Do", "Thu"),
        ("weekday_date", "Donnerstag, 26. November 2026", "Thursday, 26 November 2026"),
        ("time", "13:00 Uhr", "13:00"),
        ("clock", "13:00", "13:00"),
        ("datetime", "26. November 2026, 13:00 Uhr", "26 November 2026, 13:00"),
        ("iso", "2026-11-26T13:00:00+01:00", "2026-11-26T13:00:00+01:00"),
    ],
)
def test_moment_is_shown_in_the_zone_of_the_installation(lang: str, name: str, german: str, english: str) -> None:
    assert formats.FILTERS[name](AT_NOON) == {"de": german, "en": english}[lang]


def test_every_format_of_nothing_is_nothing() -> None:
    nothing = {name: function(None) for name, function in formats.FILTERS.items() if name != "tel"}
    assert set(nothing.values()) == {""}


def test_window_joins_both_ends(lang: str) -> None:
    end = AT_NOON + dt.timedelta(minutes=90)
    assert formats.window(AT_NOON, end) == {"de": "13:00 bis 14:30 Uhr", "en": "13:00 to 14:30"}[lang]
    assert formats.window(AT_NOON) == {"de": "13:00 Uhr", "en": "13:00"}[lang]
    assert formats.window(dt.time(8), dt.time(10)) == {"de": "08:00 bis 10:00 Uhr", "en": "08:00 to 10:00"}[lang]


@pytest.mark.parametrize(
    ("minutes", "german", "english"),
    [
        (0, "gerade eben", "just now"),
        (-5, "vor 5 Min.", "5 min ago"),
        (-125, "vor 2 Std.", "2 hr ago"),
        (-24 * 60, "gestern", "yesterday"),
        (-3 * 24 * 60, "vor 3 Tagen", "3 days ago"),
        (-30 * 24 * 60, "27. Oktober 2026", "27 October 2026"),
        (5, "in 5 Min.", "in 5 min"),
        (125, "in 2 Std.", "in 2 hr"),
        (24 * 60, "morgen", "tomorrow"),
        (4 * 24 * 60, "in 4 Tagen", "in 4 days"),
    ],
)
def test_ago_counts_in_the_nearest_unit(lang: str, minutes: int, german: str, english: str) -> None:
    with time_machine.travel(AT_NOON, tick=False):
        assert formats.ago(AT_NOON + dt.timedelta(minutes=minutes)) == {"de": german, "en": english}[lang]


def test_day_turns_at_local_midnight(lang: str) -> None:
    late = dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)  # already the 26th in Berlin
    with time_machine.travel(late, tick=False):
        assert formats.day(dt.date(2026, 11, 26)) == {"de": "heute", "en": "today"}[lang]
        assert formats.day(dt.date(2026, 11, 27)) == {"de": "morgen", "en": "tomorrow"}[lang]
        assert formats.day(dt.date(2026, 11, 25)) == {"de": "gestern", "en": "yesterday"}[lang]
        assert formats.day(dt.date(2026, 12, 3)) == {"de": "Do, 3. Dezember", "en": "Thu, 3 December"}[lang]
        assert formats.day(dt.date(2027, 1, 4)) == {"de": "Mo, 4. Januar 2027", "en": "Mon, 4 January 2027"}[lang]
        assert formats.moment(AT_NOON) == {"de": "heute, 13:00 Uhr", "en": "today, 13:00"}[lang]


def test_brief_gets_shorter_with_nearness(lang: str) -> None:
    with time_machine.travel(AT_NOON, tick=False):
        assert formats.brief(AT_NOON - dt.timedelta(hours=4, minutes=39)) == "08:21"
        assert formats.brief(AT_NOON - dt.timedelta(days=2)) == {"de": "Di", "en": "Tue"}[lang]
        assert formats.brief(AT_NOON - dt.timedelta(days=20)) == {"de": "06.11.", "en": "06/11"}[lang]
        assert formats.brief(AT_NOON - dt.timedelta(days=400)) == {"de": "22.10.2025", "en": "22/10/2025"}[lang]


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("1284.50", f"1.284,50{NBSP}€", "€1,284.50"),
        ("0", f"0,00{NBSP}€", "€0.00"),
        ("-0.004", f"0,00{NBSP}€", "€0.00"),
        ("-612.85", f"\N{MINUS SIGN}612,85{NBSP}€", "\N{MINUS SIGN}€612.85"),
        ("1000000", f"1.000.000,00{NBSP}€", "€1,000,000.00"),
        ("0.125", f"0,13{NBSP}€", "€0.13"),
    ],
)
def test_money_has_two_places_and_its_sign(lang: str, value: str, german: str, english: str) -> None:
    assert formats.money(Decimal(value)) == {"de": german, "en": english}[lang]


def test_quantities_lose_idle_zeros(lang: str) -> None:
    written = [formats.quantity(Decimal(value)) for value in ("11.500", "1.000", "1284", "0.333", "1200.25", "100")]
    german = ["11,5", "1", "1.284", "0,333", "1.200,25", "100"]
    english = ["11.5", "1", "1,284", "0.333", "1,200.25", "100"]
    assert written == {"de": german, "en": english}[lang]
    assert formats.quantity(Decimal("14.2"), "m") == {"de": f"14,2{NBSP}m", "en": f"14.2{NBSP}m"}[lang]


def test_shares_times_and_sizes(lang: str) -> None:
    assert formats.percent(19) == {"de": f"19{NBSP}%", "en": "19%"}[lang]
    assert formats.duration(270) == {"de": f"4{NBSP}Std. 30{NBSP}Min.", "en": f"4{NBSP}hr 30{NBSP}min"}[lang]
    assert formats.duration(dt.timedelta(hours=2)) == {"de": f"2{NBSP}Std.", "en": f"2{NBSP}hr"}[lang]
    assert formats.duration(0) == {"de": f"0{NBSP}Min.", "en": f"0{NBSP}min"}[lang]
    assert formats.hours(270) == {"de": f"4,5{NBSP}Std.", "en": f"4.5{NBSP}hr"}[lang]
    assert formats.filesize(214_000) == f"214{NBSP}KB"
    assert formats.filesize(1_440_000) == {"de": f"1,4{NBSP}MB", "en": f"1.4{NBSP}MB"}[lang]
    assert formats.filesize(640) == f"640{NBSP}B"
    assert formats.number(12480) == {"de": "12.480", "en": "12,480"}[lang]


def test_telephone_address_has_digits_only() -> None:
    assert formats.tel("+49 (0)761 / 555-0142") == "tel:+497615550142"


def test_formats_take_microseconds() -> None:
    """Fifty rows with dates and amounts must cost far less than the page; the bound is generous for slow machines."""
    for function, value in ((formats.money, Decimal("1284.50")), (formats.date, AT_NOON), (formats.moment, AT_NOON)):
        assert timeit.timeit(lambda function=function, value=value: function(value), number=500) / 500 < 0.0002
