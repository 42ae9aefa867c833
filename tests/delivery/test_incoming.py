"""Mails that come in: reports of non-delivery in all shapes, and everything that is none."""

import time

import pytest

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.customers.actions import change_contact
from torhaus.customers.models import Contact
from torhaus.delivery import outbox, post
from torhaus.delivery.incoming.receive import Kind, receive
from torhaus.kernel.mail import message_id
from torhaus.notices.models import MailStatus, OutgoingMail
from torhaus.portal_access.actions import invite
from torhaus.portal_access.models import Invitation, InvitationStatus

BOX = "m.brandt@brandt.example"


@pytest.fixture
def sent(cast, mailbox):
    """An invitation that a real server took, with the mail as it arrived."""
    contact = make.make_contact(cast.brandt, email=BOX, first_name="Miriam", last_name="Brandt")
    invite(contact=contact, by=cast["office1"])
    send()
    [mail] = mailbox.to(BOX)
    assert Invitation.objects.get().status == InvitationStatus.SENT
    return mail


def send():
    outbox.tell_news()
    post.send_due()


def report(mail, *, action="failed", status="5.1.1", quotes="message/rfc822", extra="", charset="us-ascii", to=""):
    """A report as Postfix writes it, about `mail`."""
    original = bytes(mail).decode("utf-8", "replace")
    if quotes == "text/rfc822-headers":
        original = original.partition("\n\n")[0].partition("\r\n\r\n")[0] + "\n"
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to or "torhaus@localhost"}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="AAA"
{extra}
--AAA
Content-Type: text/plain; charset={charset}

I'm sorry.

--AAA
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {BOX}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{BOX}>: no such user

--AAA
Content-Type: {quotes}

{original}
--AAA--
""".encode()


@pytest.mark.parametrize("quotes", ["message/rfc822", "text/rfc822-headers"])
def test_report_marks_mail_invitation_and_contact(sent, cast, login, quotes):
    assert receive(report(sent, quotes=quotes)).kind is Kind.TAKEN
    row, invitation, contact = OutgoingMail.objects.get(), Invitation.objects.get(), Contact.objects.get(email=BOX)
    assert (row.status, invitation.status) == (MailStatus.FAILED, InvitationStatus.BOUNCED)
    reason = f"5.1.1 550 5.1.1 <{BOX}>: no such user"
    assert {row.last_error, invitation.status_note, contact.email_problem} == {reason}
    office = login(cast["office1"])
    page = office.get(f"/office/customers/{cast.brandt.pk}/portal/").text
    assert "unzustellbar" in page
    assert "no such user" in page
    customer_page = office.get(f"/office/customers/{cast.brandt.pk}/").text
    assert "E-Mail an Miriam Brandt kam zurück" in customer_page
    assert "kommt zurück" in customer_page


def test_same_report_twice_is_noted_once(sent):
    kinds = [receive(report(sent)).kind for _ in range(2)]
    assert kinds == [Kind.TAKEN, Kind.TAKEN]
    assert Activity.objects.filter(verb="contact.mail_returned").count() == 1


def test_new_address_mends_the_contact(sent, cast):
    receive(report(sent))
    contact = Contact.objects.get(email=BOX)
    change_contact(contact=contact, by=cast["office1"], phone="0761 1")
    assert Contact.objects.get(pk=contact.pk).email_problem
    change_contact(contact=contact, by=cast["office1"], email="neu@brandt.example")
    assert Contact.objects.get(pk=contact.pk).email_problem == ""


def test_delay_is_a_delay_and_delivery_is_nothing(sent):
    assert receive(report(sent, action="delayed", status="4.4.1")).kind is Kind.TAKEN
    assert Invitation.objects.get().status == InvitationStatus.DEFERRED
    assert OutgoingMail.objects.get().status == MailStatus.SENT
    assert receive(report(sent, action="delivered", status="2.0.0")).kind is Kind.IGNORED
    assert Invitation.objects.get().status == InvitationStatus.DEFERRED


def test_opened_link_says_more_than_a_late_report(sent):
    Invitation.objects.update(status=InvitationStatus.VISITED)
    receive(report(sent))
    assert Invitation.objects.get().status == InvitationStatus.VISITED


def test_report_without_status_that_quotes_the_headers(sent):
    """qmail and many others: plain text from the mail system, the original below."""
    raw = f"""Return-Path: <>
From: MAILER-DAEMON@old.example
To: torhaus@localhost
Subject: failure notice

Hi. This is the qmail-send program at old.example.
<{BOX}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: {sent["Message-ID"]}
Subject: Einladung
""".encode()
    assert receive(raw).kind is Kind.TAKEN
    assert Contact.objects.get(email=BOX).email_problem == "Sorry, no mailbox here by that name. (#5.1.1)"


def test_envelope_address_is_enough_when_nothing_is_quoted(cast, mailbox, settings):
    settings.BOUNCE_ADDRESS = "bounces@portal.example"
    make_invitation(cast)
    send()
    [mail] = mailbox.to(BOX)
    token = str(mail["Message-ID"]).strip("<>").partition("@")[0]
    assert mailbox.senders == [f"bounces+{token}@portal.example"]
    raw = (
        report(mail, to=f"bounces+{token}@portal.example").split(b"--AAA\nContent-Type: message/rfc822")[0]
        + b"--AAA--\n"
    )
    assert receive(raw).kind is Kind.TAKEN
    assert Invitation.objects.get().status == InvitationStatus.BOUNCED


def make_invitation(cast):
    invite(contact=make.make_contact(cast.brandt, email=BOX), by=cast["office1"])


def test_forged_report_that_never_saw_the_mail_is_refused(sent, settings):
    """Whoever knows activity and address but not the installation's secret cannot name the mail."""
    row = OutgoingMail.objects.get()
    right = message_id(row.key)
    settings.SECRET_KEY = "another installation"
    guessed = message_id(row.key)
    assert guessed != right == row.message_id
    forged = report(sent).replace(right.encode(), guessed.encode())
    assert receive(forged).kind is Kind.REFUSED
    assert Invitation.objects.get().status == InvitationStatus.SENT
    assert OutgoingMail.objects.get().status == MailStatus.SENT


def test_out_of_office_is_ignored_although_it_names_the_mail(sent):
    raw = f"""Return-Path: <>
From: Miriam Brandt <{BOX}>
Subject: Abwesend
Auto-Submitted: auto-replied
In-Reply-To: {sent["Message-ID"]}

Ich bin bis 5.1.1 im Urlaub. {sent["Message-ID"]}
""".encode()
    assert receive(raw).kind is Kind.IGNORED
    assert Invitation.objects.get().status == InvitationStatus.SENT


def test_loops_are_ignored(sent):
    assert receive(bytes(sent)).kind is Kind.IGNORED
    circling = b"Received: from a by b; now\n" * 60 + report(sent)
    assert receive(circling).kind is Kind.IGNORED
    assert Invitation.objects.get().status == InvitationStatus.SENT


def test_letter_of_a_person_is_refused_for_now(db):
    outcome = receive(b"From: a@b.example\nSubject: Frage\n\nGuten Tag!")
    assert outcome.kind is Kind.REFUSED
    assert "portal" in outcome.words


@pytest.mark.parametrize("charset", ["x-unknown-8bit", "utf-7", "\x00", "klingon"])
def test_broken_charsets_are_read(sent, charset):
    raw = report(sent, charset=charset).replace(b"I'm sorry.", b"Leider \xff\xfe\x00 nein.")
    raw = raw.replace(b"Undelivered", b"=?klingon?B?/////w==?= =?utf-8?q?=FF?= \x80Undelivered")
    assert receive(raw.replace(b"no such user", b"no such \xff\x00user")).kind is Kind.TAKEN
    assert "\x00" not in Contact.objects.get(email=BOX).email_problem


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00" * 1000, b"no header at all", b"\xff\xfe" * 10, b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 20_000],
)  # fmt: skip
def test_garbage_is_refused_and_never_an_error(db, raw):
    assert receive(raw).kind is Kind.REFUSED


def test_parts_within_parts_within_parts_are_no_trap(db):
    raw = b""
    for depth in range(3000):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    assert receive(b"From: a@b.example\n" + raw).kind is Kind.REFUSED


def test_too_large_is_refused(db):
    assert receive(b"Subject: x\n\n" + b"x" * (30 * 1024 * 1024)).kind is Kind.REFUSED


def test_servers_that_refuse_defer_and_accept(cast, mailbox):
    for name in ("refused", "deferred", "accepted"):
        invite(contact=make.make_contact(cast.brandt, email=f"{name}@x.example"), by=cast["office1"])
    mailbox.answers = {"refused@x.example": "550 5.1.1 no such user", "deferred@x.example": "451 4.7.1 greylisted"}
    send()
    found = dict(Invitation.objects.values_list("email", "status"))
    assert found == {
        "refused@x.example": InvitationStatus.BOUNCED,
        "deferred@x.example": InvitationStatus.DEFERRED,
        "accepted@x.example": InvitationStatus.SENT,
    }
    problems = dict(Contact.objects.filter(email__endswith="@x.example").values_list("email", "email_problem"))
    assert problems["refused@x.example"] == "550 5.1.1 no such user"
    assert (problems["deferred@x.example"], problems["accepted@x.example"]) == ("", "")
    mailbox.answers = {}
    OutgoingMail.objects.update(next_attempt_at=OutgoingMail.objects.first().created_at)
    send()
    assert Invitation.objects.get(email="deferred@x.example").status == InvitationStatus.SENT


@pytest.mark.parametrize("charset", [b"punycode", b"-PunyCode-"])
def test_charset_that_takes_long_is_not_decoded(db, charset):
    """Punycode is read in time that grows with the square: one header of it would keep a processor busy for hours."""
    raw = b"Message-ID: =?" + charset + b"?q?abc-" + b"a9" * 500_000 + b"?=\r\n\r\nhallo"
    began = time.monotonic()
    assert receive(raw).kind is Kind.REFUSED
    assert time.monotonic() - began < 5
