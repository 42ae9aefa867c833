import dataclasses
import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.invoices import samples
from torhaus.invoices.models import TaxMode
from torhaus.invoices.requirements import is_iban, is_leitweg_id, is_vat_id, missing
from torhaus.invoices.snapshot import Account, Address, References, Snapshot


def codes(snapshot: Snapshot) -> list[str]:
    return [point.code for point in missing(snapshot)]


def with_line(**changes: Any) -> Snapshot:
    return samples.invoice((dataclasses.replace(samples.LINES[1], **changes),))


def seller(**changes: Any) -> dict[str, Any]:
    return {"seller": dataclasses.replace(samples.SELLER, **changes)}


def buyer(**changes: Any) -> dict[str, Any]:
    return {"buyer": dataclasses.replace(samples.BRANDT, **changes)}


@pytest.mark.parametrize("kind", [kind for kind in samples.all_kinds() if kind != "hostile text"])
def test_complete_invoices_lack_nothing(kind: str) -> None:
    assert missing(samples.all_kinds()[kind]) == []


def test_a_draft_lacks_no_number() -> None:
    assert missing(samples.invoice(number="")) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (seller(name=" "), "seller.name"),
        (seller(address=Address()), "seller.address"),
        (seller(tax_number="", vat_id=""), "seller.tax"),
        (seller(vat_id="DE123456789"), "seller.vat_id"),
        (buyer(name=""), "buyer.name"),
        (buyer(address=Address(city="Freiburg")), "buyer.address"),
        (buyer(vat_id="DE000000000"), "buyer.vat_id"),
        ({"tax_mode": TaxMode.REVERSE_CHARGE.value}, "buyer.vat_id"),
        ({"account": Account(iban="DE02 1203 0000 0000 2020 52")}, "account.iban"),
        ({"references": References(requires_order_number=True)}, "order_number"),
        (buyer(is_authority=True), "leitweg_id"),
        ({"references": References(leitweg_id="04011000-12345-04")}, "leitweg_id"),
        ({"service_from": None, "service_to": None}, "service_date"),
        ({"service_to": datetime.date(2026, 1, 1)}, "service_date"),
        ({"service_from": datetime.date(2026, 10, 1), "service_to": datetime.date(9026, 10, 1)}, "date_range"),
        ({"discount_percent": Decimal(-1)}, "discount"),
        ({"einvoice_format": "xrechnung"} | buyer(email=""), "buyer.email"),
        ({"kind": "384"}, "preceding"),
    ],
)
def test_each_gap_is_named(changes: dict[str, Any], code: str) -> None:
    assert codes(samples.invoice(**changes)) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "line.text"),
        ({"quantity": Decimal(0)}, "line.quantity"),
        ({"unit": "XYZ"}, "line.unit"),
        ({"unit_price": Decimal(-1), "quantity": Decimal(-5)}, "line.unit_price"),
        ({"discount_percent": Decimal(101), "quantity": Decimal(-5)}, "line.discount"),
        ({"tax_rate": Decimal(-1)}, "line.tax_rate"),
        ({"quantity": Decimal(-10)}, "negative"),
    ],
)
def test_each_gap_of_a_line_is_named(changes: dict[str, Any], code: str) -> None:
    assert codes(with_line(**changes)) == [code]


def test_an_invoice_without_lines_is_stopped() -> None:
    assert codes(samples.invoice(())) == ["lines"]


def test_small_amounts_need_neither_buyer_nor_service_date() -> None:
    small = with_line(quantity=Decimal(1))
    bare = dataclasses.replace(
        small, buyer=dataclasses.replace(samples.BRANDT, name="", address=Address()), service_from=None
    )
    assert missing(bare) == []
    assert codes(dataclasses.replace(samples.invoice(), service_from=None, service_to=None)) == ["service_date"]


def test_points_say_where_to_mend_them() -> None:
    point = missing(samples.invoice(account=Account()))[0]
    assert (point.where, point.field, str(point)) == ("provider", "iban", "Ihre IBAN fehlt oder ist nicht gültig.")


def test_check_digits() -> None:
    assert is_leitweg_id("991-33333TEST-33")
    assert not any(map(is_leitweg_id, ["", "04011000", "04011000-12345-30", "4-03", "04011000-12 345-03"]))
    assert is_iban("DE02 1203 0000 0000 2020 51")
    assert not any(map(is_iban, ["", " ", "DE", "DE02120300000000202052", "123", "ÄÖ02"]))
    assert is_vat_id("DE 136695976")
    assert is_vat_id("CHE-123.456.788 MWST")
    assert not any(map(is_vat_id, ["136695976", "DE1", ""]))
