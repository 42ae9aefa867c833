"""A service report of the demo company on paper, with photos drawn here, and the evidence of its signature."""

import dataclasses
import datetime
import functools
import hashlib
import io
from decimal import Decimal
from typing import Any

from PIL import Image, ImageDraw

from torhaus.reports.models import LineKind, SignatureMethod
from torhaus.reports.paper import Letterhead, PaperLine, PaperPhoto, ReportPaper, SignatureEvidence


@functools.cache
def logo() -> bytes:
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 255, 255), 56, fill="#0b5a61")
    pen.rectangle((80, 60, 110, 190), fill="white")
    pen.rectangle((80, 165, 150, 190), fill="white")
    pen.ellipse((130, 80, 200, 160), fill="#e8a33c")
    return _bytes(image, "PNG")


@functools.cache
def photo(colour: str = "#8aa4a8", size: tuple[int, int] = (800, 600)) -> bytes:
    image = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(image)
    pen.rectangle((size[0] // 3, 0, size[0] // 2, size[1]), fill="#c0703a")
    pen.ellipse((size[0] // 2, size[1] // 2, size[0] - 40, size[1] - 40), fill="#d7e4ea")
    return _bytes(image, "JPEG")


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


LETTERHEAD = Letterhead(
    name="Lindner Gebäudeservice",
    company="Lindner Gebäudeservice GmbH",
    tagline="Haus, Technik, Garten",
    address=("Handwerkerhof 3", "79100 Freiburg im Breisgau"),
    phone="+49 761 4550120",
    email="buero@lindner.example",
    website="https://lindner.example",
)
LINES = (
    PaperLine(text="Leckortung mit Feuchtemessung", quantity=Decimal(1), unit="LS"),
    PaperLine(text="Monteur Sanitär", quantity=Decimal("11.5"), unit="HUR", kind=LineKind.TIME),
    PaperLine(text="Kupferrohr 22 mm mit Pressfittings", quantity=Decimal("14.2"), unit="MTR", kind=LineKind.MATERIAL),
    PaperLine(text="Anfahrt", quantity=Decimal(2), unit="C62", kind=LineKind.TRAVEL),
)


def report(**changes: Any) -> ReportPaper:
    values: dict[str, Any] = {
        "letterhead": dataclasses.replace(LETTERHEAD, logo=logo()),
        "number": "LB-0771",
        "title": "Rohrbruch Uferstraße 4, 2. OG rechts",
        "performed_on": datetime.date(2026, 10, 29),
        "presented_on": datetime.date(2026, 10, 29),
        "customer_name": "Hausverwaltung Brandt GmbH",
        "customer_number": "K-10043",
        "site_name": "Uferstraße 4",
        "site_address": ("79106 Freiburg im Breisgau",),
        "room": "2. OG rechts, Bad",
        "contact": "Zuzana Nováková",
        "job_number": "A-318",
        "performers": ("Emre Ağaoğlu", "Paweł Wójcik"),
        "time_window": "08:15–14:00 Uhr",
        "lines": LINES,
        "remarks": "Steigleitung undicht, Rohrstück ersetzt und abgedrückt.\nDie Decke im 1. OG muss noch trocknen.",
        "photos": (
            PaperPhoto(content=photo(), caption="Bruchstelle vor der Reparatur"),
            PaperPhoto(content=photo("#7d8f6a", (600, 800))),
        ),
    }
    return ReportPaper(**{**values, **changes})


STROKES = [
    [[40.0 + 9 * n, 120.0 + 55.0 * ((-1) ** n) * (1 - n / 40)] for n in range(28)],
    [[60.0, 165.0], [330.0, 158.0], [420.0, 150.0]],
    [[450.0, 120.0]],
]


def evidence(presented: bytes, **changes: Any) -> SignatureEvidence:
    values: dict[str, Any] = {
        "presented_sha256": hashlib.sha256(presented).hexdigest(),
        "method": SignatureMethod.DRAWN.value,
        "signer_name": "Zuzana Nováková",
        "signer_role": "Mieterin",
        "login_method": "Passwort und Einmalcode",
        "consent_text": "Ich bestätige, dass die aufgeführten Leistungen erbracht wurden.",
        "strokes": STROKES,
        "signed_at": datetime.datetime(2026, 10, 29, 14, 12, 31, tzinfo=datetime.UTC),
        "ip_address": "203.0.113.24",
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1",
    }
    return SignatureEvidence(**{**values, **changes})
