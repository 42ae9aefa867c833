"""What is still missing before an invoice may be issued: § 14 and § 14a UStG, § 33 UStDV, EN 16931 and XRechnung.

Reads a snapshot without a number; answers with a list that the office can work off, never with an exception.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from torhaus.customers.models import EInvoiceFormat
from torhaus.invoices.models import InvoiceKind, TaxMode
from torhaus.invoices.snapshot import Address, Line, Snapshot
from torhaus.kernel.units import UNITS

SMALL_AMOUNT = Decimal(250)  # gross; below it the buyer's name and the service date may be left out (§ 33 UStDV)
PROVIDER, BUYER, INVOICE, LINES = "provider", "buyer", "invoice", "lines"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One point to mend. `where` names the form it is mended in; `field` the field, if there is just one."""

    code: str
    message: str
    where: str
    field: str = ""

    def __str__(self) -> str:
        return self.message


def missing(snapshot: Snapshot) -> list[Requirement]:
    """Everything that stops the issue, in the order in which people mend it; an empty list is a yes."""
    checks = (_seller, _account, _buyer, _references, _dates, _lines, _sums, _electronic)
    return [point for check in checks for point in check(snapshot)]


def is_leitweg_id(text: str) -> bool:
    """Form and check digits (ISO 7064 mod 97-10) of a Leitweg-ID, such as 04011000-12345-03."""
    if not re.fullmatch(r"[0-9]{2,12}(-[0-9A-Za-z]{1,30})?-[0-9]{2}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text.replace("-", ""))) % 97 == 1


def is_iban(text: str) -> bool:
    from schwifty import IBAN  # here for weight: it carries the banks of the world

    return bool(IBAN(text, allow_invalid=True).is_valid) if text.strip() else False


def is_vat_id(text: str) -> bool:
    """Whether a VAT id is well-formed, check digit included where there is one; states outside the EU are not judged."""
    from stdnum.eu import vat  # here for weight

    state = text.strip()[:2].lower()
    return bool(vat.is_valid(text)) if state in {*vat.MEMBER_STATES, "el"} or not state.isalpha() else True


def _point(code: str, message: str, where: str, field: str = "") -> Requirement:
    return Requirement(code=code, message=message, where=where, field=field)


def _seller(snapshot: Snapshot) -> Iterator[Requirement]:
    seller = snapshot.seller
    if not seller.name.strip():
        yield _point("seller.name", _("Der Name Ihrer Firma fehlt."), PROVIDER, "legal_name")
    if _has_gap(seller.address):
        yield _point("seller.address", _("Die Anschrift Ihrer Firma ist unvollständig."), PROVIDER, "street")
    if not (seller.tax_number.strip() or seller.vat_id.strip()):
        yield _point("seller.tax", _("Ihre Steuernummer oder USt-IdNr. fehlt."), PROVIDER, "tax_number")
    if seller.vat_id.strip() and not is_vat_id(seller.vat_id):
        yield _point("seller.vat_id", _("Ihre USt-IdNr. ist nicht gültig."), PROVIDER, "vat_id")
    if snapshot.tax_mode == TaxMode.REVERSE_CHARGE and not seller.vat_id.strip():
        yield _point("seller.vat_id", _("Für § 13b UStG fehlt Ihre USt-IdNr."), PROVIDER, "vat_id")


def _account(snapshot: Snapshot) -> Iterator[Requirement]:
    if snapshot.kind != InvoiceKind.INVOICE:
        return
    if not is_iban(snapshot.account.iban):
        yield _point("account.iban", _("Ihre IBAN fehlt oder ist nicht gültig."), PROVIDER, "iban")


def _buyer(snapshot: Snapshot) -> Iterator[Requirement]:
    buyer = snapshot.buyer
    if _is_small(snapshot) and not buyer.name.strip():
        return
    if not buyer.name.strip():
        yield _point("buyer.name", _("Der Name des Rechnungsempfängers fehlt."), BUYER, "name")
    if _has_gap(buyer.address):
        yield _point("buyer.address", _("Die Anschrift des Rechnungsempfängers ist unvollständig."), BUYER, "street")
    if buyer.vat_id.strip() and not is_vat_id(buyer.vat_id):
        yield _point("buyer.vat_id", _("Die USt-IdNr. des Rechnungsempfängers ist nicht gültig."), BUYER, "vat_id")
    if snapshot.tax_mode == TaxMode.REVERSE_CHARGE and not buyer.vat_id.strip():
        yield _point("buyer.vat_id", _("Für § 13b UStG fehlt die USt-IdNr. des Rechnungsempfängers."), BUYER, "vat_id")


def _references(snapshot: Snapshot) -> Iterator[Requirement]:
    numbers = snapshot.references
    if numbers.requires_order_number and not numbers.order_number.strip():
        yield _point("order_number", _("Dieser Kunde verlangt eine Bestellnummer."), INVOICE, "order_number")
    if snapshot.buyer.is_authority and not numbers.leitweg_id.strip():
        yield _point("leitweg_id", _("Für eine Behörde fehlt die Leitweg-ID."), INVOICE, "leitweg_id")
    if numbers.leitweg_id.strip() and not is_leitweg_id(numbers.leitweg_id.strip()):
        message = _("Die Leitweg-ID „%(number)s“ ist nicht gültig (Prüfziffer).") % {"number": numbers.leitweg_id}
        yield _point("leitweg_id", message, INVOICE, "leitweg_id")
    if snapshot.kind != InvoiceKind.INVOICE and not snapshot.preceding:
        yield _point("preceding", _("Es fehlt, auf welche Rechnung sich dieser Beleg bezieht."), INVOICE)


def _dates(snapshot: Snapshot) -> Iterator[Requirement]:
    first, last = snapshot.service_from, snapshot.service_to
    if not first and not _is_small(snapshot):
        yield _point("service_date", _("Das Leistungsdatum oder der Leistungszeitraum fehlt."), INVOICE, "service_from")
    if first and last and last < first:
        yield _point("service_date", _("Der Leistungszeitraum endet vor seinem Beginn."), INVOICE, "service_to")
    if any(day and not 2000 <= day.year <= 2100 for day in _days(snapshot)):
        yield _point("date_range", _("Ein Datum liegt außerhalb von 2000 bis 2100."), INVOICE, "service_from")


def _days(snapshot: Snapshot) -> list[datetime.date | None]:
    return [snapshot.issued_on, snapshot.service_from, snapshot.service_to, snapshot.due_on]


def _lines(snapshot: Snapshot) -> Iterator[Requirement]:
    if not snapshot.lines:
        yield _point("lines", _("Die Rechnung hat noch keine Position."), LINES)
    for line in snapshot.lines:
        yield from _line(line)
    if not 0 <= snapshot.discount_percent <= 100:
        yield _point("discount", _("Der Rabatt liegt nicht zwischen 0 und 100 %."), INVOICE, "discount_percent")


def _line(line: Line) -> Iterator[Requirement]:
    number: dict[str, Any] = {"number": line.position}
    if not line.text.strip():
        yield _point("line.text", _("Position %(number)s: Die Art der Leistung fehlt.") % number, LINES, "text")
    if not line.quantity:
        yield _point("line.quantity", _("Position %(number)s: Die Menge fehlt.") % number, LINES, "quantity")
    if line.unit not in UNITS:
        yield _point("line.unit", _("Position %(number)s: Die Einheit ist unbekannt.") % number, LINES, "unit")
    if line.unit_price < 0:
        message = _("Position %(number)s: Der Preis ist negativ. Bitte eine negative Menge eintragen.") % number
        yield _point("line.unit_price", message, LINES, "unit_price")
    if not 0 <= line.discount_percent <= 100:
        message = _("Position %(number)s: Der Rabatt liegt nicht zwischen 0 und 100 %%.") % number
        yield _point("line.discount", message, LINES, "discount_percent")
    if not 0 <= line.tax_rate < 100:
        yield _point(
            "line.tax_rate", _("Position %(number)s: Der Steuersatz stimmt nicht.") % number, LINES, "tax_rate"
        )


def _sums(snapshot: Snapshot) -> Iterator[Requirement]:
    if snapshot.kind == InvoiceKind.INVOICE and snapshot.lines and snapshot.totals.gross < 0:
        yield _point("negative", _("Der Rechnungsbetrag ist negativ. Dafür gibt es die Gutschrift."), LINES)


def _electronic(snapshot: Snapshot) -> Iterator[Requirement]:
    """What XRechnung wants beyond the law (BR-DE-2 to 7, BR-DE-15, PEPPOL-EN16931-R010 and R020)."""
    if snapshot.einvoice_format != EInvoiceFormat.XRECHNUNG:
        return
    seller, contact = snapshot.seller, snapshot.seller.contact
    if not (contact.phone.strip() or seller.phone.strip()):
        yield _point("seller.phone", _("XRechnung: Ihre Telefonnummer für Rückfragen fehlt."), PROVIDER, "phone")
    if not (contact.email.strip() or seller.email.strip()):
        yield _point("seller.email", _("XRechnung: Ihre E-Mail-Adresse fehlt."), PROVIDER, "email")
    if not (snapshot.buyer.email.strip() or snapshot.references.leitweg_id.strip()):
        yield _point("buyer.email", _("XRechnung: Die E-Mail-Adresse des Empfängers fehlt."), BUYER, "email")


def _has_gap(address: Address) -> bool:
    return not (address.street.strip() and address.postcode.strip() and address.city.strip())


def _is_small(snapshot: Snapshot) -> bool:
    """Kleinbetragsrechnung; never under § 13b UStG (§ 33 sentence 3 UStDV)."""
    return abs(snapshot.totals.gross) <= SMALL_AMOUNT and snapshot.tax_mode != TaxMode.REVERSE_CHARGE
