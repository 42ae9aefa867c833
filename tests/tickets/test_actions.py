"""What tickets do, and what they refuse."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from tests.files import samples
from torhaus.activity.models import Activity
from torhaus.files import actions as files
from torhaus.kernel.errors import Conflict, Refused
from torhaus.tickets import actions
from torhaus.tickets.models import PublicStatus, Ticket, TicketAttachment, TicketMessage, TicketStatus


def verbs(ticket):
    return list(Activity.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", "is_public"))


def refused(call, **kwargs):
    with pytest.raises(Refused) as error:
        call(**kwargs)
    return str(error.value)


@pytest.fixture
def report(cast):
    def run(**fields):
        values = {"provider": cast.lindner, "customer": cast.brandt, "title": "Rohr tropft", "side": "portal"}
        return actions.report(**values | {"by": cast["brandt.all"]} | fields)

    return run


@pytest.fixture
def ticket(cast):
    return make.make_ticket(cast.brandt)


def test_report_writes_number_promise_and_history(cast, report):
    cast.lindner.reply_hours = 4
    photo = files.store(provider=cast.lindner, upload=samples.upload("a.png", samples.picture(format="PNG")), by=None)
    ticket = report(site=cast.ufer, room=make.make_room(cast.ufer), files=[photo], title="  Rohr\n tropft ")
    assert (ticket.number, ticket.title, ticket.status) == ("T-0001", "Rohr tropft", TicketStatus.NEW)
    assert abs(ticket.reply_due_at - timezone.now() - dt.timedelta(hours=4)) < dt.timedelta(minutes=1)
    assert ticket.reported_by == cast["brandt.all"]
    assert TicketAttachment.objects.get(ticket=ticket).file == photo
    assert verbs(ticket) == [("ticket.reported", True)]
    row = Activity.objects.get(ticket_id=ticket.pk)
    assert (row.customer_id, row.site_id, row.actor_side) == (cast.brandt.pk, cast.ufer.pk, "portal")
    assert report().number == "T-0002"


def test_report_by_telephone_has_no_reporter(cast, report):
    ticket = report(by=cast["office1"], side="office", channel="phone", caller_name="Frau Novak", needs_callback=True)
    assert (ticket.reported_by, ticket.caller_name, ticket.needs_callback) == (None, "Frau Novak", True)


def test_report_refuses_foreign_rows(cast, report):
    other = make.make_category(cast.hofer)
    assert refused(report, site=cast.baustelle) == "Dieser Ort gehört nicht zum Kunden."
    assert refused(report, customer=cast.altmann) == "Dieser Kunde gehört nicht zu Ihrem Betrieb."
    assert (
        refused(report, site=cast.ufer, room=make.make_room(cast.lindenhof))
        == "Dieser Raum gehört nicht zu diesem Ort."
    )
    assert refused(report, room=make.make_room(cast.ufer)) == "Dieser Raum gehört nicht zu diesem Ort."
    assert refused(report, category=other) == "Dieses Gewerk gibt es nicht."
    alien = files.keep(provider=cast.hofer, name="x.pdf", media_type="application/pdf", content=samples.PDF)
    assert refused(report, files=[alien]) == "Diese Datei gibt es nicht."
    assert Ticket.objects.count() == 0
    assert report(category=make.make_category(cast.lindner)).number == "T-0001"


@pytest.mark.parametrize("title", ["💧 Rohr kaputt", "مياه في القبو", "a" * 200, "‮verkehrt"])
def test_titles_of_all_scripts_are_kept(report, title):
    assert Ticket.objects.get(pk=report(title=title).pk).title == title


def test_title_of_10000_characters_is_refused_with_a_word(report):
    assert refused(report, title="x" * 10_000).startswith("Der Titel ist zu lang (höchstens 200 Zeichen).")
    assert refused(report, title=" \n ") == "Bitte geben Sie einen Titel an."


def test_answer_is_public_and_keeps_the_promise(cast, ticket):
    message = actions.answer(ticket=ticket, body="Wir kommen.", by=cast["office1"])
    assert (message.author_name, message.is_from_office, message.is_internal) == ("Jonas Keller", True, False)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.public_status) == (TicketStatus.IN_REVIEW, PublicStatus.IN_REVIEW)
    first = ticket.replied_at
    actions.answer(ticket=ticket, body="Wann passt es?", by=cast["office1"], asks=True)
    ticket.refresh_from_db()
    assert (ticket.public_status, ticket.replied_at) == (PublicStatus.YOUR_TURN, first)
    actions.comment(ticket=ticket, body="Morgen.", by=cast["brandt.all"])
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.IN_REVIEW
    assert verbs(ticket) == [("ticket.answered", True), ("ticket.answered", True), ("ticket.commented", True)]


def test_answer_leaves_a_planned_ticket_planned(cast):
    ticket = make.make_ticket(cast.brandt, status=TicketStatus.PLANNED)
    actions.answer(ticket=ticket, body="Bis morgen.", by=cast["office1"], asks=True)
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.PLANNED


def test_note_is_internal_with_its_files(cast, ticket):
    pdf = files.keep(provider=cast.lindner, name="x.pdf", media_type="application/pdf", content=samples.PDF)
    actions.note(ticket=ticket, body="Schlüssel beim Hausmeister", by=cast["tech1"], files=[pdf])
    assert TicketMessage.objects.get().is_internal
    assert TicketAttachment.objects.get().is_internal
    assert verbs(ticket) == [("ticket.noted", False)]
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.NEW


def test_call_back_is_done_with_a_note(cast):
    ticket = make.make_ticket(cast.brandt, needs_callback=True)
    actions.note(ticket=ticket, body="Mit Frau Novak gesprochen", by=cast["office1"], called_back=True)
    ticket.refresh_from_db()
    assert (ticket.needs_callback, ticket.replied_at is not None) == (False, True)


def test_empty_message_is_refused_unless_a_file_speaks(cast, ticket):
    assert refused(actions.answer, ticket=ticket, body=" ", by=cast["office1"]) == (
        "Bitte schreiben Sie etwas oder hängen Sie eine Datei an."
    )
    pdf = files.keep(provider=cast.lindner, name="x.pdf", media_type="application/pdf", content=samples.PDF)
    assert actions.answer(ticket=ticket, body=" ", by=cast["office1"], files=[pdf]).body == ""


def test_assignment_starts_the_review(cast, ticket):
    keller = make.make_member(cast.lindner)
    actions.assign(ticket=ticket, member=keller, by=cast["office1"])
    ticket.refresh_from_db()
    assert (ticket.assigned_to, ticket.status) == (keller, TicketStatus.IN_REVIEW)
    actions.assign(ticket=ticket, member=keller, by=cast["office1"])
    assert verbs(ticket) == [("ticket.assigned", False)]
    actions.assign(ticket=ticket, member=None, by=cast["office1"])
    ticket.refresh_from_db()
    assert (ticket.assigned_to, ticket.status) == (None, TicketStatus.IN_REVIEW)


def test_assignment_to_strangers_is_refused(cast, ticket):
    stranger = make.make_member(cast.hofer)
    assert (
        refused(actions.assign, ticket=ticket, member=stranger, by=cast["office1"])
        == "Diese Person arbeitet nicht mehr hier."
    )


def test_declining_needs_a_reason_that_the_customer_reads(cast, ticket):
    assert (
        refused(actions.decline, ticket=ticket, reason=" ", by=cast["office1"])
        == "Bitte nennen Sie dem Kunden den Grund."
    )
    actions.decline(ticket=ticket, reason="Das macht der Versorger.", by=cast["office1"])
    ticket.refresh_from_db()
    assert (ticket.public_status, ticket.declined_reason) == (PublicStatus.DECLINED, "Das macht der Versorger.")
    assert ticket.closed_at is not None
    assert Activity.objects.get().data == {"reason": "Das macht der Versorger."}


def test_customer_closes_and_reopens(cast, ticket):
    actions.close(ticket=ticket, by=cast["brandt.all"], side="portal")
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.DONE
    assert (
        refused(actions.close, ticket=ticket, by=cast["brandt.all"], side="portal")
        == "Diese Meldung ist bereits abgeschlossen."
    )
    assert "öffnen Sie sie wieder" in refused(actions.comment, ticket=ticket, body="Doch nicht", by=cast["brandt.all"])
    actions.reopen(ticket=ticket, by=cast["brandt.all"], side="portal", reason="Es tropft wieder.")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at) == (TicketStatus.IN_REVIEW, None)
    assert TicketMessage.objects.get().body == "Es tropft wieder."
    assert verbs(ticket) == [("ticket.closed", True), ("ticket.reopened", True)]


def test_reopened_ticket_with_a_job_wants_planning(cast):
    job = make.make_job(cast.brandt, site=cast.ufer)
    visit = make.make_visit(job)
    ticket = make.make_ticket(cast.brandt, job=job, visit=visit, status=TicketStatus.DONE)
    actions.reopen(ticket=ticket, by=cast["office1"], side="office")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit, ticket.job) == (TicketStatus.ACCEPTED, None, job)


def test_ticket_follows_its_visit(cast):
    job = make.make_job(cast.brandt, site=cast.ufer)
    visit = make.make_visit(job)
    ticket = make.make_ticket(cast.brandt, job=job, status=TicketStatus.ACCEPTED)
    for status in (TicketStatus.PLANNED, TicketStatus.IN_WORK, TicketStatus.DONE):
        ticket = actions.follow_visit(ticket=ticket, visit=visit, status=status, by=cast["office1"])
        assert (ticket.status, ticket.visit) == (status, visit)
    assert ticket.closed_at is not None
    ticket = actions.follow_visit(ticket=ticket, visit=visit, status=TicketStatus.ACCEPTED, by=cast["office1"])
    assert (ticket.visit, ticket.closed_at) == (None, None)
    other = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    with pytest.raises(Refused):
        actions.follow_visit(ticket=ticket, visit=other, status=TicketStatus.PLANNED, by=cast["office1"])


def test_change_writes_what_changed_and_minds_the_version(cast):
    ticket = make.make_ticket(cast.brandt)
    changed = actions.change(ticket=ticket, version=1, by=cast["office1"], urgency="high", site=cast.ufer)
    assert (changed.urgency, changed.site, changed.version) == ("high", cast.ufer, 2)
    assert Activity.objects.get().data["changes"]["urgency"] == {"from": "normal", "to": "high"}
    with pytest.raises(Conflict):
        actions.change(ticket=ticket, version=1, by=cast["office1"], urgency="low")
    with pytest.raises(Refused):
        actions.change(ticket=ticket, version=2, by=cast["office1"], site=cast.baustelle)
