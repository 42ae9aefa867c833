"""Mails by real worker processes: picked up within a second, none lost and none twice when workers are killed or many."""

import collections
import os
import signal

import pytest

from tests.installation import wait_for
from tests.mailserver import Mailbox

pytestmark = pytest.mark.slow

WRITE = """
from torhaus.notices.models import OutgoingMail
OutgoingMail.objects.bulk_create(
    OutgoingMail(key=f"1:{n}", to_address=f"kunde{n}@brandt.example", subject=f"Mail {n}", text="Guten Tag") for n in range(%d))
"""


@pytest.fixture
def box(installation):
    """A mail server and the installation that sends to it."""
    box = Mailbox()
    box.start()
    installation.env["TORHAUS_EMAIL_URL"] = box.url
    yield box
    installation.stop()
    box.stop()


def unsent(installation):
    return installation.query("SELECT count(*) FROM notices_outgoingmail WHERE status <> 'sent'")[0][0]


def arrivals(box):
    return collections.Counter(str(message["To"]) for message in box.arrived)


def test_two_workers_send_each_mail_once(installation, box):
    """Both are there before the mails come; a busy machine may take its time, for a try put off comes again after a minute."""
    installation.start("worker")
    installation.start("worker")
    beats = "SELECT count(*) FROM kernel_workerbeat"
    wait_for(lambda: installation.query(beats)[0][0] == 2, seconds=120, what="both workers")
    installation.python(WRITE % 60)
    wait_for(lambda: unsent(installation) == 0, seconds=180, what="all mails")
    assert arrivals(box) == {f"kunde{n}@brandt.example": 1 for n in range(60)}


def test_killed_worker_loses_no_mail(installation, box):
    installation.python(WRITE % 40)
    first = installation.start("worker")
    wait_for(lambda: len(box.arrived) >= 5, what="the first mails")
    for child in installation.query("SELECT name FROM kernel_workerbeat"):
        os.kill(int(child[0].split(":")[1]), signal.SIGKILL)
    first.kill()
    first.wait()
    installation.execute(
        "UPDATE notices_outgoingmail SET next_attempt_at = created_at WHERE status = 'queued'"
    )  # claims end
    installation.start("worker")
    wait_for(lambda: unsent(installation) == 0, what="all mails")
    found = arrivals(box)
    assert set(found) == {f"kunde{n}@brandt.example" for n in range(40)}
    twice = [address for address, count in found.items() if count > 1]
    assert len(twice) <= 1  # the one in hand when the worker died may come again, under the same Message-ID
    for address in twice:
        assert len({message["Message-ID"] for message in box.to(address)}) == 1


def test_new_work_is_picked_up_within_a_second_or_so(installation, box):
    installation.start("worker")
    wait_for(lambda: installation.query("SELECT count(*) FROM kernel_workerbeat")[0][0], what="the worker")
    now = "now()" if installation.database_url else "datetime('now')"
    installation.execute(
        "INSERT INTO notices_outgoingmail (key, to_address, to_name, language, subject, text, html, status, attempts,"
        " next_attempt_at, last_error, message_id, created_at)"
        f" VALUES ('1:x', 'neu@brandt.example', '', 'de', 'Neu', 'Text', '', 'queued', 0, {now}, '', '', {now})"
    )
    wait_for(lambda: box.arrived, seconds=3, what="the mail")
