"""The customer's tickets in the portal."""

import html
import re

import pytest

from tests import factories as make
from tests.files import samples
from torhaus.files import actions as files
from torhaus.files.models import PendingUpload
from torhaus.flows import plan_visit
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.kernel import search
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Membership
from torhaus.tickets import actions
from torhaus.tickets.actions import limits
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage, TicketStatus

KEY = "formkey-0123456789abcd"


@pytest.fixture
def brandt(cast, login):
    return login(cast["brandt.all"])


@pytest.fixture
def report(cast):
    return {
        "kind": "damage", "customer": cast.brandt.pk, "site": cast.ufer.pk, "title": "Rohr tropft", "urgency": "normal",
        "description": "Seit gestern", "form_key": KEY, "upload_key": KEY,
    }  # fmt: skip


def page(response, status=200):
    assert response.status_code == status
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', page(response))


def test_list_shows_running_and_done_of_the_own_customer(cast, brandt):
    make.make_ticket(cast.brandt, title="Läuft")
    make.make_ticket(cast.brandt, title="Fertig", status=TicketStatus.DONE)
    make.make_ticket(cast.stadtbau, title="Fremd")
    assert titles(brandt.get("/portal/tickets/")) == ["Läuft"]
    assert titles(brandt.get("/portal/tickets/?view=done")) == ["Fertig"]
    assert titles(brandt.get("/portal/tickets/?view=all")) == ["Fertig", "Läuft"]
    assert titles(brandt.get("/portal/tickets/?view=xyz")) == ["Läuft"]


def test_search_finds_done_ones_too(cast, brandt):
    ticket = actions.report(
        provider=cast.lindner, customer=cast.brandt, title="Wärmepumpe", by=cast["office1"], side="office"
    )
    actions.close(ticket=ticket, by=cast["office1"], side="office")
    assert titles(brandt.get("/portal/tickets/?q=wärmep")) == ["Wärmepumpe"]
    assert "Nichts gefunden" in page(brandt.get("/portal/tickets/?q=xyz"))


@pytest.mark.parametrize("few", [64, 0])
def test_search_does_not_tell_the_number_of_who_called(cast, brandt, login, few, monkeypatch):
    monkeypatch.setattr(search, "FEW", few)
    actions.report(
        provider=cast.lindner, customer=cast.brandt, title="Wärmepumpe", by=cast["office1"], side="office",
        caller_name="Frau Novak", caller_phone="0160 5550119", contact_phone="0761 4440",
    )  # fmt: skip
    office = login(cast["office1"])
    for words in ("5550119", "0160", "novak 5550119", "wärme 0160 5550119"):
        assert "Wärmepumpe" in page(office.get("/office/tickets/", {"view": "all", "q": words}))
        assert titles(brandt.get("/portal/tickets/", {"q": words})) == []
    for words in ("novak", "4440", "wärmep"):
        assert "Wärmepumpe" in page(office.get("/office/tickets/", {"view": "all", "q": words}))
        assert titles(brandt.get("/portal/tickets/", {"q": words})) == ["Wärmepumpe"]
    assert "Wärmepumpe" not in page(office.get("/office/tickets/", {"view": "all", "q": "9999"}))


def test_list_takes_six_queries_for_one_and_for_fifty(cast, brandt, django_assert_max_num_queries):
    make_many(cast, 1)
    brandt.get("/portal/tickets/")
    with django_assert_max_num_queries(6) as one:
        assert len(titles(brandt.get("/portal/tickets/"))) == 1
    make_many(cast, 51)
    with django_assert_max_num_queries(6) as fifty:
        response = brandt.get("/portal/tickets/")
    assert len(titles(response)) == 50
    assert len(one) == len(fifty)
    [address] = re.findall(r'rel="next" href="([^"]+)"', page(response))
    assert len(titles(brandt.get("/portal/tickets/" + address))) == 2


def make_many(cast, count):
    job = make.make_job(cast.brandt, site=cast.ufer)
    photo = files.store(provider=cast.lindner, upload=samples.upload("a.jpg", samples.picture()), by=None)
    for _ in range(count):
        ticket = make.make_ticket(
            cast.brandt, site=cast.ufer, room=make.make_room(cast.ufer), status=TicketStatus.PLANNED, job=job,
            visit=make.make_visit(job),
        )  # fmt: skip
        TicketAttachment.objects.create(provider=cast.lindner, ticket=ticket, file=photo)


def test_ticket_takes_twelve_queries_however_long_its_thread(cast, brandt, django_assert_max_num_queries):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer)
    tech = Membership.objects.get(person=cast["tech1"])
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    plan_visit.plan_for_ticket(
        ticket=ticket, starts_at=visit.starts_at, ends_at=visit.ends_at, performers=[tech], by=cast["office1"]
    )
    actions.answer(ticket=ticket, body="Antwort", by=cast["office1"])
    address = f"/portal/tickets/{ticket.pk}/"
    brandt.get(address)
    with django_assert_max_num_queries(12) as short:
        assert "Tarek Aydın" in page(brandt.get(address))
    for number in range(30):
        actions.answer(ticket=ticket, body=f"Antwort {number}", by=cast["office1"])
    with django_assert_max_num_queries(12) as long:
        assert "Antwort 29" in page(brandt.get(address))
    assert len(short) == len(long)


def test_report_with_photo_place_and_people(cast, brandt, report):
    room = make.make_room(cast.ufer)
    category = make.make_category(cast.lindner)
    shown = page(brandt.get(f"/portal/tickets/new/?site={cast.ufer.pk}&room={room.pk}"))
    assert f'value="{room.pk}" selected' in shown
    data = report | {
        "room": room.pk, "category": category.pk, "contact_name": "Frau Novak", "contact_phone": "0160 1", "urgency": "high",
        "preferred_dates": "werktags", "files": [samples.upload("a.jpg", samples.picture())], "files_caption": ["Unter der Spüle"],
    }  # fmt: skip
    response = brandt.post("/portal/tickets/new/", data)
    ticket = Ticket.objects.get()
    assert response["Location"] == f"/portal/tickets/{ticket.pk}/"
    assert (ticket.site, ticket.room, ticket.category) == (cast.ufer, room, category)
    assert (ticket.contact_name, ticket.urgency, ticket.channel) == ("Frau Novak", "high", "portal")
    assert ticket.reported_by == cast["brandt.all"]
    assert TicketAttachment.objects.get().caption == "Unter der Spüle"
    assert "ist bei uns" in page(brandt.get(response["Location"]))


def test_double_submit_makes_one_ticket(cast, brandt, report):
    answers = [brandt.post("/portal/tickets/new/", report)["Location"] for _ in range(2)]
    assert Ticket.objects.count() == 1
    assert len(set(answers)) == 1


def test_the_key_of_a_form_serves_one_person(cast, brandt, login, report):
    first = brandt.post("/portal/tickets/new/", report)
    again, other = brandt.post("/portal/tickets/new/", report), login(cast["brandt.colleague"])
    second = other.post("/portal/tickets/new/", report)
    assert again.url == first.url
    assert second.url != first.url
    assert Ticket.objects.count() == 2


def test_nothing_is_lost_on_an_error(cast, brandt, login, report):
    photo = samples.upload("decke.jpg", samples.picture())
    shown = page(brandt.post("/portal/tickets/new/", report | {"title": "", "files": [photo]}), 422)
    assert "Seit gestern" in shown
    assert "decke.jpg" in shown
    held = PendingUpload.objects.get()
    assert brandt.get(f"/portal/tickets/uploads/{held.pk}/")["Content-Type"] == "image/jpeg"
    for person in ("brandt.colleague", "stadtbau.all", "altmann.all"):
        assert login(cast[person]).get(f"/portal/tickets/uploads/{held.pk}/").status_code == 404
    assert brandt.post("/portal/tickets/new/", report).status_code == 302
    assert TicketAttachment.objects.get().file.name == "decke.jpg"
    assert PendingUpload.objects.count() == 0


def test_photo_can_be_taken_out_again(cast, brandt, report):
    photo = samples.upload("decke.jpg", samples.picture())
    page(brandt.post("/portal/tickets/new/", report | {"title": "", "files": [photo]}), 422)
    held = PendingUpload.objects.get()
    assert brandt.post("/portal/tickets/new/", report | {"drop": [held.pk]}).status_code == 302
    assert TicketAttachment.objects.count() == 0


def test_foreign_upload_key_gives_no_foreign_files(cast, brandt, login, report):
    photo = samples.upload("geheim.jpg", samples.picture())
    page(brandt.post("/portal/tickets/new/", report | {"title": "", "files": [photo]}), 422)
    stranger = report | {"customer": cast.stadtbau.pk, "site": cast.baustelle.pk, "form_key": KEY + "z"}
    assert login(cast["stadtbau.all"]).post("/portal/tickets/new/", stranger).status_code == 302
    assert TicketAttachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.jpg", b"", "leer"),
        ("rechnung.jpg", samples.PDF, "ist aber eine Datei der Art „PDF“"),
        ("riesig.png", samples.png_header(30_000, 30_000), "höchstens 40 Megapixel"),
        ("bild.svg", samples.SVG, "nehmen wir nicht an"),
        ("gross.jpg", samples.picture() + b"\0" * (40 * 1024 * 1024), "zu groß"),
    ],
)
def test_bad_files_get_a_clear_word_and_lose_nothing(cast, brandt, report, name, content, words):
    good = samples.upload("gut.jpg", samples.picture())
    shown = page(brandt.post("/portal/tickets/new/", report | {"files": [samples.upload(name, content), good]}), 422)
    assert words in shown
    assert 'value="Rohr tropft"' in shown
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("title", "status"), [("x" * 10_000, 422), ("💧 Rohr مياه", 302), ("a" * 200, 302), ("  ", 422)]
)
def test_titles_are_right_or_refused_clearly(cast, brandt, report, title, status):
    response = brandt.post("/portal/tickets/new/", report | {"title": title})
    assert response.status_code == status
    assert list(Ticket.objects.values_list("title", flat=True)) == ([title] if status == 302 else [])


def test_foreign_places_are_refused_like_unknown_ones(cast, brandt, report):
    room = make.make_room(cast.lindenhof)
    for change in (
        {"site": cast.baustelle.pk}, {"site": 999_999}, {"site": "abc"}, {"room": room.pk}, {"customer": cast.stadtbau.pk},
        {"category": make.make_category(cast.hofer).pk}, {"urgency": "sofort"}, {"kind": "x"},
    ):  # fmt: skip
        assert brandt.post("/portal/tickets/new/", report | change).status_code == 422
    assert Ticket.objects.count() == 0
    assert brandt.get(f"/portal/tickets/new/?visit={make.make_visit(cast.stadtbau_job).pk}").status_code == 404
    assert brandt.get("/portal/tickets/new/?invoice=999").status_code == 404
    assert "<option" not in page(brandt.get(f"/portal/tickets/rooms/?site={cast.baustelle.pk}"))
    assert page(brandt.get(f"/portal/tickets/rooms/?site={cast.lindenhof.pk}")).count("<option") == 2


def test_report_from_a_visit_knows_its_place(cast, brandt, report):
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.lindenhof, title="Wartung"))
    address = f"/portal/tickets/new/?visit={visit.pk}"
    shown = page(brandt.get(address))
    assert f'value="{cast.lindenhof.pk}" selected' in shown
    assert "Zum Termin „Wartung“" in shown
    brandt.post(address, report)
    from torhaus.activity.models import Activity

    assert Activity.objects.get(verb="ticket.reported").data["visit"] == visit.pk


def test_person_of_one_site_reports_for_it_only(cast, login, report):
    client = login(cast["brandt.site"])
    shown = page(client.get("/portal/tickets/new/"))
    assert "Lindenhof" not in shown
    assert client.post("/portal/tickets/new/", report | {"site": cast.lindenhof.pk}).status_code == 422
    assert client.post("/portal/tickets/new/", report | {"site": ""}).status_code == 422
    response = client.post("/portal/tickets/new/", report | {"form_key": KEY + "1"})
    assert page(client.get(response["Location"]))


def test_person_of_one_job_reports_into_it_and_keeps_seeing_it(cast, login, report):
    client = login(cast["stadtbau.job"])
    data = report | {"customer": cast.stadtbau.pk, "site": cast.baustelle.pk}
    response = client.post("/portal/tickets/new/", data)
    ticket = Ticket.objects.get()
    assert (ticket.job, ticket.status) == (cast.stadtbau_job, TicketStatus.NEW)
    assert accept_ticket(ticket=ticket, by=cast["office1"]) == cast.stadtbau_job
    assert page(client.get(response["Location"]))


def test_right_to_report_is_needed(cast, login, report):
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(creates_tickets=False)
    client = login(cast["brandt.all"])
    assert client.get("/portal/tickets/new/").status_code == 404
    assert client.post("/portal/tickets/new/", report).status_code == 404
    assert "Melden" not in titles(client.get("/portal/tickets/"))


def test_emergency_number_stands_above_the_form(cast, brandt):
    cast.lindner.emergency_phone = "0761 5550100"
    cast.lindner.save()
    assert "0761 5550100" in page(brandt.get("/portal/tickets/new/"))


def test_internal_notes_and_staff_stay_in_the_office(cast, brandt):
    ticket = make.make_ticket(cast.brandt)
    pdf = files.keep(provider=cast.lindner, name="geheim.pdf", media_type="application/pdf", content=samples.PDF)
    actions.note(ticket=ticket, body="Zahlt immer spät", by=cast["tech1"], files=[pdf])
    actions.assign(ticket=ticket, member=Membership.objects.get(person=cast["owner1"]), by=cast["office1"])
    actions.answer(ticket=ticket, body="Wir kommen", by=cast["office1"])
    shown = page(brandt.get(f"/portal/tickets/{ticket.pk}/"))
    assert "Wir kommen" in shown
    for secret in ("Zahlt immer", "geheim.pdf", "Tarek", "Selin", "Interne"):
        assert secret not in shown
    attachment = TicketAttachment.objects.get()
    place = f"tickets/{ticket.pk}/attachments/{attachment.pk}/"
    assert brandt.get(f"/portal/{place}").status_code == 404


def test_visit_is_shown_where_visits_are(cast, brandt):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer)
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    tech = Membership.objects.get(person=cast["tech1"])
    plan_visit.plan_for_ticket(
        ticket=ticket, starts_at=visit.starts_at, ends_at=visit.ends_at, performers=[tech], by=cast["office1"]
    )
    address = f"/portal/tickets/{ticket.pk}/"
    shown = page(brandt.get(address))
    assert "Geplant" in shown
    assert "Tarek Aydın" in shown
    assert "Termin geplant" in shown
    cast.brandt.show_visits = False
    cast.brandt.save()
    shown = page(brandt.get(address))
    assert "Geplant" in shown
    for secret in ("Tarek", "Termin geplant", "/portal/visits/"):
        assert secret not in shown


def test_reply_with_file_and_double_click(cast, brandt):
    ticket = make.make_ticket(cast.brandt, status=TicketStatus.WAITING)
    address = f"/portal/tickets/{ticket.pk}/messages/"
    for _ in range(2):
        data = {
            "body": "Morgen passt",
            "files": [samples.upload("a.pdf", samples.PDF)],
            "form_key": KEY,
            "upload_key": KEY,
        }
        assert brandt.post(address, data).status_code == 302
    assert TicketMessage.objects.get().body == "Morgen passt"
    assert TicketAttachment.objects.get().file.name == "a.pdf"
    assert Ticket.objects.get().status == TicketStatus.IN_REVIEW
    assert "Bitte schreiben Sie etwas" in page(brandt.post(address, {"body": " ", "form_key": KEY + "2"}), 422)


def test_right_to_write_is_needed(cast, login):
    ticket = make.make_ticket(cast.brandt)
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(writes_messages=False)
    client = login(cast["brandt.all"])
    assert "Nachricht senden" not in page(client.get(f"/portal/tickets/{ticket.pk}/"))
    assert client.post(f"/portal/tickets/{ticket.pk}/messages/", {"body": "x", "form_key": KEY}).status_code == 404


def test_customer_closes_and_opens_again(cast, brandt):
    ticket = make.make_ticket(cast.brandt)
    brandt.post(f"/portal/tickets/{ticket.pk}/closure/", {"form_key": KEY})
    assert Ticket.objects.get().status == TicketStatus.DONE
    again = brandt.post(f"/portal/tickets/{ticket.pk}/closure/", {"form_key": KEY + "2"}, follow=True)
    assert "bereits abgeschlossen" in page(again)
    brandt.post(f"/portal/tickets/{ticket.pk}/reopening/", {"reason": "Tropft wieder", "form_key": KEY + "3"})
    assert Ticket.objects.get().status == TicketStatus.IN_REVIEW
    assert "Tropft wieder" in page(brandt.get(f"/portal/tickets/{ticket.pk}/"))


def test_strangers_and_files(cast, brandt, login):
    ticket = make.make_ticket(cast.brandt, site=cast.lindenhof)
    photo = files.store(provider=cast.lindner, upload=samples.upload("a.jpg", samples.picture()), by=None)
    attachment = TicketAttachment.objects.create(provider=cast.lindner, ticket=ticket, file=photo)
    address = f"/portal/tickets/{ticket.pk}/"
    for part in ("", f"attachments/{attachment.pk}/", f"attachments/{attachment.pk}/thumbnail/"):
        assert brandt.get(address + part).status_code == 200
        for person in ("stadtbau.all", "brandt.site", "altmann.all"):
            assert login(cast[person]).get(address + part).status_code == 404
    for noun in ("messages", "closure", "reopening"):
        assert login(cast["stadtbau.all"]).post(f"{address}{noun}/", {"body": "x"}).status_code == 404


def test_new_customer_sees_an_empty_list_with_one_way_on(cast, brandt):
    shown = page(brandt.get("/portal/tickets/"))
    assert "Gerade läuft nichts" in shown
    assert "/portal/tickets/new/" in shown


def test_person_of_two_providers_sees_the_visit_at_the_other_one(cast, login):
    job = make.make_job(cast.altmann, site=cast.altmann_site)
    visit = make.make_visit(job)
    ticket = make.make_ticket(cast.altmann, job=job, visit=visit, site=cast.altmann_site, status=TicketStatus.PLANNED)
    assert f"/portal/visits/{visit.pk}/" in page(login(cast["both"]).get(f"/portal/tickets/{ticket.pk}/"))


def test_reports_of_an_hour_are_bounded_and_nothing_typed_is_lost(cast, brandt, login, report, monkeypatch):
    monkeypatch.setattr(limits, "REPORTS", 2)
    for number in (1, 2):
        assert brandt.post("/portal/tickets/new/", report | {"form_key": f"{KEY}-{number}"}).status_code == 302
    third = report | {"form_key": f"{KEY}-3", "title": "Dritte Meldung"}
    body = page(brandt.post("/portal/tickets/new/", third), 422)
    assert "schon 2 Meldungen gesendet" in body
    assert "Dritte Meldung" in body
    assert Ticket.objects.count() == 2
    assert login(cast["brandt.colleague"]).post("/portal/tickets/new/", third).status_code == 302


def test_comments_of_an_hour_are_bounded(cast, brandt, monkeypatch):
    monkeypatch.setattr(limits, "COMMENTS", 1)
    ticket = make.make_ticket(cast.brandt)
    address = f"/portal/tickets/{ticket.pk}/messages/"
    assert brandt.post(address, {"body": "Eins", "form_key": KEY}).status_code == 302
    body = page(brandt.post(address, {"body": "Zwei", "form_key": f"{KEY}2"}), 422)
    assert "schon 1 Nachrichten" in body
    assert "Zwei</textarea>" in body
    assert TicketMessage.objects.count() == 1
