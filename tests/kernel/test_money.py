from decimal import Decimal

import pytest

from torhaus.kernel.money import amount_text, cents, number_text, percent_of, plain
from torhaus.kernel.units import quantity_text


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1.0049", "1.00"), ("-0.001", "0.00"), ("7", "7.00")],
)
def test_cents_round_half_away_from_zero(amount: str, rounded: str) -> None:
    assert str(cents(amount)) == rounded


def test_cents_refuse_a_float() -> None:
    with pytest.raises(TypeError):
        cents(0.1)  # type: ignore[arg-type]


def test_percent_of_is_in_cents() -> None:
    assert percent_of(Decimal("49.80"), Decimal(7)) == Decimal("3.49")


def test_amounts_read_as_people_write_them() -> None:
    assert amount_text(Decimal("1842.12")) == "1.842,12"
    assert amount_text(Decimal("-1842.1"), language="en") == "−1,842.10"
    assert number_text(Decimal("11.500")) == "11,5"
    assert number_text(Decimal("1250")) == "1.250"
    assert quantity_text(Decimal("1.000"), "LS") == "pauschal"
    assert quantity_text(Decimal("3.4"), "MTK", language="en") == "3.4\N{NO-BREAK SPACE}m²"


def test_plain_numbers_for_xml_have_no_exponent_and_no_needless_zeros() -> None:
    assert [plain(Decimal(text)) for text in ("2.500", "1E+3", "0.000", "-1.125", "100")] == [
        "2.5",
        "1000",
        "0",
        "-1.125",
        "100",
    ]
