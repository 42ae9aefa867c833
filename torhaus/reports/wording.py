"""The words on a service report and its evidence page, German and English; see invoices.wording for the reason."""

import datetime

from torhaus.providers.models import ReportWord
from torhaus.reports.models import LineKind, SignatureMethod

Words = dict[str, str]

_GERMAN: Words = {
    "report": "Leistungsbeleg", "page": "Seite", "of": "von", "date": "Leistungsdatum", "time": "Uhrzeit", "job": "Auftrag",
    "order": "Bestellnummer", "customer": "Kunde", "customer_number": "Kundennummer", "site": "Einsatzort", "room": "Raum",
    "contact": "Vor Ort", "performers": "Ausgeführt von", "position": "Pos.", "text": "Bezeichnung", "kind": "Art",
    "quantity": "Menge", "remarks": "Bemerkungen", "photos": "Fotos", "photo": "Foto", "logo": "Logo",
    "unreadable": "Dieses Bild konnte nicht gelesen werden.", "nothing": "Keine Leistungen eingetragen.",
    "signature": "Unterschrift", "signature_to": "Unterschrift zu", "signer": "Unterschrieben von", "role": "Funktion",
    "method": "Art der Unterschrift", "moment": "Zeitpunkt", "login": "Angemeldet mit", "address": "IP-Adresse",
    "agent": "Gerät und Browser", "consent": "Erklärung", "reservation": "Vorbehalt", "evidence": "Nachweis",
    "hash": "Prüfsumme des vorgelegten Dokuments (SHA-256)", "drawn_alt": "Gezeichnete Unterschrift von",
    "explanation": "Einfache elektronische Signatur nach Art. 25 der Verordnung (EU) Nr. 910/2014 (eIDAS). Die Prüfsumme "
    "gehört zu genau der Datei, die vor der Unterschrift gezeigt wurde. Sie liegt diesem PDF unverändert als Anlage bei; "
    "ihre Seiten stehen unverändert vor dieser.",
    "attachment": "Das Dokument, wie es vor der Unterschrift vorlag", "extract": "Auszug aus Leistungsbeleg",
    "extract_note": "Dieser Auszug enthält nur, was für Ihren Zugang freigegeben ist. Er ist nicht das vorgelegte "
    "Dokument und kann nicht unterschrieben werden.",
}  # fmt: skip
_ENGLISH: Words = {
    "report": "Service report", "page": "Page", "of": "of", "date": "Service date", "time": "Time", "job": "Job",
    "order": "Order number", "customer": "Customer", "customer_number": "Customer no.", "site": "Place of work",
    "room": "Room", "contact": "On site", "performers": "Carried out by", "position": "No.", "text": "Description",
    "kind": "Kind", "quantity": "Quantity", "remarks": "Remarks", "photos": "Photos", "photo": "Photo", "logo": "Logo",
    "unreadable": "This picture could not be read.", "nothing": "No services entered.",
    "signature": "Signature", "signature_to": "Signature for", "signer": "Signed by", "role": "Role",
    "method": "Kind of signature", "moment": "Time", "login": "Logged in with", "address": "IP address",
    "agent": "Device and browser", "consent": "Declaration", "reservation": "Reservation", "evidence": "Evidence",
    "hash": "Checksum of the presented document (SHA-256)", "drawn_alt": "Drawn signature of",
    "explanation": "Simple electronic signature under Art. 25 of Regulation (EU) No 910/2014 (eIDAS). The checksum belongs "
    "to exactly the file that was shown before signing. It is attached to this PDF unchanged; its pages stand unchanged "
    "before this one.",
    "attachment": "The document as it was before signing", "extract": "Extract from service report",
    "extract_note": "This extract contains only what is open to your access. It is not the presented document and cannot "
    "be signed.",
}  # fmt: skip
_OTHER_NAMES: dict[str, tuple[str, str]] = {
    ReportWord.DAYWORK: ("Regiebericht", "Daywork report"),
    ReportWord.RECORD: ("Tätigkeitsnachweis", "Record of activities"),
}
_KINDS = {
    "de": {
        LineKind.SERVICE: "Leistung",
        LineKind.TIME: "Arbeitszeit",
        LineKind.MATERIAL: "Material",
        LineKind.TRAVEL: "Anfahrt",
    },
    "en": {
        LineKind.SERVICE: "Service",
        LineKind.TIME: "Working time",
        LineKind.MATERIAL: "Material",
        LineKind.TRAVEL: "Travel",
    },
}
_METHODS = {
    "de": {SignatureMethod.DRAWN: "gezeichnet", SignatureMethod.TYPED: "mit Namen bestätigt"},
    "en": {SignatureMethod.DRAWN: "drawn", SignatureMethod.TYPED: "confirmed by name"},
}


def words(language: str, report: str = ReportWord.REPORT) -> Words:
    """All words; `report` is what the company calls such a paper."""
    found = _ENGLISH if language == "en" else _GERMAN
    return found | {"report": _OTHER_NAMES[ReportWord(report)][language == "en"]} if report in _OTHER_NAMES else found


def kind_name(kind: str, language: str) -> str:
    return _KINDS.get(language, _KINDS["de"]).get(LineKind(kind), "") if kind in LineKind.values else kind


def method_name(method: str, language: str) -> str:
    return (
        _METHODS.get(language, _METHODS["de"]).get(SignatureMethod(method), "")
        if method in SignatureMethod.values
        else method
    )


def date_text(date: datetime.date, language: str) -> str:
    return f"{date:%d.%m.%Y}" if language != "en" else f"{date.day} {date:%b %Y}"


def moment_text(moment: datetime.datetime, language: str) -> str:
    """UTC to the second, since evidence wants no zone to be guessed."""
    utc = moment.astimezone(datetime.UTC)
    return f"{date_text(utc.date(), language)}, {utc:%H:%M:%S} UTC"
