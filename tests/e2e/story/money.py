"""Chapters 7 and 8: billed to who owes it, with what is missing named; issued, read, paid; a wrong one cancelled and anew."""

import datetime as dt
import io
import re

import pikepdf

from tests.e2e.story.stage import COMPANY, CUSTOMER, FAULT, MANAGER, WEG, Stage
from tests.e2e.story.work import SECOND_FAULT


def invoice_stopped(stage: Stage) -> None:
    """The WEG's order number is missing: the list says so, the draft stays."""
    office = stage.office
    office.open("/office/invoices/unbilled/")
    office.sees(WEG, MANAGER, FAULT, SECOND_FAULT)
    office.page.locator("form.bundle", has_text=WEG).get_by_role("button", name=office.say("Entwurf anlegen")).click()
    office.page.wait_for_url(re.compile(r"/office/invoices/\d+/"))
    stage.noted["invoice"] = office.page.url
    office.sees(WEG, within="#total")
    office.sees(office.say("Dieser Kunde verlangt eine Bestellnummer."), within=".missing")
    _issue(stage)
    office.sees(office.say("Es fehlt noch etwas, bevor diese Rechnung gestellt werden kann."))


def invoice_issued(stage: Stage) -> None:
    """With the order number it goes out: gapless number, PDF with the e-invoice inside, XRechnung, mail to the customer."""
    office = stage.office
    office.open(stage.noted["invoice"])
    office.fill(order_number="B-2026-77")
    _issue(stage)
    office.sees(office.say("Rechnung %(number)s", number=_number(1)), within="h1")
    office.sees(WEG, MANAGER, "B-2026-77", "A9", within="main")
    stage.made.mail(CUSTOMER, about=_number(1))
    pdf = office.download("PDF")
    assert attached(pdf) == ["factur-x.xml"]
    xml = office.download("XRechnung (CII)").decode()
    assert "xrechnung_3.0" in xml
    assert "B-2026-77" in xml


def invoice_read(stage: Stage) -> None:
    """The customer follows the mail, sees what to pay and how, and takes the PDF."""
    customer = stage.customer
    customer.open(
        stage.link_of_mail(CUSTOMER, "Rechnung %(number)s von %(provider)s", number=_number(1), provider=COMPANY)
    )
    customer.sees(_number(1), "DE02 1203 0000 0000 2020 51", WEG)
    assert customer.page.locator("#girocode svg").is_visible()
    assert attached(customer.download("PDF")) == ["factur-x.xml"]
    customer.open("/portal/")
    customer.sees(_number(1), customer.say("Zahlungsdaten anzeigen"))


def invoice_paid(stage: Stage) -> None:
    office, customer = stage.office, stage.customer
    office.open(stage.noted["invoice"])
    office.press("Zahlung erfassen")
    office.sees(office.say("Bezahlt"), within="main")
    customer.open(stage.link_of_mail(CUSTOMER, "Bezahlt: Rechnung %(number)s", number=_number(1)))
    customer.sees(customer.say("Vollständig bezahlt. Vielen Dank!"))


def wrong_invoice_cancelled(stage: Stage) -> None:
    """The second invoice was wrong: Storno with the next number, then anew; the customer sees all three."""
    office, customer = stage.office, stage.customer
    office.open("/office/invoices/unbilled/")
    office.page.locator("form.bundle", has_text=SECOND_FAULT).get_by_role(
        "button", name=office.say("Entwurf anlegen")
    ).click()
    office.page.wait_for_url(re.compile(r"/office/invoices/\d+/"))
    _issue(stage)
    office.sees(office.say("Rechnung %(number)s", number=_number(2)), within="h1")
    office.follow("Stornieren")
    office.tick("draft_anew")
    office.press("Stornieren", within="main")
    office.page.wait_for_url(lambda url: "cancellation" not in url)
    office.page.locator("[name=lines-0-unit_price]").fill("65")
    _issue(stage)
    office.sees(office.say("Rechnung %(number)s", number=_number(4)), within="h1")
    customer.open(stage.link_of_mail(CUSTOMER, "Stornorechnung %(number)s von %(provider)s", number=_number(3)))
    customer.sees(customer.say("Sie müssen nichts zahlen."))
    customer.open("/portal/invoices/?view=all")
    for position in (1, 2, 3, 4):
        customer.sees(_number(position))


def history_told(stage: Stage) -> None:
    """Each step stands in the history of what it touched."""
    customer, office = stage.customer, stage.office
    customer.open(stage.noted["ticket"])
    assert customer.page.locator("#history li").count() >= 5
    office.open(stage.noted["invoice"])
    assert office.page.locator("#history li").count() >= 3
    customer.open("/portal/")
    customer.sees(customer.say("Wartet auf Sie"))


def attached(pdf: bytes) -> list[str]:
    """Names of the files inside a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(opened.attachments)


def _issue(stage: Stage) -> None:
    stage.office.follow("Rechnung stellen", within="#total")
    stage.office.press("Jetzt stellen", within="dialog")


def _number(position: int) -> str:
    return f"RE-{dt.date.today().year}-{position:04d}"
