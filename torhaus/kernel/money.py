"""Money is Decimal in whole cents, and this is the one place that rounds it; prices and text for people are here too."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def cents(amount: Decimal | int | str) -> Decimal:
    """Round half up (away from zero) to 0.01, as German book-keeping and EN 16931 do. A float is a programming error."""
    if isinstance(amount, float):
        raise TypeError("Money is never a float.")
    rounded = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
    return rounded if rounded else ZERO  # never -0.00


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` per cent of an amount, in cents."""
    return cents(amount * percent / HUNDRED)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return cents(sum(amounts, ZERO))


def plain(number: Decimal) -> str:
    """A number without exponent or needless zeros, for XML: 2.500 -> "2.5"."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


def amount_text(amount: Decimal, *, language: str = "de") -> str:
    """An amount with two decimals and grouped thousands: 1.842,12 or 1,842.12."""
    return _in_language(f"{cents(amount):,.2f}", language=language)


def number_text(number: Decimal, *, language: str = "de") -> str:
    """A quantity or rate with as many decimals as it needs: 11,5 or 1.250."""
    grouped = f"{number:,f}"
    grouped = grouped.rstrip("0").rstrip(".") if "." in grouped else grouped
    return _in_language("0" if grouped in {"", "-0"} else grouped, language=language)


def _in_language(text: str, *, language: str) -> str:
    if language != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "\N{MINUS SIGN}")
