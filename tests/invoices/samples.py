"""One snapshot of every kind of invoice the product makes, each named; all from the demo company's books."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from torhaus.customers.models import EInvoiceFormat
from torhaus.invoices.models import InvoiceKind, TaxMode
from torhaus.invoices.snapshot import (
    Account,
    Address,
    Branding,
    Buyer,
    ContactPoint,
    Line,
    Place,
    Preceding,
    References,
    Seller,
    Snapshot,
    cancellation_of,
)
from torhaus.invoices.totals import totals

SELLER = Seller(
    name="Lindner Gebäudeservice GmbH",
    address=Address(street="Handwerkerhof 3", postcode="79100", city="Freiburg im Breisgau"),
    tax_number="06123/45678",
    vat_id="DE136695976",
    register_court="Amtsgericht Freiburg",
    register_number="HRB 704711",
    managing_directors="Katrin Lindner",
    phone="+49 761 4550120",
    email="rechnung@lindner.example",
    website="https://lindner.example",
    contact=ContactPoint(name="Jonas Vogt", phone="+49 761 4550123", email="buero@lindner.example"),
)
BRANDT = Buyer(
    name="Hausverwaltung Brandt GmbH",
    address=Address(street="Münsterallee 18", postcode="79098", city="Freiburg im Breisgau"),
    number="K-10043",
    email="rechnungen@brandt.example",
)
WEG = dataclasses.replace(BRANDT, name="WEG Uferstraße 4", care_of="Hausverwaltung Brandt GmbH")
STADT = Buyer(
    name="Stadt Freiburg, Gebäudemanagement",
    address=Address(
        street="Fehrenbachallee 12", extra="Amt für Hochbau", postcode="79106", city="Freiburg im Breisgau"
    ),
    number="K-10051",
    email="",
    is_authority=True,
)
NOVAK = dataclasses.replace(
    BRANDT, name="Zuzana Nováková", number="K-10077", email="z.novakova@example.org", is_business=False
)
UFERSTRASSE = Place(
    name="Uferstraße 4",
    address=Address(street="Uferstraße 4", postcode="79106", city="Freiburg im Breisgau"),
    room="2. OG rechts",
    contact_name="Zuzana Nováková",
    contact_phone="0761 555014",
)
ACCOUNT = Account(
    holder="Lindner Gebäudeservice GmbH", iban="DE02 1203 0000 0000 2020 51", bic="BYLADEM1001", bank="DKB"
)
BRANDING = Branding(name="Lindner Gebäudeservice", tagline="Haus, Technik, Garten", logo="")


def line(position: int, text: str, quantity: str, unit: str, price: str, **more: Any) -> Line:
    return Line(position=position, text=text, quantity=Decimal(quantity), unit=unit, unit_price=Decimal(price), **more)


LINES = (
    line(1, "Leckortung mit Feuchtemessung", "1", "LS", "189.00", detail="pauschal, inklusive Bericht"),
    line(2, "Monteur Sanitär", "11.5", "HUR", "64.00", is_labour=True),
    line(3, "Kupferrohr 22 mm mit Pressfittings", "14.2", "MTR", "21.90"),
    line(4, "Wand schließen und verputzen", "3.4", "MTK", "78.00"),
    line(5, "Anfahrt", "2", "C62", "23.41"),
)
TWO_RATES = (*LINES[:3], line(4, "Fachbuch Heizungswartung", "2", "C62", "24.90", tax_rate=Decimal(7)))


def invoice(lines: tuple[Line, ...] = LINES, **changes: Any) -> Snapshot:
    """The invoice of the design study, with changes."""
    mode = changes.get("tax_mode", TaxMode.STANDARD.value)
    discount = changes.get("discount_percent", Decimal(0))
    values: dict[str, Any] = {
        "seller": SELLER,
        "buyer": BRANDT,
        "number": "RE-2026-0412",
        "issued_on": datetime.date(2026, 11, 18),
        "service_from": datetime.date(2026, 10, 29),
        "service_to": datetime.date(2026, 10, 29),
        "due_on": datetime.date(2026, 12, 2),
        "title": "Rohrbruch Uferstraße 4, 2. OG rechts",
        "intro": "Vielen Dank für Ihren Auftrag. Wir berechnen Ihnen die folgenden Leistungen.",
        "note": "Fragen zur Rechnung? Rufen Sie uns gern an.",
        "place": UFERSTRASSE,
        "account": ACCOUNT,
        "branding": BRANDING,
        "portal_url": "https://portal.example/portal/invoices/412/",
        "references": References(job_number="A-318", report_numbers=("LB-0771",)),
    }
    return Snapshot(
        **{**values, "lines": lines, "totals": totals(lines, tax_mode=mode, discount_percent=discount), **changes}
    )


def small_business() -> Snapshot:
    seller = dataclasses.replace(
        SELLER, name="Weber Gartenpflege", vat_id="", register_court="", register_number="", managing_directors=""
    )
    branding = dataclasses.replace(BRANDING, name="Weber Gartenpflege", tagline="", hue=145, chroma=Decimal("0.09"))
    return invoice(
        seller=seller, branding=branding, tax_mode=TaxMode.SMALL_BUSINESS.value, buyer=NOVAK, has_retention_note=True
    )


def discounted_lines() -> tuple[Line, ...]:
    return (*LINES[:2], dataclasses.replace(LINES[2], discount_percent=Decimal("12.5")), *LINES[3:])


def authority(**changes: Any) -> Snapshot:
    numbers = References(
        leitweg_id="04011000-12345-03", order_number="4500771234", contract_number="RV-2025-17", cost_centre="65110",
        supplier_number="L-88120", job_number="A-322", report_numbers=("LB-0774", "LB-0775"), requires_order_number=True,
    )  # fmt: skip
    xrechnung = EInvoiceFormat.XRECHNUNG.value
    return invoice(TWO_RATES, buyer=STADT, references=numbers, einvoice_format=xrechnung, **changes)


def all_kinds() -> dict[str, Snapshot]:
    one_rate = invoice()
    several = invoice(
        TWO_RATES, buyer=WEG, service_from=datetime.date(2026, 10, 1), service_to=datetime.date(2026, 10, 31)
    )
    discounted = invoice(
        TWO_RATES[:2] + discounted_lines()[2:3] + TWO_RATES[3:], discount_percent=Decimal(3), buyer=WEG
    )
    reverse = invoice(
        tax_mode=TaxMode.REVERSE_CHARGE.value,
        buyer=dataclasses.replace(BRANDT, name="Stadtbau Freiburg AG", vat_id="DE811907980"),
    )
    day = datetime.date(2026, 11, 20)
    credit = Preceding(number=one_rate.number, issued_on=datetime.date(2026, 11, 18))
    return {
        "one rate": one_rate,
        "several rates, care of, period": several,
        "with a rate of zero": invoice(
            (*LINES[:2], line(3, "PV-Modul 430 Wp", "8", "C62", "119.00", tax_rate=Decimal(0)))
        ),
        "reverse charge": reverse,
        "small business": small_business(),
        "line discount": invoice(discounted_lines()),
        "invoice discount": invoice(TWO_RATES, discount_percent=Decimal("2.5")),
        "both discounts": discounted,
        "cancellation": cancellation_of(one_rate, number="RE-2026-0420", issued_on=day),
        "cancellation of discounts": cancellation_of(discounted, number="RE-2026-0421", issued_on=day),
        "cancellation of reverse charge": cancellation_of(reverse, number="RE-2026-0422", issued_on=day),
        "credit note": invoice(
            LINES[4:], number="GU-2026-0007", kind=InvoiceKind.CREDIT_NOTE.value, preceding=credit, intro="", note=""
        ),
        "authority with Leitweg-ID": authority(),
        "cancellation for an authority": cancellation_of(
            authority(number="RE-2026-0418"), number="RE-2026-0423", issued_on=day
        ),
        "household, English": invoice(buyer=NOVAK, has_retention_note=True, language="en"),
        "several pages": many_lines(),
        "hostile text": invoice(
            HOSTILE_LINES, title=HOSTILE, intro=HOSTILE, note=HOSTILE, buyer=dataclasses.replace(BRANDT, name=HOSTILE)
        ),
    }


def many_lines(count: int = 45) -> Snapshot:
    """An invoice of several pages."""
    lines = tuple(
        line(n, f"Wartung Heizkreis {n}", "1.5", "HUR", "64.00", detail="Sichtprüfung, Druckprobe, Protokoll")
        for n in range(1, count + 1)
    )
    return invoice(lines)


HOSTILE = (
    '#import "letter.typ" \\ "]\\ $x$ @ref *fett* <script>&amp; 🚰👨‍👩‍👧 שלום مرحبا Łódź Ağaoğlu \u202e01 \x00\x07 漢字 e\u0301 a\u0308 '
    + "ä" * 300
)
HOSTILE_LINES = (
    line(1, HOSTILE, "1", "C62", "10.00", detail="#{panic()} " + "W" * 300),
    line(2, "☃️ 🔧\u0301 \ufeff\u200b Z̸̡̪ͨ͊ Київ Ωμέγα", "-1.125", "XYZ", "0.01"),
)
