"""What an issued invoice says, frozen: plain dataclasses and their lossless way to JSON and back.

PDF, CII and UBL are made from a snapshot and nothing else, so that they agree for ever, whatever becomes of the rows it
was taken from. Fields name the business term of EN 16931 (BT-…) they feed where that is not obvious.
"""

import dataclasses
import datetime
import functools
import types
import typing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from torhaus.customers.models import EInvoiceFormat
from torhaus.invoices.models import InvoiceKind, TaxMode
from torhaus.invoices.totals import Totals
from torhaus.kernel.money import ZERO

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Address:
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DE"


@dataclass(frozen=True, kw_only=True)
class ContactPoint:
    """Whom to ask about the invoice (BG-6)."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Seller:
    """The provider. `name` is the registered one (BT-27)."""

    name: str
    address: Address = Address()
    tax_number: str = ""
    vat_id: str = ""
    register_court: str = ""
    register_number: str = ""
    managing_directors: str = ""
    phone: str = ""
    email: str = ""  # BT-34
    website: str = ""
    contact: ContactPoint = ContactPoint()


@dataclass(frozen=True, kw_only=True)
class Branding:
    """How the paper looks; `name` is the one customers know, `logo` the SHA-256 of the stored picture."""

    name: str = ""
    tagline: str = ""
    logo: str = ""
    hue: int = 205
    chroma: Decimal = Decimal("0.075")


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who owes the invoice (BG-7), perhaps care of somebody."""

    name: str
    care_of: str = ""
    address: Address = Address()
    number: str = ""  # the customer number (BT-46)
    vat_id: str = ""
    email: str = ""  # BT-49
    is_business: bool = True
    is_authority: bool = False


@dataclass(frozen=True, kw_only=True)
class References:
    """Numbers that the buyer's accounts department looks for."""

    leitweg_id: str = ""  # BT-10
    order_number: str = ""  # BT-13
    contract_number: str = ""  # BT-12
    cost_centre: str = ""  # BT-19
    supplier_number: str = ""  # ours at the buyer (BT-29)
    job_number: str = ""  # BT-11
    report_numbers: tuple[str, ...] = ()
    requires_order_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the work was done and who was there (BG-13 takes name and address)."""

    name: str = ""
    address: Address = Address()
    room: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Account:
    holder: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""


@dataclass(frozen=True, kw_only=True)
class Preceding:
    """The invoice that this one cancels or corrects (BG-3)."""

    number: str
    issued_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Line:
    position: int
    text: str
    quantity: Decimal
    unit_price: Decimal
    detail: str = ""
    unit: str = "C62"
    discount_percent: Decimal = ZERO
    tax_rate: Decimal = Decimal(19)
    is_labour: bool = False


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One issued document. `totals` are frozen too: they are read, never computed again."""

    seller: Seller
    buyer: Buyer
    lines: tuple[Line, ...]
    totals: Totals
    number: str = ""
    kind: str = InvoiceKind.INVOICE.value
    issued_on: datetime.date | None = None
    service_from: datetime.date | None = None
    service_to: datetime.date | None = None
    due_on: datetime.date | None = None
    title: str = ""
    intro: str = ""
    note: str = ""  # the provider's closing sentence
    tax_mode: str = TaxMode.STANDARD.value
    discount_percent: Decimal = ZERO
    has_retention_note: bool = False  # § 14 (4) no. 9 UStG: work on property for a private person
    einvoice_format: str = EInvoiceFormat.ZUGFERD.value
    language: str = "de"
    references: References = References()
    place: Place | None = None
    account: Account = Account()
    branding: Branding = Branding()
    preceding: Preceding | None = None
    portal_url: str = ""
    version: int = field(default=VERSION)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: Decimals and dates as strings, so that nothing is lost on the way."""
        return typing.cast("dict[str, Any]", _plain(dataclasses.asdict(self)))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Snapshot":
        return typing.cast("Snapshot", _typed(data, cls))


def cancellation_of(original: Snapshot, *, number: str, issued_on: datetime.date, portal_url: str = "") -> Snapshot:
    """The Stornorechnung: type 384, every quantity and every sum negated, naming what it cancels."""
    if original.issued_on is None:
        raise ValueError("Only an issued invoice can be cancelled.")
    return dataclasses.replace(
        original,
        number=number,
        kind=InvoiceKind.CANCELLATION.value,
        issued_on=issued_on,
        due_on=issued_on,
        intro="",
        lines=tuple(dataclasses.replace(line, quantity=-line.quantity) for line in original.lines),
        totals=_negated(original.totals),
        preceding=Preceding(number=original.number, issued_on=original.issued_on),
        portal_url=portal_url,
    )


def _negated(sums: Any) -> Any:
    """Negates every amount, not the rates."""
    changed: dict[str, Any] = {}
    for item in dataclasses.fields(sums):
        value = getattr(sums, item.name)
        if isinstance(value, tuple):
            changed[item.name] = tuple(_negated(group) for group in value)
        elif isinstance(value, Decimal) and item.name != "rate":
            changed[item.name] = -value if value else value
    return dataclasses.replace(sums, **changed)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any, kind: Any) -> Any:
    """The value as its annotation says; an unknown key is ignored, so that later versions read earlier ones."""
    if value is None:
        return None
    if dataclasses.is_dataclass(kind):
        kinds = _kinds(typing.cast("type", kind))
        return typing.cast("type", kind)(
            **{key: _typed(item, kinds[key]) for key, item in value.items() if key in kinds}
        )
    if isinstance(kind, types.UnionType):
        return _typed(value, typing.get_args(kind)[0])
    if typing.get_origin(kind) is tuple:
        return tuple(_typed(item, typing.get_args(kind)[0]) for item in value)
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


@functools.cache
def _kinds(part: type) -> dict[str, Any]:
    """Name and annotation of each field of one of the classes above; worked out once, a page reads a hundred of them."""
    hints = typing.get_type_hints(part)
    return {item.name: hints[item.name] for item in dataclasses.fields(part)}
