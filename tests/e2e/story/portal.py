"""Chapters 2 to 4: the portal opens, the customer is in, reports with a photo; the office answers, accepts, declines."""

import io
import re

from PIL import Image, ImageDraw

from tests.e2e.story.stage import COMPANY, CUSTOMER, FAULT, MANAGER, OWNER, PASSWORD, SITE, Stage


def portal_opened(stage: Stage) -> None:
    """The switch sends the invitation; it can be sent again, and its state is to be seen."""
    office = stage.office
    office.open("/office/customers/?q=Lerch")
    office.follow(MANAGER, within="main")
    stage.noted["customer"] = re.search(r"/customers/(\d+)/", office.page.url)[1]  # type: ignore[index]
    office.open(f"/office/customers/{stage.noted['customer']}/portal/")
    office.tick("portal_enabled")
    office.fill(portal_greeting="Willkommen bei Sonnwald.")
    office.press("Speichern")
    stage.noted["first_link"] = stage.link_of_mail(CUSTOMER, "Einladung ins Kundenportal von %(provider)s")
    office.open(f"/office/customers/{stage.noted['customer']}/portal/")
    office.press("Erneut senden")
    stage.made.wait_for_mails(CUSTOMER, 2)


def invitation_taken_up(stage: Stage) -> None:
    """The first link is dead, the second leads into the portal; the office sees who is in."""
    customer, office = stage.customer, stage.office
    answer = customer.context.request.get(stage.noted["first_link"])
    assert answer.status == 410
    customer.open(stage.link_of_mail(CUSTOMER, "Einladung ins Kundenportal von %(provider)s"))
    customer.fill(password=PASSWORD)
    customer.press("Weiter zum Portal")
    customer.page.wait_for_url("**/portal/")
    office.open(f"/office/customers/{stage.noted['customer']}/portal/")
    office.sees("Anna Lerch", office.say("registriert"))
    assert office.page.locator("#people").get_by_text(office.say("noch nie angemeldet"), exact=True).count() == 0


def start_page_seen(stage: Stage) -> None:
    customer = stage.customer
    customer.sees("Willkommen bei Sonnwald.", SITE, "Talblick 4", COMPANY)
    for words in ("Wartet auf Sie", "Nächste Termine", "Melden"):
        customer.sees(customer.say(words))
    customer.sees(customer.say("Ihre %(sites)s", sites=customer.say("Objekte")))
    requests = customer.say("Meldungen")
    for words in ("Laufende %(requests)s", "%(requests)s ansehen"):
        customer.sees(customer.say(words, requests=requests))
    assert customer.page.locator(".map svg").is_visible()


def fault_reported(stage: Stage) -> None:
    """Photo, place, text, on a phone."""
    customer = stage.customer
    customer.open("/portal/")
    customer.follow("Melden", within="main")
    customer.page.set_input_files(
        "input[name=files]", {"name": "decke.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    customer.press("Weiter")
    customer.choose(site=SITE)
    customer.page.locator("select[name=room] option", has_text="Wohnung 12").wait_for(state="attached")
    customer.choose(room="Wohnung 12")
    customer.fill(contact_name="Frau Novak", contact_phone="0160 5550119", preferred_dates="ab 12 Uhr")
    customer.press("Weiter")
    customer.fill(title=FAULT, description="Seit heute früh, der Fleck wird größer.")
    customer.page.locator("label", has_text=customer.say("Dringend")).first.click()
    customer.press("Absenden")
    customer.page.wait_for_url(re.compile(r"/portal/tickets/\d+/"))
    stage.noted["ticket"] = customer.page.url
    customer.sees(FAULT, "Frau Novak", customer.say("Eingegangen"))


def fault_answered(stage: Stage) -> None:
    """The office hears of it, answers, notes inside, and the customer reads the answer only."""
    office, customer = stage.office, stage.customer
    office.open(stage.link_of_mail(OWNER, "%(number)s%(urgency)s: %(title)s", title=FAULT))
    office.open("/office/tickets/")
    office.follow(FAULT)
    office.sees("Frau Novak", within=".prop")
    office.fill(body="Guten Tag Frau Lerch, wir kommen heute noch.")
    office.press("Senden")
    office.sees("wir kommen heute noch", within="main")
    office.page.locator(".cmp-tabs .is-note").click()
    office.fill(body="Achtung, Asbest im Schacht.")
    office.press("Senden")
    office.sees("Asbest im Schacht", within="main")
    customer.open(stage.link_of_mail(CUSTOMER, "%(what)s „%(title)s“ (%(number)s)", title=FAULT))
    customer.sees("wir kommen heute noch")
    customer.sees_nothing_of("Asbest im Schacht")


def call_taken(stage: Stage) -> None:
    """A caller's fault, taken down and declined with a reason."""
    office = stage.office
    office.open("/office/tickets/new/?q=Amann")
    office.follow("Familie Amann", within="#callers")
    office.fill(title="Aufzug steckt fest", caller_name="Herr Amann")
    office.press(office.say("%(ticket)s anlegen", ticket=office.say("Ticket")))
    office.sees("Aufzug steckt fest", within="main")
    office.follow("Ablehnen", within="main")
    office.fill(within="dialog", reason="Aufzüge warten wir nicht.")
    office.press("Ablehnen", within="dialog")
    office.sees("Aufzüge warten wir nicht.", within="main")


def fault_accepted(stage: Stage) -> None:
    """It becomes a job; the photo comes along."""
    office = stage.office
    office.open("/office/tickets/?view=all")
    office.follow(FAULT)
    office.press("Annehmen")
    office.follow("Auftrag", within="main")
    office.page.wait_for_url(re.compile(r"/office/jobs/\d+/"))
    stage.noted["job"] = office.page.url
    office.sees(FAULT)
    assert office.page.locator("main img").count() >= 1


def photo() -> bytes:
    image = Image.new("RGB", (1600, 1200), (236, 232, 222))
    ImageDraw.Draw(image).ellipse((500, 300, 1100, 800), fill=(196, 170, 120))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()
