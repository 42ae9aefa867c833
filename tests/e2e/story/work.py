"""Chapters 5 and 6: planned, moved at the customer's wish, done, reported with a photo, signed by hand and by name."""

import datetime as dt
import io
import re

import pikepdf

from tests.e2e.screen import Screen
from tests.e2e.story.portal import photo
from tests.e2e.story.stage import CUSTOMER, FAULT, OWNER, SITE, Stage
from tests.pdf_text import page_text

SECOND_FAULT = "Heizkörper im Flur bleibt kalt"


def visit_planned(stage: Stage) -> None:
    """The customer sees the day, the window and who comes."""
    office, customer = stage.office, stage.customer
    office.open(stage.noted["job"])
    office.follow("Einsatz planen")
    day = dt.date.today() + dt.timedelta(days=3)
    office.fill(day=day.isoformat(), begin="08:00", end="10:00", note="Leiter mitnehmen")
    _tick_performer(office, "Timo Bach")
    office.press("Einsatz planen", within="main")
    office.page.wait_for_url(re.compile(r"/office/visits/\d+/"))
    stage.noted["visit"] = office.page.url
    customer.open(stage.link_of_mail(CUSTOMER, "Termin: %(when)s"))
    customer.sees("Timo Bach", SITE, customer.say("Geplant"))
    customer.sees_nothing_of("Leiter mitnehmen")
    customer.open(stage.noted["ticket"])
    customer.sees(customer.say("Geplant"), "Timo Bach")


def moved_at_wish(stage: Stage) -> None:
    office, customer = stage.office, stage.customer
    customer.follow("Zum Termin")
    customer.follow("Verschieben")
    wished = dt.date.today() + dt.timedelta(days=4)
    customer.fill(wish="Am Vormittag bin ich nicht da.", day=wished.isoformat(), begin="13:00", end="15:00")
    customer.press("Wunsch senden")
    customer.sees("Am Vormittag bin ich nicht da.")
    office.open(stage.link_of_mail(OWNER, "Terminwunsch: %(title)s", title=FAULT))
    office.press("Wunschtermin bestätigen")
    office.sees("13:00", within="main")
    customer.open(stage.link_of_mail(CUSTOMER, "Bestätigt: %(when)s"))
    customer.sees("13:00")


def work_done(stage: Stage) -> None:
    """Timo begins and ends the visit on his phone and writes the report there."""
    technician = stage.technician
    technician.open("/office/visits/")
    technician.follow("Anstehend")
    technician.follow(FAULT, within="main")
    technician.sees("Leiter mitnehmen", "Frau Novak")
    technician.press("Arbeit beginnen")
    technician.follow("Abschließen", within="main")
    technician.press("Abschließen", within="dialog")
    technician.press("Leistungsbeleg schreiben")
    technician.page.wait_for_url(re.compile(r"/office/reports/\d+/edit/"))
    stage.noted["report"] = technician.page.url.removesuffix("edit/")


def report_presented(stage: Stage) -> None:
    """Services, time, material, remarks and a photo; then to the customer."""
    technician = stage.technician
    _write_line(technician, 0, text="Dichtung am Steigstrang erneuert", price="180")
    _write_line(technician, 1, text="Monteur", quantity="2", price="64")
    _write_line(technician, 2, text="Anfahrt", price="25")
    technician.press("Zeile hinzufügen")
    _write_line(technician, 3, text="Kupferrohr 22 mm", kind="material", quantity="3", unit="MTR", price="22")
    technician.fill(remarks="Decke trocknet noch drei Tage.")
    technician.page.set_input_files(
        "input[name=photos]", {"name": "neu.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    technician.press("Speichern und vorlegen")
    technician.page.wait_for_url(stage.noted["report"])
    technician.sees(technician.say("Wartet auf Unterschrift"))


def signed_by_hand(stage: Stage) -> None:
    """The customer draws; the signed PDF holds the report and the page of evidence."""
    customer = stage.customer
    customer.open(stage.link_of_mail(CUSTOMER, "Zur Unterschrift: %(title)s (%(number)s)", title=FAULT))
    customer.sees("Dichtung am Steigstrang erneuert", "Decke trocknet noch drei Tage.")
    assert customer.download("PDF ansehen").startswith(b"%PDF")
    customer.fill(signer_name="Anna Lerch", signer_role="Verwalterin")
    _draw(customer)
    customer.tick("agrees")
    customer.press("Jetzt unterschreiben")
    customer.sees(customer.say("Unterschrieben"), within="main")
    text = _text_of(customer.download("PDF"))
    assert "AnnaLerch" in text
    stage.link_of_mail(OWNER, "Unterschrieben: %(number)s, %(customer)s")


def second_visit_signed_by_name(stage: Stage) -> None:
    """A second fault, at a place whose customer pays itself; done the same day and signed with the typed name."""
    office, technician, customer = stage.office, stage.technician, stage.customer
    customer.open("/portal/tickets/new/")
    customer.press("Weiter")
    customer.choose(site="Talblick 4")
    customer.press("Weiter")
    customer.fill(title=SECOND_FAULT)
    customer.press("Absenden")
    customer.sees(SECOND_FAULT, within="main")
    office.open(stage.link_of_mail(OWNER, "%(number)s%(urgency)s: %(title)s", title=SECOND_FAULT))
    office.follow("Einplanen")
    office.fill(day=dt.date.today().isoformat(), begin="08:00", end="23:00")
    _tick_performer(office, "Timo Bach")
    office.press("Einsatz planen", within="main")
    office.page.wait_for_url(re.compile(r"/office/visits/\d+/"))
    technician.open(office.page.url)
    technician.press("Arbeit beginnen")
    technician.follow("Abschließen", within="main")
    technician.press("Abschließen", within="dialog")
    technician.press("Leistungsbeleg schreiben")
    technician.page.wait_for_url(re.compile(r"/office/reports/\d+/edit/"))
    _write_line(technician, 0, text="Ventil gangbar gemacht", price="75")
    _write_line(technician, 1, price="64")
    _write_line(technician, 2, price="25")
    technician.press("Speichern und vorlegen")
    customer.open(stage.link_of_mail(CUSTOMER, "Zur Unterschrift: %(title)s (%(number)s)", title=SECOND_FAULT))
    customer.fill(signer_name="Anna Lerch")
    customer.tick("agrees")
    customer.press("Jetzt unterschreiben")
    customer.sees(customer.say("Unterschrieben"), within="main")


def _tick_performer(screen: Screen, name: str) -> None:
    screen.page.locator("#performers label", has_text=name).click()


def _write_line(screen: Screen, number: int, *, kind: str = "", unit: str = "", **typed: str) -> None:
    """Into a row that is there: what the visit proposed, or an empty one."""
    row = screen.page.locator("[data-row]").nth(number)
    for name, value in {"kind": kind, "unit": unit}.items():
        if value:
            row.locator(f"[name$=-{name}]").select_option(value)
    for name, value in typed.items():
        row.locator(f"[name$=-{'unit_price' if name == 'price' else name}]").fill(value)


def _draw(screen: Screen) -> None:
    canvas = screen.page.locator("signature-pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse = screen.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 60)
    mouse.down()
    for step in range(1, 12):
        mouse.move(box["x"] + 30 + step * 18, box["y"] + 60 + (30 if step % 2 else -30))
    mouse.up()
    assert screen.page.locator("signature-pad input[name=strokes]").input_value() != ""


def _text_of(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page_text(opened, number) for number in range(len(opened.pages)))
