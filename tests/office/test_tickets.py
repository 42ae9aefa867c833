"""The inbox in the office."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.files import samples
from torhaus.customers.actions import create_contact, create_customer
from torhaus.customers.models import Customer, Site
from torhaus.files.models import PendingUpload
from torhaus.jobs.models import Job
from torhaus.providers.models import Membership
from torhaus.tickets import actions
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage, TicketStatus
from torhaus.ui import formats

KEY = "formkey-0123456789abcd"
HALF_PAST_SEVEN = dt.datetime(2031, 5, 12, 5, 30, tzinfo=dt.UTC)


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def page(response):
    assert response.status_code == 200, response.status_code
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'class="ti"[^>]*>([^<]+)<', page(response))


def test_views_show_their_tickets(cast, office):
    me = Membership.objects.get(person=cast["office1"])
    make.make_ticket(cast.brandt, title="Neues")
    make.make_ticket(cast.brandt, title="Meins", status=TicketStatus.IN_REVIEW, assigned_to=me)
    make.make_ticket(cast.brandt, title="Ohne Einsatz", status=TicketStatus.ACCEPTED, job=make.make_job(cast.brandt))
    make.make_ticket(cast.brandt, title="Wartendes", status=TicketStatus.WAITING)
    make.make_ticket(cast.altmann, title="Fremdes")
    assert titles(office.get("/office/tickets/")) == ["Neues"]
    assert titles(office.get("/office/tickets/?view=mine")) == ["Meins"]
    assert titles(office.get("/office/tickets/?view=unplanned")) == ["Ohne Einsatz"]
    assert titles(office.get("/office/tickets/?view=waiting")) == ["Wartendes"]
    assert titles(office.get("/office/tickets/?view=all")) == ["Wartendes", "Ohne Einsatz", "Meins", "Neues"]


def test_filters_and_search_live_in_the_address(cast, office):
    category = make.make_category(cast.lindner, "Heizung")
    make.make_ticket(cast.brandt, title="Kalt", category=category, site=cast.ufer, urgency="high")
    make.make_ticket(cast.stadtbau, title="Warm")
    actions.report(provider=cast.lindner, customer=cast.brandt, title="Gesucht", by=cast["office1"], side="office")
    assert titles(office.get(f"/office/tickets/?category={category.pk}")) == ["Kalt"]
    assert titles(office.get(f"/office/tickets/?customer={cast.stadtbau.pk}")) == ["Warm"]
    assert titles(office.get(f"/office/tickets/?site={cast.ufer.pk}")) == ["Kalt"]
    assert titles(office.get("/office/tickets/?urgency=high&status=new")) == ["Kalt"]
    assert titles(office.get("/office/tickets/?q=gesu")) == ["Gesucht"]
    assert titles(office.get("/office/tickets/?assigned=none&view=all")) == ["Gesucht", "Warm", "Kalt"]
    assert titles(office.get("/office/tickets/?category=abc&status=x&site=999999999999999999999&view=all")) == [
        "Gesucht", "Warm", "Kalt",
    ]  # fmt: skip
    assert titles(office.get(f"/office/tickets/?customer={cast.altmann.pk}")) == []


def test_list_takes_six_queries_for_one_and_for_fifty(cast, office, django_assert_max_num_queries):
    make_many(cast, 1)
    office.get("/office/tickets/?view=all")
    with django_assert_max_num_queries(6) as one:
        assert len(titles(office.get("/office/tickets/?view=all"))) == 1
    make_many(cast, 54)
    with django_assert_max_num_queries(6) as fifty:
        response = office.get("/office/tickets/?view=all")
    assert len(titles(response)) == 50
    assert len(one) == len(fifty)
    [address] = re.findall(r'rel="next" href="([^"]+)"', page(response))
    assert len(titles(office.get("/office/tickets/" + address))) == 5


def make_many(cast, count):
    me = Membership.objects.get(person=cast["office1"])
    job = make.make_job(cast.brandt, site=cast.ufer)
    for _ in range(count):
        make.make_ticket(
            cast.brandt, site=cast.ufer, room=make.make_room(cast.ufer), assigned_to=me, status=TicketStatus.PLANNED, job=job,
            visit=make.make_visit(job),
        )  # fmt: skip


def test_open_ticket_takes_twelve_queries_however_long_its_thread(cast, office, django_assert_max_num_queries):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer, reported_by=cast["brandt.all"])
    make.make_category(cast.lindner)
    actions.answer(ticket=ticket, body="Eins", by=cast["office1"])
    address = f"/office/tickets/{ticket.pk}/?view=all"
    office.get(address)
    with django_assert_max_num_queries(12) as short:
        page(office.get(address))
    for number in range(30):
        actions.note(ticket=ticket, body=f"Notiz {number}", by=cast["office1"])
        make.make_ticket(cast.brandt, site=cast.ufer)
    with django_assert_max_num_queries(12) as long:
        assert "Notiz 29" in page(office.get(address))
    assert len(short) == len(long)


def test_looking_at_a_ticket_changes_nothing(cast, office):
    ticket = make.make_ticket(cast.brandt)
    page(office.get(f"/office/tickets/{ticket.pk}/"))
    assert Ticket.objects.get().status == TicketStatus.NEW


def test_fragment_for_the_list_pane_and_page_for_everybody_else(cast, office):
    ticket = make.make_ticket(cast.brandt)
    address = f"/office/tickets/{ticket.pk}/?view=all"
    fragment = office.get(address, headers={"HX-Request": "true"})
    assert "<html" not in page(fragment)
    assert fragment["HX-Push-Url"] == address
    assert "<html" in page(office.get(address))


def test_answer_and_note(cast, office):
    ticket = make.make_ticket(cast.brandt)
    address = f"/office/tickets/{ticket.pk}/messages/"
    assert office.post(address, {"kind": "answer", "body": "Wir kommen", "form_key": KEY}).status_code == 302
    assert (
        office.post(address, {"kind": "note", "body": "Feuchtemesser mitnehmen", "form_key": KEY + "2"}).status_code
        == 302
    )
    assert list(TicketMessage.objects.order_by("id").values_list("body", "is_internal")) == [
        ("Wir kommen", False), ("Feuchtemesser mitnehmen", True),
    ]  # fmt: skip
    shown = page(office.get(f"/office/tickets/{ticket.pk}/"))
    assert shown.count("Nur intern") == 1
    assert "In Prüfung" in shown


def test_double_submit_says_it_once(cast, office):
    ticket = make.make_ticket(cast.brandt)
    for _ in range(2):
        office.post(f"/office/tickets/{ticket.pk}/messages/", {"kind": "answer", "body": "Einmal", "form_key": KEY})
    assert TicketMessage.objects.count() == 1


def test_refused_message_keeps_text_and_files(cast, office):
    ticket = make.make_ticket(cast.brandt)
    files = [samples.upload("plan.pdf", samples.PDF), samples.upload("bild.svg", samples.SVG)]
    data = {"kind": "note", "body": "Mit Plan", "files": files, "form_key": KEY, "upload_key": KEY}
    response = office.post(f"/office/tickets/{ticket.pk}/messages/", data)
    assert response.status_code == 422
    shown = html.unescape(response.content.decode())
    assert "Mit Plan" in shown
    assert "„bild.svg“: Diese Art von Datei nehmen wir nicht an." in shown
    assert "plan.pdf" in shown
    assert TicketMessage.objects.count() == 0
    again = {"kind": "note", "body": "Mit Plan", "form_key": KEY, "upload_key": KEY}
    assert office.post(f"/office/tickets/{ticket.pk}/messages/", again).status_code == 302
    assert TicketAttachment.objects.get().file.name == "plan.pdf"
    assert TicketAttachment.objects.get().is_internal
    assert PendingUpload.objects.count() == 0


def test_technician_notes_but_does_not_answer_or_decide(cast, login):
    member = Membership.objects.get(person=cast["tech1"])
    job = make.make_job(cast.brandt, site=cast.ufer)
    make.make_visit(job, performers=(member,))
    ticket = make.make_ticket(cast.brandt, job=job)
    client, address = login(cast["tech1"]), f"/office/tickets/{ticket.pk}/"
    assert "Antwort an" not in page(client.get(address))
    assert client.post(f"{address}messages/", {"kind": "note", "body": "Läuft", "form_key": KEY}).status_code == 302
    assert (
        client.post(f"{address}messages/", {"kind": "answer", "body": "Hallo", "form_key": KEY + "b"}).status_code
        == 404
    )
    for noun in ("assignment", "acceptance", "refusal", "closure", "reopening"):
        assert client.post(f"{address}{noun}/").status_code == 404
    assert client.get(f"{address}edit/").status_code == 404
    assert TicketMessage.objects.get().body == "Läuft"


def test_take_over_assign_and_take_several(cast, office):
    first, second = make.make_ticket(cast.brandt), make.make_ticket(cast.brandt)
    foreign = make.make_ticket(cast.altmann)
    me = Membership.objects.get(person=cast["office1"])
    owner = Membership.objects.get(person=cast["owner1"])
    stranger = Membership.objects.get(person=cast["owner2"])
    office.post(f"/office/tickets/{first.pk}/assignment/", {"me": "1"})
    first.refresh_from_db()
    assert (first.assigned_to, first.status) == (me, TicketStatus.IN_REVIEW)
    office.post(f"/office/tickets/{first.pk}/assignment/", {"member": owner.pk})
    first.refresh_from_db()
    assert first.assigned_to == owner
    office.post(f"/office/tickets/{first.pk}/assignment/", {"member": stranger.pk})
    first.refresh_from_db()
    assert first.assigned_to == owner
    assert office.post("/office/tickets/assignment/", {"ticket": [second.pk, foreign.pk]}).status_code == 404
    assert Ticket.objects.get(pk=second.pk).assigned_to is None
    assert office.post("/office/tickets/assignment/", {"ticket": [first.pk, second.pk]}).status_code == 302
    assert Ticket.objects.get(pk=second.pk).assigned_to == me


def test_acceptance_makes_one_job_and_the_second_person_reads_who_was_first(cast, office, login):
    ticket = make.make_ticket(cast.brandt, title="Rohr")
    address = f"/office/tickets/{ticket.pk}/acceptance/"
    office.post(address, {"form_key": KEY})
    late = login(cast["owner1"]).post(address, {"form_key": KEY + "x"}, follow=True)
    job = Job.objects.get(title="Rohr")
    assert f"Jonas Keller hat dieses Ticket bereits angenommen (Auftrag {job.number})." in page(late)
    assert Ticket.objects.get().job == job


def test_acceptance_into_a_foreign_job_is_refused(cast, office):
    ticket = make.make_ticket(cast.brandt)
    response = office.post(f"/office/tickets/{ticket.pk}/acceptance/", {"job": cast.stadtbau_job.pk}, follow=True)
    assert "Diesen Eintrag gibt es nicht." in page(response)
    assert Ticket.objects.get().status == TicketStatus.NEW
    own = make.make_job(cast.brandt)
    office.post(f"/office/tickets/{ticket.pk}/acceptance/", {"job": own.pk})
    assert Ticket.objects.get().job == own


def test_refusal_needs_a_reason_and_loses_none(cast, office, login):
    ticket = make.make_ticket(cast.brandt)
    address = f"/office/tickets/{ticket.pk}/refusal/"
    assert office.post(address, {"reason": " "}).status_code == 422
    office.post(address, {"reason": "Nicht unser Gewerk"})
    assert Ticket.objects.get().declined_reason == "Nicht unser Gewerk"
    late = login(cast["owner1"]).post(address, {"reason": "Zu weit weg"})
    assert late.status_code == 422
    assert "Zu weit weg" in late.content.decode()
    assert "Jonas Keller hat dieses Ticket bereits abgelehnt." in html.unescape(late.content.decode())


def test_dialogs_ask_for_what_their_forms_need(cast, office):
    make.make_job(cast.brandt)
    shown = page(office.get(f"/office/tickets/{make.make_ticket(cast.brandt).pk}/?view=all"))
    assert 'id="decline-reason"' in shown
    assert 'id="accept-job"' in shown
    assert shown.count('/?view=all" ') > 3
    done = page(office.get(f"/office/tickets/{make.make_ticket(cast.brandt, status=TicketStatus.DONE).pk}/"))
    assert 'id="reopen-reason"' in done


def test_close_and_reopen(cast, office):
    ticket = make.make_ticket(cast.brandt)
    office.post(f"/office/tickets/{ticket.pk}/closure/")
    assert Ticket.objects.get().status == TicketStatus.DONE
    office.post(f"/office/tickets/{ticket.pk}/reopening/", {"reason": "Tropft wieder"})
    assert Ticket.objects.get().status == TicketStatus.IN_REVIEW
    assert "Tropft wieder" in page(office.get(f"/office/tickets/{ticket.pk}/"))


def test_edit_minds_the_version_and_foreign_places(cast, office):
    room, other = make.make_room(cast.ufer), make.make_room(cast.lindenhof)
    ticket = make.make_ticket(cast.brandt)
    address = f"/office/tickets/{ticket.pk}/edit/"
    page(office.get(address))
    data = {"title": "Neu", "kind": "damage", "urgency": "high", "site": cast.ufer.pk, "room": room.pk, "version": 1}
    assert office.post(address, data | {"site": cast.baustelle.pk, "room": ""}).status_code == 422
    assert office.post(address, data | {"room": other.pk}).status_code == 422
    assert office.post(address, data | {"category": make.make_category(cast.hofer).pk}).status_code == 422
    assert Ticket.objects.get().version == 1
    assert office.post(address, data).status_code == 302
    assert (Ticket.objects.get().site, Ticket.objects.get().room) == (cast.ufer, room)
    stale = office.post(address, data | {"title": "Meins"})
    assert stale.status_code == 422
    assert "Meins" in stale.content.decode()
    assert page(office.get(f"/office/tickets/rooms/?site={cast.ufer.pk}")).count("<option") == 2
    assert office.get(f"/office/tickets/rooms/?site={cast.altmann_site.pk}").status_code == 404


def test_caller_is_found_by_number_and_name(cast, office):
    customer = create_customer(provider=cast.lindner, by=None, name="Familie Winter", phone="0761 / 55 44 33")
    create_contact(customer=customer, by=None, last_name="Sommer", mobile="+49 171 2345678")
    create_customer(provider=cast.hofer, by=None, name="Winterhof", phone="0761 554433")
    assert "Familie Winter" in page(office.get("/office/tickets/new/?q=winter"))
    assert "Winterhof" not in page(office.get("/office/tickets/new/?q=winter"))
    assert "Familie Winter" in page(office.get("/office/tickets/new/?q=0761554433"))
    fragment = page(office.get("/office/tickets/new/?q=0171 2345678", headers={"HX-Request": "true"}))
    assert "Sommer" in fragment
    assert "<html" not in fragment


def test_known_caller_reports(cast, office):
    contact = make.make_contact(cast.brandt, last_name="Novak", phone="0160 5550119")
    shown = page(office.get(f"/office/tickets/new/?customer={cast.brandt.pk}&contact={contact.pk}"))
    assert 'value="Novak"' in shown
    assert 'value="0160 5550119"' in shown
    data = {
        "customer": cast.brandt.pk, "title": "Fleck", "kind": "damage", "urgency": "normal", "channel": "phone",
        "site": cast.ufer.pk, "caller_name": "Novak", "caller_phone": "0160 5550119", "needs_callback": "on", "form_key": KEY,
        "upload_key": KEY, "files": [samples.upload("fleck.jpg", samples.picture())],
    }  # fmt: skip
    response = office.post("/office/tickets/new/", data)
    ticket = Ticket.objects.get()
    assert response["Location"] == reverse("office:ticket", args=[ticket.pk])
    assert (ticket.caller_name, ticket.needs_callback, ticket.channel, ticket.site) == (
        "Novak",
        True,
        "phone",
        cast.ufer,
    )
    assert TicketAttachment.objects.get().file.name == "fleck.jpg"
    office.post("/office/tickets/new/", data | {"files": []})
    assert Ticket.objects.count() == 1


def test_new_caller_becomes_a_customer_in_the_same_form(cast, office):
    assert 'value="0761 999"' in page(office.get("/office/tickets/new/?q=0761 999"))
    data = {
        "new_name": "Familie Neu", "new_kind": "household", "new_street": "Hauptstraße 1", "new_postcode": "79098",
        "new_city": "Freiburg", "caller_phone": "0761 999", "title": "Wasser", "kind": "damage", "urgency": "emergency",
        "channel": "phone", "form_key": KEY,
    }  # fmt: skip
    assert office.post("/office/tickets/new/", data).status_code == 302
    customer = Customer.objects.get(name="Familie Neu")
    assert (customer.kind, customer.phone) == ("household", "0761 999")
    assert Ticket.objects.get().site == Site.objects.get(customer=customer)


def test_intake_keeps_everything_on_an_error(cast, office):
    data = {
        "new_name": "Familie Neu",
        "title": "x" * 10_000,
        "kind": "damage",
        "urgency": "normal",
        "channel": "phone",
        "form_key": KEY,
    }
    response = office.post("/office/tickets/new/", data | {"description": "lang und breit"})
    assert response.status_code == 422
    assert "lang und breit" in response.content.decode()
    assert Customer.objects.filter(name="Familie Neu").count() == 0
    foreign = {"customer": cast.altmann.pk, "title": "x", "kind": "damage", "urgency": "normal", "channel": "phone"}
    assert office.post("/office/tickets/new/", foreign).status_code == 404
    nobody = office.post(
        "/office/tickets/new/", {"title": "x", "kind": "damage", "urgency": "normal", "channel": "phone"}
    )
    assert nobody.status_code == 422


def test_files_are_served_to_those_who_see_the_ticket(cast, office, login):
    ticket = make.make_ticket(cast.brandt)
    address = f"/office/tickets/{ticket.pk}/messages/"
    photo = samples.upload("a.jpg", samples.picture())
    office.post(address, {"kind": "note", "body": "Foto", "files": [photo], "form_key": KEY, "upload_key": KEY})
    attachment = TicketAttachment.objects.get()
    place = f"/office/tickets/{ticket.pk}/attachments/{attachment.pk}/"
    assert office.get(place)["Content-Type"] == "image/jpeg"
    assert office.get(f"{place}thumbnail/")["Content-Type"] == "image/jpeg"
    assert office.get(f"{place}?download=1")["Content-Disposition"] == 'attachment; filename="a.jpg"'
    other = make.make_ticket(cast.brandt)
    assert office.get(f"/office/tickets/{other.pk}/attachments/{attachment.pk}/").status_code == 404
    for person in ("owner2", "tech1"):
        assert login(cast[person]).get(place).status_code == 404
    for person in ("brandt.all",):
        assert login(cast[person]).get(place).status_code in {302, 404}


def test_new_provider_sees_empty_pages(cast, login):
    client = login(cast["owner3"])
    assert "Nichts Neues" in page(client.get("/office/tickets/"))
    assert page(client.get("/office/tickets/new/"))


def test_technician_learns_no_date_of_a_colleagues_visit(cast, office, login):
    me, colleague = Membership.objects.get(person=cast["tech1"]), make.make_member(cast.lindner, "technician")
    job = make.make_job(cast.brandt, site=cast.ufer)
    mine, theirs = (
        make.make_visit(job, (member,), starts_at=at, ends_at=at + dt.timedelta(hours=1))
        for member, at in ((me, HALF_PAST_SEVEN), (colleague, HALF_PAST_SEVEN + dt.timedelta(days=1, minutes=11)))
    )
    tickets = [
        make.make_ticket(cast.brandt, site=cast.ufer, job=job, visit=visit, status=TicketStatus.PLANNED)
        for visit in (mine, theirs)
    ]
    address = f"/office/tickets/{tickets[0].pk}/?view=all"
    day = formats.day(theirs.starts_at)
    assert "07:41" in page(office.get("/office/tickets/?view=all"))
    assert day in page(office.get(address))
    technician = login(cast["tech1"])
    listed = page(technician.get("/office/tickets/?view=all"))
    assert "07:30" in listed
    assert "07:41" not in listed
    shown = page(technician.get(address))
    assert tickets[1].number in shown
    assert day not in shown
