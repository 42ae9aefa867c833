"""Dates, times, money and quantities as people read them, in German and English. Fast: no Django localisation.

Date-times come in as aware UTC and are shown in the installation's time zone. Every function is also a template filter.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime as DateTime
from datetime import time as Time
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"EUR": "€", "CHF": "CHF", "USD": "$", "GBP": "£"}
CENT = Decimal("0.01")
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Words:
    """What one language writes differently."""

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    days: tuple[str, ...]
    days_short: tuple[str, ...]
    separators: dict[int, str]
    date: Callable[[Date, "Words"], str]
    date_short: Callable[[Date], str]
    clock: str
    span: str
    near: dict[int, str]
    now: str
    past: str
    future: str
    units: tuple[str, str, str]
    hours: str


FIRST_HALF_GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni")
FIRST_HALF_ENGLISH = ("January", "February", "March", "April", "May", "June")
GERMAN = Words(
    months=(*FIRST_HALF_GERMAN, "Juli", "August", "September", "Oktober", "November", "Dezember"),
    months_short=("Jan", "Feb", "März", "Apr", "Mai", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dez"),
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    days_short=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    separators=str.maketrans({",": ".", ".": ",", "-": MINUS}),
    date=lambda day, words: f"{day.day}. {words.months[day.month - 1]} {day.year}",
    date_short=lambda day: f"{day.day:02}.{day.month:02}.{day.year}",
    clock="{} Uhr",
    span="{} bis {}",
    near={-1: "gestern", 0: "heute", 1: "morgen"},
    now="gerade eben",
    past="vor {} {}",
    future="in {} {}",
    units=("Min.", "Std.", "Tagen"),
    hours="Std.",
)
ENGLISH = Words(
    months=(*FIRST_HALF_ENGLISH, "July", "August", "September", "October", "November", "December"),
    months_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    days_short=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    separators=str.maketrans({"-": MINUS}),
    date=lambda day, words: f"{day.day} {words.months[day.month - 1]} {day.year}",
    date_short=lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    clock="{}",
    span="{} to {}",
    near={-1: "yesterday", 0: "today", 1: "tomorrow"},
    now="just now",
    past="{} {} ago",
    future="in {} {}",
    units=("min", "hr", "days"),
    hours="hr",
)


def words() -> Words:
    """The active language's words; anything but English reads German."""
    return ENGLISH if (get_language() or "de")[:2] == "en" else GERMAN


def local(value: DateTime) -> DateTime:
    """An aware date-time in the time zone of the installation."""
    return value.astimezone(timezone.get_default_timezone())


def _here(value: Date) -> Date:
    """The value as people there see it: a date-time in the active zone, a date as it is."""
    return local(value) if isinstance(value, DateTime) else value


def _date_of(value: Date) -> Date:
    return value.date() if isinstance(value, DateTime) else value


def _today() -> Date:
    return local(timezone.now()).date()


def _clock(value: DateTime | Time) -> str:
    return f"{value.hour:02}:{value.minute:02}"


def _local_clock(value: DateTime | Time) -> str:
    return _clock(local(value)) if isinstance(value, DateTime) else _clock(value)


def _near_day(there: Date, said: Words) -> str:
    today = _today()
    near = said.near.get((_date_of(there) - today).days)
    if near:
        return near
    written = said.date(there, said)
    if there.year == today.year:
        written = written.removesuffix(f" {there.year}")
    return f"{said.days_short[there.weekday()]}, {written}"


def date(value: Date | None, *, said: Words | None = None) -> str:
    """26. November 2026 · 26 November 2026"""
    if value is None:
        return ""
    said = said or words()
    return said.date(_here(value), said)


def date_short(value: Date | None, *, said: Words | None = None) -> str:
    """26.11.2026 · 26/11/2026"""
    return "" if value is None else (said or words()).date_short(_here(value))


def day_month(value: Date | None, *, said: Words | None = None) -> str:
    """26. November · 26 November"""
    return "" if value is None else date(value, said=said)[:-5]


def month(value: Date | None, *, said: Words | None = None) -> str:
    """November 2026"""
    if value is None:
        return ""
    there = _here(value)
    return f"{(said or words()).months[there.month - 1]} {there.year}"


def month_short(value: Date | None, *, said: Words | None = None) -> str:
    """Nov"""
    return "" if value is None else (said or words()).months_short[_here(value).month - 1]


def weekday(value: Date | None, *, said: Words | None = None) -> str:
    """Donnerstag · Thursday"""
    return "" if value is None else (said or words()).days[_here(value).weekday()]


def weekday_short(value: Date | None, *, said: Words | None = None) -> str:
    """Do · Thu"""
    return "" if value is None else (said or words()).days_short[_here(value).weekday()]


def weekday_date(value: Date | None, *, said: Words | None = None) -> str:
    """Donnerstag, 26. November 2026"""
    return "" if value is None else f"{weekday(value, said=said)}, {date(value, said=said)}"


def day(value: Date | None, *, said: Words | None = None) -> str:
    """heute, morgen, gestern; else Do, 26. November (with the year when it is another one)."""
    return "" if value is None else _near_day(_here(value), said or words())


def time(value: DateTime | Time | None, *, said: Words | None = None) -> str:
    """13:00 Uhr · 13:00"""
    return "" if value is None else (said or words()).clock.format(_local_clock(value))


def clock(value: DateTime | Time | None) -> str:
    """13:00"""
    return "" if value is None else _local_clock(value)


def window(start: DateTime | Time | None, end: DateTime | Time | None = None, *, said: Words | None = None) -> str:
    """13:00 bis 14:30 Uhr; without an end 13:00 Uhr."""
    if start is None or end is None:
        return time(start, said=said)
    said = said or words()
    return said.clock.format(said.span.format(_local_clock(start), _local_clock(end)))


def datetime(value: DateTime | None, *, said: Words | None = None) -> str:
    """26. November 2026, 13:00 Uhr"""
    if value is None:
        return ""
    said, there = said or words(), local(value)
    return f"{said.date(there, said)}, {said.clock.format(_clock(there))}"


def moment(value: DateTime | None, *, said: Words | None = None) -> str:
    """heute, 13:00 Uhr; Do, 26. November, 13:00 Uhr"""
    if value is None:
        return ""
    said, there = said or words(), local(value)
    return f"{_near_day(there, said)}, {said.clock.format(_clock(there))}"


def brief(value: DateTime | None, *, said: Words | None = None) -> str:
    """For narrow lists: 08:21 today, Fr within a week, 26.11. this year, else 26.11.2026."""
    if value is None:
        return ""
    said, there, today = said or words(), local(value), _today()
    days = (today - there.date()).days
    if days == 0:
        return _clock(there)
    if 0 < days < 7:
        return said.days_short[there.weekday()]
    written = said.date_short(there)
    return written[:-4].rstrip("/") if there.year == today.year else written


def ago(value: DateTime | None, *, said: Words | None = None) -> str:
    """gerade eben, vor 5 Min., vor 2 Std., gestern, vor 3 Tagen, then the date; ahead: in 5 Min., morgen."""
    if value is None:
        return ""
    said, seconds = said or words(), (timezone.now() - value).total_seconds()
    pattern, minutes = (said.past if seconds >= 0 else said.future), int(abs(seconds) // 60)
    if minutes < 1:
        return said.now
    if minutes < 60:
        return pattern.format(minutes, said.units[0])
    there, today = local(value), _today()
    days = (there.date() - today).days
    if minutes < 12 * 60 or days == 0:
        return pattern.format(minutes // 60, said.units[1])
    if abs(days) > 13:
        return said.date(there, said)
    return said.near.get(days) or pattern.format(abs(days), said.units[2])


def iso(value: Date | Time | None) -> str:
    """For the attribute `datetime`: 2026-11-26T13:00:00+01:00"""
    if value is None:
        return ""
    return local(value).isoformat(timespec="seconds") if isinstance(value, DateTime) else value.isoformat()


def number(value: Decimal | int | float | None, places: int = 0, *, said: Words | None = None) -> str:
    """1.284 · 1,284"""
    return "" if value is None else f"{_rounded(value, places):,f}".translate((said or words()).separators)


def money(value: Decimal | int | None, currency: str = "EUR", *, said: Words | None = None) -> str:
    """1.284,50 € · €1,284.50"""
    if value is None:
        return ""
    said = said or words()
    written = f"{_rounded(value, 2):,f}".translate(said.separators)
    symbol = SYMBOLS.get(currency, currency)
    if said is GERMAN or len(symbol) > 1:
        return f"{written}{NBSP}{symbol}"
    return f"{MINUS}{symbol}{written[1:]}" if written.startswith(MINUS) else f"{symbol}{written}"


def quantity(value: Decimal | int | float | None, unit: str = "", *, said: Words | None = None) -> str:
    """11,5 Std. · 14,2 m · 1; at most three places, no trailing zeros."""
    if value is None:
        return ""
    written = f"{_rounded(value, 3):,f}".rstrip("0").rstrip(".").translate((said or words()).separators)
    return f"{written}{NBSP}{unit}" if unit else written


def percent(value: Decimal | int | float | None, *, said: Words | None = None) -> str:
    """19 % · 19%"""
    if value is None:
        return ""
    said = said or words()
    return f"{quantity(value, said=said)}{NBSP}%" if said is GERMAN else f"{quantity(value, said=said)}%"


def duration(value: int | timedelta | None, *, said: Words | None = None) -> str:
    """From minutes or a timedelta: 45 Min. · 2 Std. · 4 Std. 30 Min."""
    if value is None:
        return ""
    minutes = int(value.total_seconds() // 60) if isinstance(value, timedelta) else int(value)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{NBSP}{(said or words()).units[1]}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{NBSP}{(said or words()).units[0]}")
    return " ".join(parts)


def hours(value: int | timedelta | None, *, said: Words | None = None) -> str:
    """From minutes or a timedelta, in decimal hours: 4,5 Std."""
    if value is None:
        return ""
    minutes = value.total_seconds() / 60 if isinstance(value, timedelta) else value
    return quantity((Decimal(minutes) / 60).quantize(CENT, ROUND_HALF_UP), (said or words()).hours)


def filesize(value: int | None, *, said: Words | None = None) -> str:
    """From bytes: 214 KB · 1,4 MB"""
    if value is None:
        return ""
    if value < 1000:
        return f"{value}{NBSP}B"
    size, unit = (value / 1000, "KB") if value < 1_000_000 else (value / 1_000_000, "MB")
    if size >= 1000:
        size, unit = size / 1000, "GB"
    return f"{number(Decimal(size), 0 if unit == 'KB' or size >= 10 else 1)}{NBSP}{unit}"


def tel(value: str) -> str:
    """The address behind a telephone number: tel:+4976155501"""
    return "tel:" + re.sub(r"[^0-9+]", "", value.replace("(0)", ""))


def _rounded(value: Decimal | int | float, places: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(_STEPS[places], ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


_STEPS = {0: Decimal(1), 1: Decimal("0.1"), 2: CENT, 3: THOUSANDTH}

_LANGUAGE_FREE = (clock, iso, tel)
FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        date, date_short, day_month, month, month_short, weekday, weekday_short, weekday_date, day, time, clock, window,
        datetime, moment, brief, ago, iso, number, money, quantity, percent, duration, hours, filesize, tel,
    )
}  # fmt: skip


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """All of FILTERS for pages in one language, which then need not be asked for at each value."""
    said = ENGLISH if language == "en" else GERMAN
    free = {function.__name__ for function in _LANGUAGE_FREE}
    return {name: one if name in free else functools.partial(one, said=said) for name, one in FILTERS.items()}
