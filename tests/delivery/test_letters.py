"""Who hears of what, and in which words: from a real action through the worker to a real mail server."""

import datetime as dt
import hashlib
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories as make
from tests.factories.invoices import DAY, make_issued
from tests.mailserver import html_of, text_of
from torhaus.accounts.actions import ask_for_reset
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.customers.models import Contact, Customer, PerformerDisplay
from torhaus.delivery import outbox
from torhaus.flows.activate_portal import save_portal
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.invoices import actions as invoices
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Job
from torhaus.kernel import queue
from torhaus.notices.models import SECRET_LINK, MailStatus, OutgoingMail
from torhaus.portal_access import actions as portal_access
from torhaus.portal_access.models import Invitation, InvitationStatus
from torhaus.providers.models import Membership
from torhaus.reports import actions as reports
from torhaus.tickets import actions as tickets


@pytest.fixture
def told(mailbox):
    """told() does all waiting work and returns {address: subject} of what arrived by it."""

    def work():
        before = len(mailbox.arrived)
        queue.run_until_idle()
        return {
            str(message["To"].addresses[0].addr_spec): str(message["Subject"]) for message in mailbox.arrived[before:]
        }

    work()
    return work


def report(cast, key="brandt.all", **fields):
    values = {
        "provider": cast.lindner,
        "customer": cast.brandt,
        "site": cast.ufer,
        "title": "Heizung kalt",
        "side": "portal",
    }
    return tickets.report(**values | {"by": cast[key]} | fields)


def plan(cast, *, ticket=None, performers=("tech1",), by="office1", **fields):
    job = make.make_job(cast.brandt, site=cast.ufer, title="Heizung prüfen")
    starts_at = timezone.now() + dt.timedelta(days=3)
    return jobs.plan_visit(
        job=job, site=cast.ufer, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2), by=cast[by],
        performers=[Membership.objects.get(person=cast[key]) for key in performers],
        ticket_id=ticket.pk if ticket else None, **fields,
    )  # fmt: skip


def address(cast, *keys):
    return {cast[key].email for key in keys}


def test_new_ticket_is_told_to_the_office_and_receipted_to_the_reporter_only(cast, told, mailbox):
    ticket = report(cast, description="Seit gestern abend.", contact_name="Nina Vogel", urgency="emergency")
    arrived = told()
    assert set(arrived) == address(cast, "owner1", "office1", "brandt.all")
    assert arrived[cast["office1"].email] == f"{ticket.number} – Notfall: Heizung kalt"
    [office] = mailbox.to(cast["office1"].email)
    assert "Hausverwaltung Brandt hat etwas gemeldet." in text_of(office)
    assert "> Seit gestern abend." in text_of(office)
    assert f"http://localhost:8000/office/tickets/{ticket.pk}/" in text_of(office)
    [receipt] = mailbox.to(cast["brandt.all"].email)
    assert f"http://localhost:8000/portal/tickets/{ticket.pk}/" in text_of(receipt)


def test_ticket_that_somebody_looks_after_is_told_to_them_alone(cast, told):
    ticket = report(cast)
    tickets.assign(ticket=ticket, member=Membership.objects.get(person=cast["office1"]), by=cast["owner1"])
    told()
    tickets.comment(ticket=ticket, body="Immer noch kalt.", by=cast["brandt.all"])
    assert set(told()) == address(cast, "office1")


def test_public_answer_reaches_the_reporter_and_internal_note_nobody(cast, told, mailbox):
    ticket = report(cast)
    told()
    tickets.note(ticket=ticket, body="Kunde zahlt schlecht", by=cast["office1"])
    assert told() == {}
    tickets.answer(ticket=ticket, body="Wir kommen morgen.", by=cast["office1"])
    assert set(told()) == address(cast, "brandt.all")
    assert "> Wir kommen morgen." in text_of(mailbox.arrived[-1])
    assert all("zahlt schlecht" not in text_of(message) + html_of(message) for message in mailbox.arrived)


def test_answer_is_not_mailed_to_whom_messages_are_hidden(cast, told):
    person = make.make_access(cast.brandt, reads_messages=False).person
    ticket = report(cast, by=person)
    told()
    tickets.answer(ticket=ticket, body="Wir kommen morgen.", by=cast["office1"])
    assert told() == {}


def test_ticket_of_another_site_or_provider_is_mailed_to_no_stranger(cast, told):
    report(cast, key="office1", side="office", site=cast.lindenhof, channel="phone")
    arrived = set(told())
    assert address(cast, "brandt.all", "brandt.colleague", "owner1") - arrived == address(cast, "owner1")
    assert not arrived & address(cast, "brandt.site", "stadtbau.all", "owner2", "altmann.all", "tech1")


def test_contact_without_notification_gets_no_mail(cast, told):
    contact = make.make_contact(cast.brandt, is_notified=False)
    person = make.make_access(cast.brandt, contact=contact).person
    report(cast, by=person)
    assert person.email not in told()
    Contact.objects.filter(pk=contact.pk).update(is_notified=True)
    report(cast, by=person)
    assert person.email in told()


def test_deactivated_and_switched_off_get_no_mail(cast, told):
    def mailed():
        report(cast, key="office1", side="office", channel="phone", customer=cast.kita, site=None, title="Tor klemmt")
        return set(told()) & address(cast, "kita.off", "kita.deactivated")

    assert mailed() == set()
    Customer.objects.filter(pk=cast.kita.pk).update(portal_enabled=True)
    assert mailed() == address(cast, "kita.off")
    Person.objects.filter(pk=cast["kita.deactivated"].pk).update(is_active=True)
    assert mailed() == address(cast, "kita.off", "kita.deactivated")


def test_decision_is_told_with_its_reason(cast, told, mailbox):
    ticket = report(cast)
    told()
    tickets.decline(ticket=ticket, reason="Das macht Ihr Versorger.", by=cast["office1"])
    assert told() == {cast["brandt.all"].email: f"Abgelehnt: Heizung kalt ({ticket.number})"}
    assert "> Das macht Ihr Versorger." in text_of(mailbox.arrived[-1])


def test_mails_speak_the_language_of_the_recipient(cast, told, mailbox):
    cast["brandt.all"].language = "en"
    cast["brandt.all"].save(update_fields=["language"])
    report(cast)
    told()
    [german], [english] = mailbox.to(cast["office1"].email), mailbox.to(cast["brandt.all"].email)
    assert '<html lang="de"' in html_of(german)
    assert '<html lang="en"' in html_of(english)
    assert str(english["Subject"]).startswith("Received: Heizung kalt")
    assert "Thank you for letting us know." in text_of(english)
    assert text_of(english).startswith("Hello ")


def test_planned_visit_is_told_to_customer_and_performer(cast, told, mailbox):
    visit = plan(cast)
    arrived = told()
    assert set(arrived) == address(cast, "brandt.all", "brandt.colleague", "brandt.site", "tech1")
    [customer] = mailbox.to(cast["brandt.all"].email)
    assert "Tarek Aydın" in text_of(customer)
    assert f"http://localhost:8000/portal/visits/{visit.pk}/" in text_of(customer)
    [performer] = mailbox.to(cast["tech1"].email)
    assert f"http://localhost:8000/office/visits/{visit.pk}/" in text_of(performer)


def test_mail_about_a_visit_names_the_room(cast, told, mailbox):
    visit = plan(cast)
    room = make.make_room(cast.ufer, name="Heizungskeller")
    Job.objects.filter(pk=visit.job_id).update(room=room)
    told()
    for key in ("brandt.all", "tech1"):
        [message] = mailbox.to(cast[key].email)
        assert "Uferstraße 4, Heizungskeller" in text_of(message)


def test_storno_is_told_with_its_reason(cast, told, mailbox):
    invoice = make_issued(cast.brandt, by=cast["office1"])
    told()
    cancel_invoice(invoice=invoice, by=cast["office1"], reason="Falscher Empfänger")
    told()
    [message] = [mail for mail in mailbox.to(cast["brandt.all"].email) if "Stornorechnung" in str(mail["Subject"])]
    assert "> Falscher Empfänger" in text_of(message)


@pytest.mark.parametrize(("display", "shown"), [("first", "Tarek"), ("team", "Team"), ("hidden", "")])
def test_performers_are_named_as_the_customer_may_see_them(cast, told, mailbox, display, shown):
    cast.brandt.show_performers = PerformerDisplay(display)
    cast.brandt.save(update_fields=["show_performers"])
    plan(cast)
    told()
    [message] = mailbox.to(cast["brandt.all"].email)
    found = re.search(r"Wer kommt: (.*)", text_of(message))
    assert (found.group(1).strip() if found else "") == shown
    assert "Aydın" not in text_of(message) + html_of(message)


def test_visit_that_the_customer_may_not_see_is_told_to_the_performer_only(cast, told):
    cast.brandt.show_visits = False
    cast.brandt.save(update_fields=["show_visits"])
    plan(cast)
    assert set(told()) == address(cast, "tech1")


def test_wish_for_another_time_goes_to_the_office_and_the_answer_back(cast, told, mailbox):
    visit = plan(cast)
    told()
    starts_at = visit.starts_at + dt.timedelta(days=1)
    move = jobs.ask_move(
        visit=visit, by=cast["brandt.all"], wish="Lieber einen Tag später", starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2),
    )  # fmt: skip
    assert set(told()) == address(cast, "owner1", "office1")
    assert "> Lieber einen Tag später" in text_of(mailbox.arrived[-1])
    jobs.confirm_move(move=move, by=cast["office1"])
    assert address(cast, "brandt.all", "tech1") <= set(told())


def test_presented_report_asks_those_who_may_sign(cast, told, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    from torhaus.flows.present_report import present_report

    cast.brandt.accesses.filter(person=cast["brandt.colleague"]).update(signs_reports=False)
    visit = plan(cast)
    jobs.finish_visit(visit=visit, by=cast["tech1"])
    told()
    draft = reports.draft_report(visit=visit, by=cast["tech1"])
    shown = present_report(report=draft, by=cast["tech1"])
    arrived = told()
    assert set(arrived) == address(cast, "brandt.all", "brandt.site")
    assert arrived[cast["brandt.all"].email] == f"Zur Unterschrift: {shown.title} ({shown.number})"


@pytest.fixture
def issued(cast, told, settings, tmp_path):
    """issued(customer, …) → an invoice whose PDF the worker has made, and who was told."""
    settings.FILES_DIR = tmp_path / "files"

    def issue(customer, **fields):
        invoice = make_issued(customer, by=cast["office1"], **fields)
        arrived = told()
        invoice.refresh_from_db()
        return invoice, arrived

    return issue


def test_invoice_is_mailed_with_its_pdf_to_those_who_may_see_it(cast, issued, mailbox):
    invoice, arrived = issued(cast.brandt, site=cast.ufer)
    assert set(arrived) == address(cast, "brandt.all", "brandt.site")
    [message] = mailbox.to(cast["brandt.all"].email)
    [paper] = message.iter_attachments()
    assert paper.get_filename() == invoice.pdf.name
    assert hashlib.sha256(paper.get_content()).hexdigest() == invoice.pdf.sha256
    assert f"http://localhost:8000/portal/invoices/{invoice.pk}/" in text_of(message)


def test_invoice_goes_to_the_debtors_mail_box_without_a_link(cast, issued, mailbox):
    party = make.make_billing_party(cast.brandt, email="rechnung@weg.example")
    cast.brandt.show_invoices = False
    cast.brandt.save(update_fields=["show_invoices"])
    _invoice, arrived = issued(cast.brandt, site=cast.ufer, billing_party=party)
    assert set(arrived) == {"rechnung@weg.example"}
    assert "localhost" not in text_of(mailbox.arrived[-1])


def test_customer_without_portal_gets_the_invoice_by_the_main_contact(cast, issued):
    contact = make.make_contact(cast.kita, is_main=True)
    _invoice, arrived = issued(cast.kita)
    assert set(arrived) == {contact.email}


def test_xrechnung_customer_gets_the_xml_as_well(cast, issued, mailbox):
    cast.brandt.einvoice_format, cast.brandt.leitweg_id = "xrechnung", "04011000-12345-03"
    cast.brandt.save(update_fields=["einvoice_format", "leitweg_id"])
    invoice, _arrived = issued(cast.brandt, site=cast.ufer)
    [message] = mailbox.to(cast["brandt.all"].email)
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [invoice.pdf.name, f"{invoice.number}.xml"]


def test_full_payment_is_thanked_for_and_part_payment_not(cast, issued, told):
    invoice, _arrived = issued(cast.brandt, site=cast.ufer)
    invoices.record_payment(invoice=invoice, amount=Decimal("100.00"), paid_on=DAY, by=cast["office1"])
    assert told() == {}
    invoices.record_payment(invoice=invoice, amount=invoice.gross_total - 100, paid_on=DAY, by=cast["office1"])
    assert set(told()) == address(cast, "brandt.all", "brandt.site")


def test_invitation_carries_a_link_that_is_kept_nowhere_and_its_status_follows(cast, told, mailbox):
    contact = make.make_contact(cast.kita, is_main=True, last_name="Sommerfeld", salutation="ms")
    save_portal(customer=cast.kita, by=cast["office1"], portal_enabled=True)
    told()
    invitation = Invitation.objects.get(contact=contact)
    assert invitation.status == InvitationStatus.SENT
    [message] = mailbox.to(contact.email)
    [token] = set(re.findall(r"http://localhost:8000/invitation/([\w-]{43})/", text_of(message)))
    assert f"http://localhost:8000/invitation/{token}/" in html_of(message)
    assert "Guten Tag Frau Sommerfeld!" in text_of(message)
    row = OutgoingMail.objects.get(invitation_id=invitation.pk)
    assert token not in row.text + row.html
    assert "secret.invalid" not in text_of(message) + html_of(message)


def test_bounced_invitation_says_so(cast, told, mailbox):
    contact = make.make_contact(cast.brandt)
    mailbox.answers[contact.email] = "550 no such user"
    invitation = portal_access.invite(contact=contact, by=cast["office1"])
    told()
    invitation.refresh_from_db()
    assert (invitation.status, invitation.status_note) == (InvitationStatus.BOUNCED, "550 no such user")


def test_deferred_invitation_is_sent_later_with_a_link_that_works(cast, told, mailbox):
    contact = make.make_contact(cast.brandt)
    mailbox.answers[contact.email] = "451 try again"
    invitation = portal_access.invite(contact=contact, by=cast["office1"])
    told()
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.DEFERRED
    mailbox.answers.clear()
    OutgoingMail.objects.filter(status=MailStatus.QUEUED).update(next_attempt_at=timezone.now())
    told()
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.SENT


def test_withdrawn_invitation_is_not_mailed_any_more(cast, told, mailbox):
    contact = make.make_contact(cast.brandt)
    invitation = portal_access.invite(contact=contact, by=cast["office1"])
    outbox.tell_news()
    portal_access.withdraw(invitation=invitation, by=cast["office1"])
    told()
    assert OutgoingMail.objects.get(invitation_id=invitation.pk).status == MailStatus.DROPPED
    assert mailbox.arrived == []


def test_reset_mail_goes_to_the_person_with_a_working_link(cast, told, mailbox, client):
    ask_for_reset(person=cast["brandt.all"], provider_id=cast.lindner.pk)
    assert set(told()) == address(cast, "brandt.all")
    [path] = set(re.findall(r"http://localhost:8000(/password/reset/\S+)", text_of(mailbox.arrived[-1])))
    assert client.get(path).status_code == 200


def test_placeholder_written_by_a_customer_becomes_no_link(cast, told, mailbox):
    """What anybody types into a ticket never turns into a link that opens the reader's account."""
    report(cast, description=f"Siehe {SECRET_LINK}")
    told()
    text = text_of(mailbox.to(cast["office1"].email)[0])
    assert SECRET_LINK in text
    assert "/password/" not in text


def test_activity_is_told_once_however_often_the_worker_looks(cast, told, mailbox):
    report(cast)
    told()
    arrived = len(mailbox.arrived)
    Activity.objects.update(told_at=None)  # as if the worker had died before it noted that
    told()
    assert len(mailbox.arrived) == arrived
    assert not Activity.objects.filter(told_at=None).exists()


def test_an_activity_that_cannot_be_told_does_not_hold_up_the_others(cast, told, monkeypatch):
    broken = report(cast, title="kaputt")
    whole = report(cast, title="ganz")
    tell = outbox.tell

    def stumble(activity):
        if activity.ticket_id == broken.pk:
            raise RuntimeError("broken letter")
        return tell(activity)

    monkeypatch.setattr(outbox, "tell", stumble)
    subjects = set(told().values())
    assert any(whole.number in subject for subject in subjects)
    assert not any(broken.number in subject for subject in subjects)
    monkeypatch.undo()
    outbox.forget_failures()
    assert any(broken.number in subject for subject in told().values())
