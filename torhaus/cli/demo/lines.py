"""The lines of the demo's service reports, short to write."""

import dataclasses
from decimal import Decimal

from torhaus.reports.lines import Line

JOURNEY = "23.41"


def flat(text: str, price: str) -> Line:
    return Line(text=text, quantity=Decimal(1), unit="LS", unit_price=Decimal(price))


def service(text: str, quantity: str, unit: str, price: str) -> Line:
    return Line(text=text, quantity=Decimal(quantity), unit=unit, unit_price=Decimal(price))


def hours(text: str, quantity: str, price: str) -> Line:
    return Line(kind="time", text=text, quantity=Decimal(quantity), unit="HUR", unit_price=Decimal(price))


def material(text: str, quantity: str, unit: str, price: str) -> Line:
    return Line(kind="material", text=text, quantity=Decimal(quantity), unit=unit, unit_price=Decimal(price))


def journey(times: int = 1) -> Line:
    return Line(kind="travel", text="Anfahrt", quantity=Decimal(times), unit="C62", unit_price=Decimal(JOURNEY))


def untaxed(lines: list[Line]) -> list[Line]:
    """As a small business without VAT writes them."""
    return [dataclasses.replace(line, tax_rate=Decimal(0)) for line in lines]
