"""Mails on their way out, against a real SMTP server that takes, refuses, puts off and hangs up."""

import datetime as dt
import pathlib

import pytest
from django.utils import timezone

from tests.mailserver import html_of, text_of
from torhaus.delivery import post
from torhaus.notices.models import MailStatus, OutgoingMail
from torhaus.providers.models import Provider


def make_mail(address="miriam@brandt.example", **fields):
    values = {
        "key": f"1:{address}",
        "to_address": address,
        "subject": "Ihr Termin",
        "text": "Wir kommen.",
        "html": "<p>Wir kommen.</p>",
    }
    return OutgoingMail.objects.create(**values | fields)


def make_due(row):
    OutgoingMail.objects.filter(pk=row.pk).update(next_attempt_at=timezone.now())


def test_mail_arrives_with_text_html_and_names(cast, mailbox):
    row = make_mail(provider_id=cast.lindner.pk, to_name="Miriam Brandt", subject="Ihr Termin 🛠 Fußboden")
    assert post.send_due() is True
    row.refresh_from_db()
    [message] = mailbox.arrived
    assert (row.status, row.attempts, row.last_error) == (MailStatus.SENT, 1, "")
    assert str(message["From"]) == "Lindner Gebäudeservice <torhaus@localhost>"
    assert str(message["Reply-To"]) == f"Lindner Gebäudeservice <{cast.lindner.email}>"
    assert str(message["To"]) == "Miriam Brandt <miriam@brandt.example>"
    assert str(message["Subject"]) == "Ihr Termin 🛠 Fußboden"
    assert text_of(message).strip() == "Wir kommen."
    assert html_of(message).strip() == "<p>Wir kommen.</p>"
    assert post.send_due() is False
    assert len(mailbox.arrived) == 1


def test_line_break_in_subject_and_name_makes_no_header(db, mailbox):
    make_mail(subject="Termin\r\nBcc: dieb@böse.example", to_name="Eva\nX-Evil: 1")
    post.send_due()
    [message] = mailbox.arrived
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert str(message["Subject"]) == "Termin Bcc: dieb@böse.example"


@pytest.mark.parametrize(
    "name",
    [
        "Eva, boese@evil.example",
        f"{'x' * 60}, boese@evil.example",
        f"Eva <boese@evil.example>, {'y' * 70}",
        f"{'wort ' * 10}, <boese@evil.example>, {'noch ' * 12}",
        f'{"a" * 50}\\", boese@evil.example, "{"b" * 40}',
        f"{'ä' * 30}, boese@evil.example, {'ö' * 40}",
        f'{"X" * 90} "',
    ],
)
def test_name_never_adds_an_address_however_long_it_is(cast, mailbox, name):
    cast.lindner.name = name[:120]
    cast.lindner.save()
    make_mail(provider_id=cast.lindner.pk, to_name=name)
    post.send_due()
    [message] = mailbox.arrived
    named = {header: [one.addr_spec for one in message[header].addresses] for header in ("From", "To", "Reply-To")}
    assert named == {
        "From": ["torhaus@localhost"], "To": ["miriam@brandt.example"], "Reply-To": [cast.lindner.email],
    }  # fmt: skip


def test_refused_recipient_fails_for_good_and_does_not_hold_up_the_others(db, mailbox):
    mailbox.answers["weg@brandt.example"] = "550 no such user"
    bad, good = make_mail("weg@brandt.example"), make_mail("da@brandt.example")
    post.send_due()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, bad.last_error) == (MailStatus.FAILED, "550 no such user")
    assert good.status == MailStatus.SENT


def test_put_off_mail_goes_later_and_once(db, mailbox):
    mailbox.answers["voll@brandt.example"] = "452 mailbox full"
    row = make_mail("voll@brandt.example")
    post.send_due()
    row.refresh_from_db()
    assert (row.status, row.attempts, row.last_error) == (MailStatus.QUEUED, 1, "452 mailbox full")
    wait = row.next_attempt_at - timezone.now()
    assert dt.timedelta(seconds=50) < wait <= dt.timedelta(minutes=1)
    assert post.send_due() is False
    mailbox.answers.clear()
    make_due(row)
    post.send_due()
    row.refresh_from_db()
    assert (row.status, row.attempts, len(mailbox.arrived)) == (MailStatus.SENT, 2, 1)


def test_server_that_hangs_up_puts_the_mail_off(db, mailbox):
    mailbox.hangs_up = True
    row = make_mail()
    post.send_due()
    row.refresh_from_db()
    assert row.status == MailStatus.QUEUED
    assert row.last_error
    mailbox.hangs_up = False
    post.forget_pause()
    make_due(row)
    post.send_due()
    row.refresh_from_db()
    assert (row.status, len(mailbox.arrived)) == (MailStatus.SENT, 1)


def test_mail_server_down_for_an_hour_then_every_mail_goes_once(db, mailbox):
    port = mailbox.controller.port
    mailbox.stop()
    rows = [make_mail(f"kunde{n}@brandt.example") for n in range(5)]
    for _ in range(4):  # one, five, thirty minutes … later
        post.forget_pause()
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        post.send_due()
    assert OutgoingMail.objects.filter(status=MailStatus.QUEUED).count() == 5
    mailbox.start(port=port)
    post.forget_pause()
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    while post.send_due():
        pass
    assert OutgoingMail.objects.filter(status=MailStatus.SENT).count() == 5
    assert sorted(str(message["To"]) for message in mailbox.arrived) == sorted(row.to_address for row in rows)


def test_a_server_that_is_away_is_not_asked_for_every_mail(db, mailbox):
    mailbox.stop()
    for n in range(5):
        make_mail(f"kunde{n}@brandt.example")
    post.send_due()
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert post.send_due() is False


def test_after_a_day_of_tries_the_mail_counts_as_failed_and_can_be_sent_again(db, mailbox):
    mailbox.answers["voll@brandt.example"] = "452 mailbox full"
    row = make_mail("voll@brandt.example", attempts=len(post.BACK_OFF))
    post.send_due()
    row.refresh_from_db()
    assert (row.status, row.last_error) == (MailStatus.FAILED, "452 mailbox full")
    mailbox.answers.clear()
    post.send_again(row=row)
    post.send_due()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (MailStatus.SENT, 1)


def test_mail_in_the_hands_of_another_worker_is_left_alone(db, mailbox):
    row = make_mail()
    assert post._claim(row)
    stale = OutgoingMail.objects.get(pk=row.pk)
    assert post.send_due() is False
    assert not post._claim(OutgoingMail(pk=row.pk, next_attempt_at=row.next_attempt_at, attempts=0))
    assert stale.next_attempt_at - timezone.now() > dt.timedelta(minutes=4)
    assert mailbox.arrived == []


def test_mail_sent_twice_by_a_crash_carries_the_same_message_id(db, mailbox):
    row = make_mail()
    post.send_due()
    OutgoingMail.objects.filter(pk=row.pk).update(
        status=MailStatus.QUEUED, next_attempt_at=timezone.now()
    )  # the note was lost
    post.send_due()
    first, second = mailbox.arrived
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("address", ["kein-klammeraffe", "a@b@c", "zwei worte@x.example"])
def test_impossible_address_fails_without_a_try(db, mailbox, address):
    row = make_mail(address)
    post.send_due()
    row.refresh_from_db()
    assert row.status == MailStatus.FAILED
    assert mailbox.arrived == []


def test_without_a_mail_server_mails_are_kept_as_files(db, settings, tmp_path):
    settings.EMAIL_URL, settings.MAIL_DIR = "", tmp_path / "mails"
    row = make_mail()
    post.send_due()
    row.refresh_from_db()
    [kept] = pathlib.Path(settings.MAIL_DIR).glob("*.eml")
    assert row.status == MailStatus.SENT
    assert b"Subject: Ihr Termin" in kept.read_bytes()


def test_full_disk_puts_the_mail_off(db, settings, tmp_path):
    blocked = tmp_path / "mails"
    blocked.write_text("a file where the folder should be")
    settings.EMAIL_URL, settings.MAIL_DIR = "", blocked
    row = make_mail()
    post.send_due()
    post.forget_pause()
    row.refresh_from_db()
    assert row.status == MailStatus.QUEUED
    assert row.last_error


@pytest.mark.parametrize(
    ("domain", "wire"),
    [
        ("müller-söhne.de", "xn--mller-shne-kcb9d.de"),
        ("straße.example", "xn--strae-oqa.example"),
        ("ascii.example", "ascii.example"),
    ],
)
def test_umlaut_domain_travels_in_its_ascii_form(cast, mailbox, domain, wire):
    Provider.objects.filter(pk=cast.lindner.pk).update(email=f"buero@{domain}")
    row = make_mail(f"info@{domain}", provider_id=cast.lindner.pk)
    post.send_due()
    row.refresh_from_db()
    [message] = mailbox.arrived
    assert (row.status, row.to_address) == (MailStatus.SENT, f"info@{domain}")
    assert message["To"].addresses[0].addr_spec == f"info@{wire}"
    assert message["Reply-To"].addresses[0].addr_spec == f"buero@{wire}"
    assert mailbox.recipients == [f"info@{wire}"]


def test_impossible_umlaut_domain_fails_for_good(db, mailbox):
    row = make_mail("info@ü..de")
    post.send_due()
    row.refresh_from_db()
    assert (row.status, mailbox.arrived) == (MailStatus.FAILED, [])
