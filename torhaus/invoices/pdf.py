"""A snapshot as paper: PDF/A-3a and PDF/UA-1 with the e-invoice inside (ZUGFeRD). Equal input gives equal bytes."""

import pathlib
from typing import Any

from torhaus.invoices import factur_x
from torhaus.invoices import wording as say
from torhaus.invoices.models import InvoiceKind
from torhaus.invoices.snapshot import Address, Line, Snapshot
from torhaus.invoices.totals import line_sum, rate_of
from torhaus.kernel import pdf, pictures
from torhaus.kernel.money import amount_text
from torhaus.kernel.qr import girocode
from torhaus.kernel.units import quantity_text

TEMPLATE = pathlib.Path(__file__).parent / "typst" / "invoice.typ"
Rows = list[tuple[str, str]]


def invoice_pdf(snapshot: Snapshot, *, xml: bytes, logo: bytes | None = None) -> bytes:
    """The PDF of an issued invoice. `xml` is its CII as issued, `logo` the bytes of the picture that branding names."""
    if snapshot.issued_on is None:
        raise ValueError("Only an issued invoice is printed.")
    picture = pictures.logo_for_paper(logo)
    code = _girocode(snapshot)
    files = {"factur-x.xml": xml, "logo.svg": picture, "girocode.svg": code.encode() if code else None}
    printed = pdf.compile(
        TEMPLATE,
        data=page_data(snapshot, has_logo=bool(picture), has_code=bool(code)),
        dated=snapshot.issued_on,
        verbatim={"portal": snapshot.portal_url},
        files={name: content for name, content in files.items() if content},
    )
    return factur_x.declare(printed)


def page_data(snapshot: Snapshot, *, has_logo: bool, has_code: bool) -> dict[str, Any]:
    """Everything that the template shows, as finished text."""
    language = say.language_of(snapshot)
    words, name = say.words(language), snapshot.branding.name or snapshot.seller.name
    return {
        "language": language,
        "words": words,
        "author": snapshot.seller.name,
        "running": say.heading(snapshot),
        "description": f"{say.heading(snapshot)}: {snapshot.title}".rstrip(": "),
        "branding": {
            "name": name,
            "tagline": snapshot.branding.tagline,
            "logo": "logo.svg" if has_logo else "",
            "logo_alt": f"{words['logo']} {name}",
            "hue": snapshot.branding.hue,
            "chroma": float(snapshot.branding.chroma),
        },
        "sender_line": " · ".join([snapshot.seller.name, *_address_lines(snapshot.seller.address)]),
        "recipient": _recipient(snapshot),
        "facts": _facts(snapshot),
        "footer": _footer(snapshot),
        "heading": say.heading(snapshot),
        "title": snapshot.title,
        "site": _site(snapshot),
        "before": say.preceding_text(snapshot),
        "intro": snapshot.intro,
        "columns": _columns(snapshot),
        "many_rates": _has_many_rates(snapshot),
        "lines": [_line(line, snapshot) for line in snapshot.lines],
        "sums": _sums(snapshot),
        "total": (say.grand_total_name(snapshot), say.euro(snapshot.totals.gross, language)),
        "notes": _notes(snapshot),
        "payment": _payment(snapshot, has_code=has_code),
        "closing": snapshot.note,
    }


def _address_lines(address: Address) -> list[str]:
    """Street first, as on an envelope; another country stands below in capitals."""
    place = f"{address.postcode} {address.city}".strip()
    country = "" if address.country in ("", "DE") else say.country_name(address.country)
    return [line for line in (address.extra, address.street, place, country) if line]


def _recipient(snapshot: Snapshot) -> list[str]:
    buyer = snapshot.buyer
    care_of = [f"c/o {buyer.care_of}"] if buyer.care_of else []
    return [buyer.name, *care_of, *_address_lines(buyer.address)]


def _facts(snapshot: Snapshot) -> Rows:
    """The block beside the address: what the buyer's accounts department looks for first."""
    language, numbers = say.language_of(snapshot), snapshot.references
    words = say.words(language)
    rows = [
        ("number", snapshot.number),
        ("date", say.date_text(snapshot.issued_on, language) if snapshot.issued_on else ""),
        ("service", say.service_text(snapshot)),
        ("customer", snapshot.buyer.number),
        ("buyer_vat", snapshot.buyer.vat_id),
        ("order", numbers.order_number),
        ("contract", numbers.contract_number),
        ("cost_centre", numbers.cost_centre),
        ("leitweg", numbers.leitweg_id),
        ("supplier", numbers.supplier_number),
        ("job", numbers.job_number),
        ("reports", ", ".join(numbers.report_numbers)),
    ]
    return [(words[key], value) for key, value in rows if value]


def _footer(snapshot: Snapshot) -> list[list[str]]:
    """The seller's particulars (§ 14 UStG, § 35a GmbHG) in up to four columns."""
    seller, account, contact = snapshot.seller, snapshot.account, snapshot.seller.contact
    words = say.words(say.language_of(snapshot))
    columns = [
        [seller.name, *_address_lines(seller.address)],
        [
            contact.name,
            contact.phone or seller.phone,
            contact.email or seller.email,
            seller.website.removeprefix("https://"),
        ],
        [account.bank, _spaced(account.iban), account.bic],
        [
            f"{words['vat_id']} {seller.vat_id}" if seller.vat_id else "",
            f"{words['tax_number']} {seller.tax_number}" if seller.tax_number else "",
            f"{seller.register_court} {seller.register_number}".strip(),
            f"{words['directors']} {seller.managing_directors}" if seller.managing_directors else "",
        ],
    ]
    return [[line for line in column if line] for column in columns if any(column)]


def _spaced(iban: str) -> str:
    """IBAN in groups of four."""
    packed = "".join(iban.split())
    return " ".join(packed[start : start + 4] for start in range(0, len(packed), 4))


def _site(snapshot: Snapshot) -> str:
    """Where the work was done; of whoever was there just the name, since an invoice goes through many hands."""
    place, words = snapshot.place, say.words(say.language_of(snapshot))
    if not place:
        return ""
    address = ", ".join(line for line in _address_lines(place.address) if line != place.name)
    where = ", ".join(part for part in (place.name, place.room, address) if part)
    return "\n".join(
        part
        for part in (
            f"{words['site']}: {where}" if where else "",
            f"{words['on_site']}: {place.contact_name}" if place.contact_name else "",
        )
        if part
    )


def _has_many_rates(snapshot: Snapshot) -> bool:
    return len(snapshot.totals.groups) > 1


def _columns(snapshot: Snapshot) -> list[str]:
    words = say.words(say.language_of(snapshot))
    rate = ["rate"] if _has_many_rates(snapshot) else []
    return [words[key] for key in ("position", "text", "quantity", "price", *rate, "sum")]


def _line(line: Line, snapshot: Snapshot) -> dict[str, Any]:
    language, sums = say.language_of(snapshot), line_sum(line)
    words = say.words(language)
    reduced = (
        f"{words['discount']} {say.percent(line.discount_percent, language)}: {say.euro(-sums.discount, language)}"
    )
    additions = [line.detail, words["labour"] if line.is_labour else "", reduced if sums.discount else ""]
    return {
        "position": str(line.position),
        "text": line.text,
        "additions": [text for text in additions if text],
        "quantity": quantity_text(line.quantity, line.unit, language=language),
        "price": amount_text(line.unit_price, language=language),
        "rate": say.percent(rate_of(line, tax_mode=snapshot.tax_mode), language),
        "sum": say.euro(sums.net, language),
    }


def _sums(snapshot: Snapshot) -> Rows:
    """From the sum of the lines down to the taxes; the grand total is drawn apart."""
    language, sums = say.language_of(snapshot), snapshot.totals
    words = say.words(language)
    rows = [(words["subtotal"], sums.lines_net)]
    if sums.allowance:
        rows.append(
            (f"{words['discount'].capitalize()} {say.percent(snapshot.discount_percent, language)}", -sums.allowance)
        )
        rows.append((words["net"], sums.net))
    taxed = [group for group in sums.groups if snapshot.tax_mode == "standard"]
    for group in taxed:
        base = f" {words['on']} {say.euro(group.net, language)}" if len(taxed) > 1 else ""
        rows.append((f"{words['tax']} {say.percent(group.rate, language)}{base}", group.tax))
    return [(name, say.euro(amount, language)) for name, amount in rows] if len(rows) > 1 else []


def _notes(snapshot: Snapshot) -> list[str]:
    language = say.language_of(snapshot)
    texts = [
        say.tax_reason(snapshot.tax_mode, language),
        say.labour_text(snapshot),
        "" if _is_payable(snapshot) else say.terms_text(snapshot),
        say.retention_text(snapshot),
    ]
    return [text for text in texts if text]


def _is_payable(snapshot: Snapshot) -> bool:
    return snapshot.kind == InvoiceKind.INVOICE and snapshot.totals.gross > 0


def _girocode(snapshot: Snapshot) -> str | None:
    if not _is_payable(snapshot):
        return None
    account = snapshot.account
    return girocode(
        holder=_holder(snapshot),
        iban=account.iban,
        bic=account.bic,
        amount=snapshot.totals.gross,
        remittance=snapshot.number,
    )


def _holder(snapshot: Snapshot) -> str:
    return snapshot.account.holder or snapshot.seller.name


def _payment(snapshot: Snapshot, *, has_code: bool) -> dict[str, Any] | None:
    """The box with amount, account and GiroCode; none on a cancellation, a credit note or a sum of zero."""
    if not _is_payable(snapshot):
        return None
    language, iban = say.language_of(snapshot), _spaced(snapshot.account.iban)
    words, amount = say.words(language), say.euro(snapshot.totals.gross, language)
    facts = [
        (words["holder"], _holder(snapshot)),
        ("IBAN", iban),
        (words["purpose"], snapshot.number),
        ("BIC", snapshot.account.bic),
    ]
    return {
        "until": f"{words['pay_until']} {say.long_date(snapshot.due_on, language)}"
        if snapshot.due_on
        else words["pay_now"],
        "amount": amount,
        "facts": [(name, value) for name, value in facts if value],
        "code_alt": f"GiroCode: {amount}, {_holder(snapshot)}, {iban}, {snapshot.number}" if has_code else "",
    }
