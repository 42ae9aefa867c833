"""The access card on paper: where the portal is, as address and QR code, for whom. It leads to the login and is none."""

import datetime
import pathlib
from dataclasses import dataclass
from typing import Any

from torhaus.kernel import pdf, pictures, qr
from torhaus.providers.models import Provider

FOLDER = pathlib.Path(__file__).parent / "typst"

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "heading": "Ihr Kundenportal",
        "intro": "alles rund um Ihre Aufträge finden Sie in unserem Kundenportal: Meldungen, Termine, Belege.",
        "how": "Scannen Sie den Code mit Ihrem Telefon, oder geben Sie die Adresse im Browser ein. Dort melden Sie sich an.",
        "card": "Ihre Zugangskarte",
        "username": "Benutzername",
        "email_login": "Anmeldung mit Ihrer E-Mail-Adresse",
        "password": "Passwort",
        "note": "Der Code führt nur zur Anmeldung. Eine Karte mit Passwort bewahren Sie auf wie einen Schlüssel.",
        "hello": "Guten Tag",
        "qr_alt": "QR-Code, führt zu",
        "logo": "Logo von",
        "page": "Seite",
        "of": "von",
    },
    "en": {
        "heading": "Your customer portal",
        "intro": "everything about your jobs is in our customer portal: requests, appointments, documents.",
        "how": "Scan the code with your telephone, or type the address into a browser. Log in there.",
        "card": "Your access card",
        "username": "Username",
        "email_login": "Log in with your e-mail address",
        "password": "Password",
        "note": "The code leads to the login only. Keep a card that carries the password like a key.",
        "hello": "Hello",
        "qr_alt": "QR code, leads to",
        "logo": "Logo of",
        "page": "Page",
        "of": "of",
    },
}


@dataclass(frozen=True, kw_only=True)
class AccessCard:
    """`recipient` is the address window, line by line; `username` is empty for whoever logs in by e-mail."""

    provider: Provider
    address: str
    recipient: tuple[str, ...]
    name: str
    username: str = ""
    language: str = "de"
    logo: bytes | None = None
    dated: datetime.date


def letter_pdf(card: AccessCard) -> bytes:
    """A4 with the address in the window of DIN 5008 form B, the card below to be cut out."""
    return _compile(card, "access-letter.typ")


def small_pdf(card: AccessCard) -> bytes:
    """One page of 85.6 × 54 mm (ISO/IEC 7810 ID-1), for a card printer."""
    return _compile(card, "access-card.typ")


def _compile(card: AccessCard, template: str) -> bytes:
    logo = pictures.logo_for_paper(card.logo)
    files = {"qr.svg": qr.qr(card.address).encode()} | ({"logo.svg": logo} if logo else {})
    return pdf.compile(
        FOLDER / template,
        data=_data(card, has_logo=logo is not None),
        dated=card.dated,
        verbatim={"address": card.address},
        files=files,
    )


def _data(card: AccessCard, *, has_logo: bool) -> dict[str, Any]:
    provider = card.provider
    language = card.language if card.language in WORDS else "de"
    words = WORDS[language]
    place = f"{provider.postcode} {provider.city}".strip()
    return {
        "language": language,
        "words": words,
        "author": provider.legal_name or provider.name,
        "running": words["heading"],
        "heading": words["heading"],
        "description": f"{words['heading']}: {provider.name}",
        "branding": {
            "name": provider.name,
            "tagline": provider.tagline,
            "logo": "logo.svg" if has_logo else "",
            "logo_alt": f"{words['logo']} {provider.name}",
            "hue": provider.brand_hue,
            "chroma": float(provider.brand_chroma),
        },
        "footer": [
            [line for line in (provider.legal_name or provider.name, provider.street, place) if line],
            [line for line in (provider.phone, provider.email) if line] or [""],
        ],
        "sender_line": " · ".join(
            part for part in (provider.legal_name or provider.name, provider.street, place) if part
        ),
        "recipient": list(card.recipient),
        "facts": [],
        "name": card.name,
        "username": card.username,
        "phone": provider.phone,
        "qr_alt": f"{words['qr_alt']} {card.address}",
    }
