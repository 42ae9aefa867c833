"""A snapshot as e-invoice: CII in the profile EN 16931 (embedded as factur-x.xml) and XRechnung in CII or UBL.

Only the mapping to business terms (BT-…, BG-…) is here; factur-x writes the XML. Equal snapshots give equal bytes.
"""

import datetime
import threading
from typing import Any, Literal

from torhaus.invoices.models import InvoiceKind, TaxMode
from torhaus.invoices.snapshot import Address, Line, Seller, Snapshot
from torhaus.invoices.totals import TaxGroup, category_of, line_sum, rate_of
from torhaus.invoices.wording import labour_text, preceding_text, retention_text, tax_reason, terms_text
from torhaus.kernel.money import plain
from torhaus.kernel.printable import one_line, printable

EN16931 = "urn:cen.eu:en16931:2017"
XRECHNUNG = EN16931 + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
BILLING_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SEPA_TRANSFER = "58"
DISCOUNT = {"reason": "Rabatt", "reason_code": "95"}  # UNTDID 5189
EMAIL_SCHEME, LEITWEG_SCHEME = "EM", "0204"

_writing = threading.Lock()  # factur-x changes its own tables while it works


def embedded_xml(snapshot: Snapshot) -> bytes:
    """CII for the ZUGFeRD PDF."""
    return _write(terms(snapshot), syntax="cii")


def xrechnung(snapshot: Snapshot, *, syntax: Literal["cii", "ubl"] = "cii") -> bytes:
    """XRechnung 3.0, the form that authorities take."""
    data = terms(snapshot)
    reference = one_line(snapshot.references.order_number) or one_line(snapshot.buyer.number)
    data.setdefault("BT-10", reference or snapshot.number)
    return _write(data, syntax=syntax).replace(f"{EN16931}<".encode(), f"{XRECHNUNG}<".encode(), 1)


def _write(data: dict[str, Any], *, syntax: str) -> bytes:
    import facturx  # here for weight: only a process that issues invoices should carry it

    write = facturx.generate_cii_xml if syntax == "cii" else facturx.generate_ubl_xml
    with _writing:
        return bytes(write(data, level="en16931", check_xsd=False, check_schematron=False))


def terms(snapshot: Snapshot) -> dict[str, Any]:
    """All business terms of the invoice, without the empty ones."""
    data = {
        **_head(snapshot), **_references(snapshot), **_payment(snapshot), **_delivery(snapshot), **_sums(snapshot),
        "BG-1": [{"BT-22": printable(text)} for text in _notes(snapshot)],
        "BG-4": _seller(snapshot),
        "BG-7": _buyer(snapshot),
        "BG-25": [_line(line, snapshot) for line in snapshot.lines],
        "BG-20": [_allowance(group, snapshot) for group in snapshot.totals.groups if group.allowance],
        "BG-23": [_tax_row(group, snapshot) for group in snapshot.totals.groups],
    }  # fmt: skip
    filled: dict[str, Any] = _filled(data)
    return filled


def _head(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "BT-1": snapshot.number,
        "BT-2": snapshot.issued_on,
        "BT-3": snapshot.kind,
        "BT-5": "EUR",
        "BT-23": BILLING_PROCESS,
        "BT-24": EN16931,
    }


def _references(snapshot: Snapshot) -> dict[str, Any]:
    numbers, before = snapshot.references, snapshot.preceding
    return {
        "BT-10": numbers.leitweg_id,
        "BT-11": numbers.job_number,
        "BT-12": numbers.contract_number,
        "BT-13": numbers.order_number,
        "BT-19": numbers.cost_centre,
        "BG-3": [{"BT-25": before.number, "BT-26": before.issued_on}] if before else [],
    }


def _payment(snapshot: Snapshot) -> dict[str, Any]:
    account, due = snapshot.account, snapshot.due_on
    return {
        "BT-9": due if snapshot.kind == InvoiceKind.INVOICE else None,
        "BT-20": terms_text(snapshot),
        "BT-81": SEPA_TRANSFER,
        "BT-83": snapshot.number,
        "BT-84": "".join(account.iban.split()),
        "BT-85": account.holder or snapshot.seller.name,
        "BT-86": "".join(account.bic.split()),
    }


def _delivery(snapshot: Snapshot) -> dict[str, Any]:
    """One day is the delivery date (BT-72), several are the period (BG-14)."""
    first, last = snapshot.service_from, snapshot.service_to or snapshot.service_from
    days: dict[str, datetime.date | None] = {"BT-72": first} if first == last else {"BT-73": first, "BT-74": last}
    place = snapshot.place
    if place and place.address.postcode and place.address.city:
        name = ", ".join(part for part in (place.name, place.room) if part) or snapshot.buyer.name
        return {**days, "BG-13": {"name": name, **_address(place.address)}}
    return days


def _sums(snapshot: Snapshot) -> dict[str, str]:
    sums = snapshot.totals
    return {
        "BT-106": str(sums.lines_net),
        "BT-107": str(sums.allowance) if sums.allowance else "",
        "BT-109": str(sums.net),
        "BT-110": str(sums.tax),
        "BT-112": str(sums.gross),
        "BT-115": str(sums.gross),
    }


def _notes(snapshot: Snapshot) -> list[str]:
    texts = [snapshot.title, preceding_text(snapshot), snapshot.intro, labour_text(snapshot), retention_text(snapshot)]
    return [text for text in [*texts, snapshot.note] if text.strip()]


def _seller(snapshot: Snapshot) -> dict[str, Any]:
    seller, contact = snapshot.seller, snapshot.seller.contact
    email = seller.email or contact.email
    return {
        "name": seller.name,
        "biz_name": snapshot.branding.name if snapshot.branding.name != seller.name else "",
        "identifiers": _known_as(snapshot),
        "legal_identifier": _register(seller),
        "legal_info": f"Geschäftsführung: {seller.managing_directors}" if seller.managing_directors else "",
        "vat_identifier": "".join(seller.vat_id.split()),
        "tax_identifier": seller.tax_number,
        "contacts": [
            {
                "name": contact.name or seller.name,
                "phone": contact.phone or seller.phone,
                "email": contact.email or seller.email,
            }
        ],
        **_electronic(email),
        **_address(seller.address),
    }


def _known_as(snapshot: Snapshot) -> dict[None, str]:
    """Our number at the buyer; the tax number stands in where nothing else identifies the seller (BR-CO-26)."""
    seller = snapshot.seller
    stand_in = "" if seller.vat_id or _register(seller) else seller.tax_number
    known_as = snapshot.references.supplier_number or stand_in
    return {None: known_as} if known_as else {}


def _register(seller: Seller) -> str:
    return " ".join(part for part in (seller.register_court, seller.register_number) if part)


def _buyer(snapshot: Snapshot) -> dict[str, Any]:
    buyer, leitweg = snapshot.buyer, snapshot.references.leitweg_id
    reach = _electronic(buyer.email) if buyer.email or not leitweg else _electronic(leitweg, scheme=LEITWEG_SCHEME)
    return {
        "name": buyer.name,
        "identifiers": {None: buyer.number} if buyer.number else {},
        "vat_identifier": "".join(buyer.vat_id.split()),
        **reach,
        **_address(buyer.address, care_of=buyer.care_of),
    }


def _electronic(address: str, *, scheme: str = EMAIL_SCHEME) -> dict[str, str]:
    return {"einvoicing_addr": address, "einvoicing_addr_schemeid": scheme} if address else {}


def _address(address: Address, *, care_of: str = "") -> dict[str, str]:
    second, third = (f"c/o {care_of}", address.extra) if care_of else (address.extra, "")
    return {
        "addr_l1": address.street,
        "addr_l2": second,
        "addr_l3": third,
        "postcode": address.postcode,
        "city": address.city,
        "country_code": address.country or "DE",
    }


def _line(line: Line, snapshot: Snapshot) -> dict[str, Any]:
    sums = line_sum(line)
    discount = {
        "amount": str(sums.discount),
        "base_amount": str(sums.gross_of_discount),
        "rate": plain(line.discount_percent),
        **DISCOUNT,
    }
    return {
        "BT-126": str(line.position),
        "BT-153": one_line(line.text),
        "BT-154": printable(line.detail),
        "BT-129": plain(line.quantity),
        "BT-130": line.unit,
        "BT-131": str(sums.net),
        "BT-146": str(line.unit_price),
        "BT-151": category_of(line, tax_mode=snapshot.tax_mode),
        "BT-152": plain(rate_of(line, tax_mode=snapshot.tax_mode)),
        "BG-27": [discount] if sums.discount else [],
    }


def _allowance(group: TaxGroup, snapshot: Snapshot) -> dict[str, str]:
    return {
        "amount": str(group.allowance),
        "base_amount": str(group.lines_net),
        "rate": plain(snapshot.discount_percent),
        "vat_category_code": group.category,
        "vat_rate": plain(group.rate),
        **DISCOUNT,
    }


def _tax_row(group: TaxGroup, snapshot: Snapshot) -> dict[str, str]:
    row = {"BT-116": str(group.net), "BT-117": str(group.tax), "BT-118": group.category, "BT-119": plain(group.rate)}
    if snapshot.tax_mode == TaxMode.REVERSE_CHARGE:
        row["BT-121"] = "VATEX-EU-AE"
    return {**row, "BT-120": tax_reason(snapshot.tax_mode)}


def _filled(value: Any) -> Any:
    """Without empty entries, every text fit for XML."""
    if isinstance(value, str):
        return printable(value).strip()
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in ("", None, [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value
