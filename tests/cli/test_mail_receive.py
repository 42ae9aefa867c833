"""`torhaus mail receive` as a mail server calls it: exit codes, one sentence, never a traceback."""

import pytest

pytestmark = pytest.mark.slow


def test_exit_codes_of_a_pipe(copy_of, template):
    place = copy_of(template)
    ignored = place.run("mail", "receive", stdin="Auto-Submitted: auto-replied\nSubject: Urlaub\n\nBin weg.")
    assert (ignored.returncode, ignored.stdout) == (0, "It was written by a machine.\n")
    letter = place.run("mail", "receive", stdin="From: a@b.example\nSubject: Frage\n\nGuten Tag!")
    assert (letter.returncode, letter.stdout) == (1, "")
    assert "please write in the portal" in letter.stderr
    large = place.run("mail", "receive", stdin="Subject: x\n\n" + "x" * (30 * 1024 * 1024))
    assert (large.returncode, "larger than 25 MB" in large.stderr) == (1, True)
    assert place.run("mail", "receive", "--nonsense").returncode == 2
    assert place.run("mail", "receive", "--help").returncode == 0
    assert "Traceback" not in letter.stderr + large.stderr


def test_database_that_is_away_asks_the_server_to_come_again(copy_of, template):
    place = copy_of(template)
    place.env["TORHAUS_DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    done = place.run(
        "mail", "receive", stdin="From: MAILER-DAEMON@x.example\nMessage-ID: <" + "a" * 40 + "@x>\n\n5.1.1"
    )
    assert (done.returncode, "Traceback" in done.stderr) == (75, False)
