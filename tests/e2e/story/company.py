"""Chapter 1: the company is filled in, a colleague is invited, customers come from spreadsheets and by hand."""

import io

import openpyxl  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from tests.e2e.story.stage import COMPANY, CUSTOMER, MANAGER, OWNER, PASSWORD, SITE, TECHNICIAN, WEG, Stage

CUSTOMERS = """Kundennummer;Name;Art;Straße;PLZ;Ort;E-Mail;Telefon;Zahlungsziel
K-100;Hausverwaltung Lerch;Hausverwaltung;Finkenweg 1;79098;Freiburg;post@hv-lerch.example;0761 5550610;10
K-101;Bäckerei Süß;Unternehmen;Marktstraße 2;791;Freiburg;info@suess.example;0761 5550611;14
K-102;Gärtnerei Grün;Unternehmen;Talweg 3;79100;Freiburg;info@gruen.example;0761 5550612;14
"""
IMPORTED = ("%(count)s Zeile ist eingelesen.", "%(count)s Zeilen sind eingelesen.")
SHEETS = {
    "Ansprechpartner": [
        ["Kundennummer", "Anrede", "Vorname", "Nachname", "E-Mail", "Sprache", "Hauptansprechpartner"],
        ["K-100", "Frau", "Anna", "Lerch", CUSTOMER, "", "ja"],
    ],
    "Rechnungsempfänger": [
        ["Kundennummer", "Rechnungsempfänger", "c/o", "Straße", "PLZ", "Ort", "Kostenstelle", "Bestellnummer Pflicht"],
        ["K-100", WEG, MANAGER, "Finkenweg 1", "79098", "Freiburg", "A9", "ja"],
    ],
    "Objekte": [
        ["Kundennummer", "Objekt", "Straße", "PLZ", "Ort", "Breite", "Länge", "Kontakt vor Ort", "Rechnungsempfänger"],
        ["K-100", SITE, SITE, "79102", "Freiburg", "47,9893", "7,8610", "Frau Novak", WEG],
        ["K-100", "Talblick 4", "Talblick 4", "79199", "Kirchzarten", "", "", "", ""],
    ],
    "Räume": [["Kundennummer", "Objekt", "Raum", "Geschoss"], ["K-100", SITE, "Wohnung 12", "2. OG"]],
}


def founded(stage: Stage) -> None:
    stage.made.run(
        "createowner", "--company", COMPANY, "--email", OWNER, "--first-name", "Ruth", "--last-name", "Sonn",
        "--language", stage.language, "--password", PASSWORD,
    )  # fmt: skip
    stage.office.log_in(OWNER, PASSWORD)
    stage.office.page.wait_for_url("**/office/")


def filled_in(stage: Stage) -> None:
    """Address, tax, bank; then logo and colour."""
    office = stage.office
    office.follow("Firmendaten für Rechnungen")
    office.fill(
        name=COMPANY, legal_name="Sonnwald Haustechnik GmbH", street="Quellenweg 5", postcode="79104", city="Freiburg",
        email="buero@sonnwald.example", phone="0761 5550700", tax_number="06123/45678", vat_id="DE 136695976",
        managing_directors="Ruth Sonn", register_court="Amtsgericht Freiburg", register_number="HRB 711002",
        iban="DE02 1203 0000 0000 2020 51", account_holder="Sonnwald Haustechnik GmbH", payment_days="14",
    )  # fmt: skip
    office.press("Speichern")
    office.follow("Logo und Farbe")
    office.page.set_input_files("input[name=logo]", {"name": "logo.png", "mimeType": "image/png", "buffer": _logo()})
    office.press("Logo hochladen")
    office.page.wait_for_selector("main img")
    office.fill(colour="#7a3b12")
    office.press("Farbe übernehmen")
    assert "logo.png" in str(office.page.locator("main img").get_attribute("src"))


def colleague_invited(stage: Stage) -> None:
    """Timo gets a mail, accepts with a password of his own and is in."""
    office, technician = stage.office, stage.technician
    office.open("/office/settings/staff/new/")
    office.fill(first_name="Timo", last_name="Bach", job_title="Installateur", email=TECHNICIAN)
    office.field("role").select_option("technician")
    office.press("Hinzufügen")
    technician.open(stage.link_of_mail(TECHNICIAN, "Einladung ins Team von %(provider)s", provider=COMPANY))
    technician.fill(password=PASSWORD)
    technician.press("Annehmen und anmelden")
    technician.page.wait_for_url("**/office/")


def customers_imported(stage: Stage) -> None:
    """A CSV as Excel writes it in Germany, with a bad line; then a workbook; the rest by hand."""
    office = stage.office
    _upload(stage, "kunden.csv", CUSTOMERS.replace("\n", "\r\n").encode("cp1252"))
    office.sees("791")
    office.press("Jetzt einlesen")
    office.sees(office.say_many(*IMPORTED, count=2))
    bad = office.download("Fehlerhafte Zeilen herunterladen").decode("utf-8-sig")
    assert "Bäckerei Süß" in bad
    _upload(stage, "rest.xlsx", _workbook(stage))
    office.press("Jetzt einlesen")
    office.sees(office.say_many(*IMPORTED, count=5))


def customer_by_hand(stage: Stage) -> None:
    office = stage.office
    office.open("/office/customers/new/")
    office.fill(name="Familie Amann", street="Reutestraße 3", postcode="79115", city="Freiburg", phone="0761 5550613")
    office.field("kind").select_option("household")
    office.press("Kunden anlegen")
    office.sees("Familie Amann")


def _upload(stage: Stage, name: str, content: bytes) -> None:
    office = stage.office
    office.open("/office/imports/")
    office.page.set_input_files(
        "input[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    office.press("Prüfen")
    office.sees(office.say("Geprüft, noch nichts geändert."))


def _workbook(stage: Stage) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["Ansprechpartner"]["F2"] = stage.language
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _logo() -> bytes:
    image = Image.new("RGB", (200, 200), (122, 59, 18))
    ImageDraw.Draw(image).ellipse((50, 50, 150, 150), fill=(250, 214, 120))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
