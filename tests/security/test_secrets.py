"""Secrets stay where they belong: links out of the log, files with the account that runs Torhaus."""

import io
import json
import logging
import os
import stat
import subprocess
import sys

import pytest

from torhaus.accounts.recovery import Purpose, issue_link
from torhaus.config.logs import without_tokens


@pytest.fixture
def log():
    """What the server writes, line by line."""
    handler, stream = logging.getLogger().handlers, io.StringIO()
    written = next(one for one in handler if isinstance(one.formatter, logging.Formatter) and hasattr(one, "setStream"))
    before = written.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    written.setStream(before)


def test_log_names_the_page_but_not_the_token_of_a_link(cast, client, log):
    """Too short a password: the link still works, and Django writes a line about every 422."""
    link = issue_link(cast["brandt.all"], purpose=Purpose.RESET)
    assert client.post(link, {"password": "kurz"}).status_code == 422
    assert client.get(link).status_code == 200
    assert [line["event"] for line in log()] == ["Unprocessable Entity: /password/reset/…/"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Gone: /invitation/abc-_1/", "Gone: /invitation/…/"),
        ("Gone: /invitation/abc-_1/renewal/", "Gone: /invitation/…/renewal/"),
        ("Not Found: /password/reset/Wz:1x:y=/", "Not Found: /password/reset/…/"),
        ("Gone: /login/link/abc-_1/", "Gone: /login/link/…/"),
        ("Gone: /team/abc-_1/", "Gone: /team/…/"),
        ("Gone: /email/abc-_1/", "Gone: /email/…/"),
        ("Not Found: /login/link/sent/", "Not Found: /login/link/sent/"),
        ("Method Not Allowed: /password/reset/sent/", "Method Not Allowed: /password/reset/sent/"),
        ("Not Found: /office/customers/5/portal/contacts/8/invitation/", "Not Found: /office/customers/5/portal/contacts/8/invitation/"),
    ],
)  # fmt: skip
def test_tokens_are_struck_out_of_every_text(before, after):
    assert without_tokens(None, "", {"event": before, "status": 410}) == {"event": after, "status": 410}


def test_everything_in_the_data_directory_is_for_its_owner_only(tmp_path):
    env = os.environ | {"TORHAUS_DATA_DIR": str(tmp_path / "data"), "TORHAUS_DATABASE_URL": ""}
    made = subprocess.run([sys.executable, "-m", "torhaus", "migrate"], env=env, capture_output=True, umask=0o022)
    assert made.returncode == 0, made.stderr
    paths = [tmp_path / "data", *(path for path in (tmp_path / "data").iterdir())]
    assert (tmp_path / "data" / "torhaus.sqlite3").is_file()
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in paths} == {path.name: 0 for path in paths}
