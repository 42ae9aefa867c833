"""The sums of an invoice by the rules of EN 16931 (BR-CO-10 to BR-CO-17): pure arithmetic, no rows.

Line net = quantity × price rounded, less its discount rounded. Per tax rate: sum of line nets, less the invoice discount
rounded, times the rate rounded. Everything above is a plain sum, so all sums agree to the cent, and a cancellation (each
quantity negated) has exactly the opposite ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from torhaus.invoices.models import TaxMode
from torhaus.kernel.money import HUNDRED, ZERO, cents, percent_of, total

STANDARD_RATED, ZERO_RATED, EXEMPT, REVERSE = "S", "Z", "E", "AE"  # UNTDID 5305


class PricedLine(Protocol):
    """What a line must say to be counted; `InvoiceLine` and `snapshot.Line` both do."""

    @property
    def quantity(self) -> Decimal: ...

    @property
    def unit_price(self) -> Decimal: ...

    @property
    def discount_percent(self) -> Decimal: ...

    @property
    def tax_rate(self) -> Decimal: ...

    @property
    def is_labour(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class LineSum:
    """`gross_of_discount` − `discount` = `net`, each in cents."""

    gross_of_discount: Decimal
    discount: Decimal
    net: Decimal


@dataclass(frozen=True, kw_only=True)
class TaxGroup:
    """One row of the tax table: `lines_net` − `allowance` = `net`; `tax` on `net`."""

    category: str
    rate: Decimal
    lines_net: Decimal
    allowance: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, kw_only=True)
class Totals:
    lines_net: Decimal
    allowance: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    labour_net: Decimal
    labour_gross: Decimal
    groups: tuple[TaxGroup, ...]


def line_sum(line: PricedLine) -> LineSum:
    before = cents(line.quantity * line.unit_price)
    discount = percent_of(before, line.discount_percent)
    return LineSum(gross_of_discount=before, discount=discount, net=before - discount)


def category_of(line: PricedLine, *, tax_mode: str) -> str:
    """The tax category code of a line (BT-151)."""
    if tax_mode == TaxMode.REVERSE_CHARGE:
        return REVERSE
    if tax_mode == TaxMode.SMALL_BUSINESS:
        return EXEMPT
    return STANDARD_RATED if line.tax_rate else ZERO_RATED


def rate_of(line: PricedLine, *, tax_mode: str) -> Decimal:
    """The rate that is applied: none under § 13b and § 19 UStG whatever the line says."""
    return line.tax_rate if tax_mode == TaxMode.STANDARD else ZERO


def totals(
    lines: Sequence[PricedLine], *, tax_mode: str = TaxMode.STANDARD, discount_percent: Decimal = ZERO
) -> Totals:
    """All sums of an invoice; the highest rate stands first in `groups`."""
    groups = tuple(
        _group(category, rate, members, discount_percent)
        for (category, rate), members in _by_rate(lines, tax_mode).items()
    )
    net, tax = total(group.net for group in groups), total(group.tax for group in groups)
    return Totals(
        lines_net=total(group.lines_net for group in groups),
        allowance=total(group.allowance for group in groups),
        net=net,
        tax=tax,
        gross=net + tax,
        groups=groups,
        **_labour(lines, tax_mode=tax_mode, discount_percent=discount_percent),
    )


def _by_rate(lines: Iterable[PricedLine], tax_mode: str) -> dict[tuple[str, Decimal], list[PricedLine]]:
    found: dict[tuple[str, Decimal], list[PricedLine]] = {}
    for line in lines:
        key = category_of(line, tax_mode=tax_mode), rate_of(line, tax_mode=tax_mode).normalize()
        found.setdefault(key, []).append(line)
    return dict(sorted(found.items(), key=lambda item: -item[0][1]))


def _group(category: str, rate: Decimal, lines: Iterable[PricedLine], discount_percent: Decimal) -> TaxGroup:
    lines_net = total(line_sum(line).net for line in lines)
    allowance = percent_of(lines_net, discount_percent)
    net = lines_net - allowance
    return TaxGroup(
        category=category, rate=rate, lines_net=lines_net, allowance=allowance, net=net, tax=percent_of(net, rate)
    )


def _labour(lines: Iterable[PricedLine], *, tax_mode: str, discount_percent: Decimal) -> dict[str, Decimal]:
    """The share that § 35a EStG favours, after its part of the invoice discount, without and with tax."""
    groups = [
        _group(category, rate, members, discount_percent)
        for (category, rate), members in _by_rate((line for line in lines if line.is_labour), tax_mode).items()
    ]
    net = total(group.net for group in groups)
    gross = total(cents(group.net * (HUNDRED + group.rate) / HUNDRED) for group in groups)
    return {"labour_net": net, "labour_gross": gross}
