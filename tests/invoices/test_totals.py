from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invoices import samples
from torhaus.invoices.models import TaxMode
from torhaus.invoices.snapshot import Line
from torhaus.invoices.totals import line_sum, totals
from torhaus.kernel.money import cents

amounts = st.decimals(min_value="0", max_value="99999.99", places=2)
percents = st.decimals(min_value="0", max_value="100", places=2)
lines = st.lists(
    st.builds(
        Line,
        position=st.just(1),
        text=st.just("Leistung"),
        quantity=st.decimals(min_value="-999.999", max_value="999.999", places=3),
        unit_price=amounts,
        discount_percent=st.one_of(st.just(Decimal(0)), percents),
        tax_rate=st.sampled_from([Decimal(19), Decimal("19.00"), Decimal(7), Decimal(0)]),
        is_labour=st.booleans(),
    ),
    min_size=1,
    max_size=12,
).map(tuple)
modes = st.sampled_from(TaxMode.values)


def test_totals_of_the_demo_invoice() -> None:
    sums = totals(samples.LINES)
    assert (sums.net, sums.tax, sums.gross) == (Decimal("1548.00"), Decimal("294.12"), Decimal("1842.12"))
    assert (sums.labour_net, sums.labour_gross) == (Decimal("736.00"), Decimal("875.84"))
    assert [(group.category, group.rate) for group in sums.groups] == [("S", Decimal(19))]


def test_discounts_of_line_and_invoice_are_rounded_one_by_one() -> None:
    sums = totals(samples.TWO_RATES, discount_percent=Decimal("2.5"))
    assert [(group.lines_net, group.allowance, group.net, group.tax) for group in sums.groups] == [
        (Decimal("1235.98"), Decimal("30.90"), Decimal("1205.08"), Decimal("228.97")),
        (Decimal("49.80"), Decimal("1.25"), Decimal("48.55"), Decimal("3.40")),
    ]
    assert (sums.lines_net, sums.allowance, sums.net, sums.gross) == (
        Decimal("1285.78"), Decimal("32.15"), Decimal("1253.63"), Decimal("1486.00"),
    )  # fmt: skip


@pytest.mark.parametrize(("mode", "category"), [(TaxMode.REVERSE_CHARGE, "AE"), (TaxMode.SMALL_BUSINESS, "E")])
def test_no_tax_where_none_is_owed_whatever_the_lines_say(mode: str, category: str) -> None:
    sums = totals(samples.TWO_RATES, tax_mode=mode)
    assert [(group.category, group.rate, group.tax) for group in sums.groups] == [(category, Decimal(0), Decimal(0))]
    assert sums.gross == sums.net
    assert sums.labour_gross == sums.labour_net


def test_equal_rates_written_differently_are_one_group() -> None:
    both = (
        samples.line(1, "a", "1", "C62", "1.00", tax_rate=Decimal("19.00")),
        samples.line(2, "b", "1", "C62", "1.00"),
    )
    assert len(totals(both).groups) == 1


def test_no_lines_sum_to_zero() -> None:
    assert totals(()).gross == Decimal("0.00")


@given(lines=lines, mode=modes, discount=percents)
def test_sums_always_agree(lines: tuple[Line, ...], mode: str, discount: Decimal) -> None:
    """BR-CO-10, 11, 13, 14, 15 and 17, each exactly."""
    sums = totals(lines, tax_mode=mode, discount_percent=discount)
    assert sums.lines_net == sum(line_sum(line).net for line in lines)
    assert sums.allowance == sum(group.allowance for group in sums.groups)
    assert sums.net == sums.lines_net - sums.allowance == sum(group.net for group in sums.groups)
    assert sums.tax == sum(group.tax for group in sums.groups)
    assert sums.gross == sums.net + sums.tax
    for group in sums.groups:
        assert group.net == group.lines_net - group.allowance
        assert group.tax == cents(group.net * group.rate / 100)
    values: list[Any] = [sums.net, sums.tax, sums.gross, sums.labour_net, sums.labour_gross]
    assert all(value.as_tuple().exponent == -2 for value in values)


@given(lines=lines, mode=modes, discount=percents)
def test_labour_is_never_more_than_all_of_it(lines: tuple[Line, ...], mode: str, discount: Decimal) -> None:
    everything = tuple(samples.dataclasses.replace(line, is_labour=True) for line in lines)
    sums = totals(everything, tax_mode=mode, discount_percent=discount)
    assert sums.labour_net == sums.net


@given(lines=lines, mode=modes, discount=percents)
def test_negated_quantities_give_the_opposite_sums(lines: tuple[Line, ...], mode: str, discount: Decimal) -> None:
    opposite = tuple(samples.dataclasses.replace(line, quantity=-line.quantity) for line in lines)
    there, back = (totals(some, tax_mode=mode, discount_percent=discount) for some in (lines, opposite))
    assert (back.net, back.tax, back.gross, back.allowance) == (-there.net, -there.tax, -there.gross, -there.allowance)
