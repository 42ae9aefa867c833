"""The words on the paper in German and English, and the sentences that the law wants.

They stand here and not in the translation catalogue: an issued document must read the same for ever, and its language is
the customer's, not that of whoever renders it.
"""

import datetime
from decimal import Decimal

from torhaus.invoices.models import InvoiceKind, TaxMode
from torhaus.invoices.snapshot import Snapshot
from torhaus.kernel.money import amount_text, number_text

Words = dict[str, str]

_GERMAN: Words = {
    "page": "Seite", "of": "von", "number": "Nummer", "date": "Datum", "service": "Leistung", "due": "Fällig am",
    "customer": "Kundennummer", "order": "Bestellnummer", "cost_centre": "Kostenstelle", "contract": "Vertragsnummer",
    "supplier": "Lieferantennummer", "leitweg": "Leitweg-ID", "job": "Auftrag", "reports": "Leistungsbeleg",
    "buyer_vat": "Ihre USt-IdNr.", "site": "Einsatzort", "on_site": "Vor Ort", "contact": "Ihr Kontakt",
    "position": "Pos.", "text": "Leistung", "quantity": "Menge", "price": "Einzel", "rate": "USt", "sum": "Gesamt",
    "discount": "Rabatt", "subtotal": "Zwischensumme", "net": "Nettobetrag", "tax": "Umsatzsteuer", "on": "auf",
    "pay_until": "Zu zahlen bis", "pay_now": "Zu zahlen", "qr_title": "Mit der Banking-App scannen", "holder": "Empfänger",
    "purpose": "Verwendungszweck", "portal": "Im Kundenportal öffnen", "phone": "Telefon", "email": "E-Mail",
    "bank": "Bank", "tax_number": "Steuernummer", "vat_id": "USt-IdNr.", "directors": "Geschäftsführung",
    "logo": "Logo", "continued": "Fortsetzung", "labour": "Lohnanteil § 35a EStG", "care_of": "c/o",
}  # fmt: skip
_ENGLISH: Words = {
    "page": "Page", "of": "of", "number": "Number", "date": "Date", "service": "Service date", "due": "Due on",
    "customer": "Customer no.", "order": "Order number", "cost_centre": "Cost centre", "contract": "Contract no.",
    "supplier": "Supplier no.", "leitweg": "Leitweg-ID", "job": "Job", "reports": "Service report",
    "buyer_vat": "Your VAT ID", "site": "Place of work", "on_site": "On site", "contact": "Your contact",
    "position": "No.", "text": "Service", "quantity": "Quantity", "price": "Unit price", "rate": "VAT", "sum": "Amount",
    "discount": "discount", "subtotal": "Subtotal", "net": "Net amount", "tax": "VAT", "on": "on",
    "pay_until": "Please pay by", "pay_now": "To pay", "qr_title": "Scan with your banking app", "holder": "Payee",
    "purpose": "Reference", "portal": "Open in the customer portal", "phone": "Phone", "email": "E-mail",
    "bank": "Bank", "tax_number": "Tax number", "vat_id": "VAT ID", "directors": "Managing directors",
    "logo": "Logo", "continued": "continued", "labour": "Labour share § 35a EStG", "care_of": "c/o",
}  # fmt: skip
_KINDS = {
    "de": {
        InvoiceKind.INVOICE: "Rechnung",
        InvoiceKind.CREDIT_NOTE: "Gutschrift",
        InvoiceKind.CANCELLATION: "Stornorechnung",
    },
    "en": {
        InvoiceKind.INVOICE: "Invoice",
        InvoiceKind.CREDIT_NOTE: "Credit note",
        InvoiceKind.CANCELLATION: "Cancellation",
    },
}
_GRAND_TOTALS = {
    "de": {
        InvoiceKind.INVOICE: "Rechnungsbetrag",
        InvoiceKind.CREDIT_NOTE: "Gutschriftbetrag",
        InvoiceKind.CANCELLATION: "Stornobetrag",
    },
    "en": {
        InvoiceKind.INVOICE: "Total",
        InvoiceKind.CREDIT_NOTE: "Total credit",
        InvoiceKind.CANCELLATION: "Total cancelled",
    },
}
_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def words(language: str) -> Words:
    return _ENGLISH if language == "en" else _GERMAN


def language_of(snapshot: Snapshot) -> str:
    """German unless the paper is asked for in English."""
    return "en" if snapshot.language == "en" else "de"


def date_text(date: datetime.date, language: str) -> str:
    return f"{date:%d.%m.%Y}" if language == "de" else f"{date.day} {_MONTHS['en'][date.month - 1][:3]} {date.year}"


def long_date(date: datetime.date, language: str) -> str:
    dot = "." if language == "de" else ""
    return f"{date.day}{dot} {_MONTHS[language][date.month - 1]} {date.year}"


def euro(amount: Decimal, language: str) -> str:
    return f"{amount_text(amount, language=language)}\N{NO-BREAK SPACE}€"


def percent(rate: Decimal, language: str) -> str:
    return f"{number_text(rate, language=language)}\N{NO-BREAK SPACE}%"


def country_name(code: str) -> str:
    """A country in German capitals, as the post wants it on letters abroad."""
    from babel import Locale  # here for weight: only letters abroad need it

    return str(Locale("de").territories.get(code.upper(), code)).upper()


def kind_name(snapshot: Snapshot) -> str:
    return _KINDS[language_of(snapshot)][InvoiceKind(snapshot.kind)]


def heading(snapshot: Snapshot) -> str:
    """Such as: Stornorechnung RE-2026-0420 zu RE-2026-0412."""
    name = f"{kind_name(snapshot)} {snapshot.number}".strip()
    if not snapshot.preceding:
        return name
    return f"{name} {'zu' if language_of(snapshot) == 'de' else 'of'} {snapshot.preceding.number}"


def grand_total_name(snapshot: Snapshot) -> str:
    return _GRAND_TOTALS[language_of(snapshot)][InvoiceKind(snapshot.kind)]


def preceding_text(snapshot: Snapshot) -> str:
    """The link that § 14 and § 31 (5) UStDV ask of a correction: number and date of what it changes."""
    if not snapshot.preceding:
        return ""
    number, date = snapshot.preceding.number, date_text(snapshot.preceding.issued_on, language_of(snapshot))
    is_cancellation = snapshot.kind == InvoiceKind.CANCELLATION
    if language_of(snapshot) == "en":
        return f"This document {'cancels invoice' if is_cancellation else 'credits invoice'} {number} of {date}."
    if is_cancellation:
        return f"Mit diesem Beleg stornieren wir unsere Rechnung {number} vom {date} vollständig."
    return f"Diese Gutschrift bezieht sich auf unsere Rechnung {number} vom {date}."


def tax_reason(tax_mode: str, language: str = "de") -> str:
    """Why no tax is shown (§ 14a (5), § 34a UStDV); empty in the standard case. Stands in the XML too (BT-120)."""
    reasons = {
        (TaxMode.REVERSE_CHARGE, "de"): "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG).",
        (TaxMode.REVERSE_CHARGE, "en"): "Reverse charge: Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG).",
        (
            TaxMode.SMALL_BUSINESS,
            "de",
        ): "Steuerbefreiung für Kleinunternehmer (§ 19 UStG): Es wird keine Umsatzsteuer berechnet.",
        (
            TaxMode.SMALL_BUSINESS,
            "en",
        ): "VAT exemption for small businesses (§ 19 UStG, Kleinunternehmer): no VAT is charged.",
    }
    return reasons.get((TaxMode(tax_mode), language), "")


def labour_text(snapshot: Snapshot) -> str:
    """The share of labour that a private customer may claim under § 35a EStG."""
    sums, language = snapshot.totals, language_of(snapshot)
    if not sums.labour_net:
        return ""
    net, gross = euro(sums.labour_net, language), euro(sums.labour_gross, language)
    if sums.labour_net == sums.labour_gross:
        return (
            f"Labour costs included (§ 35a EStG): {net}."
            if language == "en"
            else f"Enthaltene Lohnkosten nach § 35a EStG: {net}."
        )
    if language == "en":
        return f"Labour costs included (§ 35a EStG): {net} net ({gross} including VAT)."
    return f"Enthaltene Lohnkosten nach § 35a EStG: {net} netto ({gross} mit Umsatzsteuer)."


def retention_text(snapshot: Snapshot) -> str:
    """The duty of private persons to keep the invoice (§ 14b (1) sentence 5 UStG)."""
    if not snapshot.has_retention_note:
        return ""
    if language_of(snapshot) == "en":
        return "Private recipients must keep this invoice for two years (§ 14b (1) UStG)."
    return "Als Privatperson sind Sie verpflichtet, diese Rechnung zwei Jahre lang aufzubewahren (§ 14b Abs. 1 UStG)."


def terms_text(snapshot: Snapshot) -> str:
    """The payment terms (BT-20)."""
    language = language_of(snapshot)
    if snapshot.kind == InvoiceKind.CREDIT_NOTE:
        return "We will credit this amount to you." if language == "en" else "Diesen Betrag schreiben wir Ihnen gut."
    if snapshot.totals.gross <= 0:
        return "Nothing to pay." if language == "en" else "Es ist nichts zu zahlen."
    if not snapshot.due_on:
        return "Payable on receipt." if language == "en" else "Zahlbar sofort nach Erhalt ohne Abzug."
    date = date_text(snapshot.due_on, language)
    return f"Payable by {date} without deduction." if language == "en" else f"Zahlbar bis {date} ohne Abzug."


def service_text(snapshot: Snapshot) -> str:
    """The day or the period of the service."""
    first, last = snapshot.service_from, snapshot.service_to or snapshot.service_from
    if not first or not last:
        return ""
    language = language_of(snapshot)
    return (
        date_text(first, language) if first == last else f"{date_text(first, language)} – {date_text(last, language)}"
    )
