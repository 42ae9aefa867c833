"""A whole Torhaus for browser tests: a data directory, a database and `torhaus serve` on a free port, web and worker."""

import contextlib
import dataclasses
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

START_SECONDS = 60
MAIL_SECONDS = 30


@dataclasses.dataclass
class Installation:
    """An address that answers, and what a person at the keyboard of the server could see and do."""

    url: str
    data_dir: pathlib.Path
    env: dict[str, str]

    def run(self, *arguments: str, input: str | None = None) -> str:
        """Call the `torhaus` program on this installation."""
        return self._python("-m", "torhaus", *arguments, input=input)

    def ask(self, module: str) -> object:
        """What a module of the tests prints as JSON when it runs in this installation."""
        return json.loads(self._python("-m", module))

    def mails(self, to: str) -> list[EmailMessage]:
        """The mails that were sent to an address, oldest first."""
        paths = sorted((self.data_dir / "mails").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [mail for mail in read if to in mail["To"]]

    def mail(self, to: str, *, about: str) -> EmailMessage:
        """Wait for the newest mail to an address whose subject matches a pattern."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            if found := [mail for mail in self.mails(to) if re.search(about, mail["Subject"])]:
                return found[-1]
            time.sleep(0.1)
        subjects = [mail["Subject"] for mail in self.mails(to)]
        raise AssertionError(f"no mail about {about!r} came to {to}, only {subjects}")

    def wait_for_mails(self, to: str, count: int) -> None:
        deadline = time.monotonic() + MAIL_SECONDS
        while len(self.mails(to)) < count:
            assert time.monotonic() < deadline, f"only {len(self.mails(to))} mails came to {to}"
            time.sleep(0.1)

    def errors(self) -> list[str]:
        """Lines of the log that tell of something that went wrong inside."""
        lines = (self.data_dir / "server.log").read_text().splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]

    def _python(self, *arguments: str, input: str | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=os.environ | self.env, input=input, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextlib.contextmanager
def installed(folder: pathlib.Path, *prepare: tuple[str, ...]) -> Iterator[Installation]:
    """A served installation after some calls of the program; its database and processes go with the block."""
    port = _free_port()
    with _database() as database:
        env = {
            "TORHAUS_DATA_DIR": str(folder),
            "TORHAUS_BASE_URL": f"http://localhost:{port}",
            "TORHAUS_DATABASE_URL": database,
            "TORHAUS_SECRET_KEY": secrets.token_hex(32),
        }
        made = Installation(f"http://localhost:{port}", folder, env)
        for call in prepare:
            made.run(*call)
        with _served(made, port):
            yield made


@contextlib.contextmanager
def _served(made: Installation, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "torhaus", "serve", "--port", str(port), "--workers", "1"]
    with (made.data_dir / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=os.environ | made.env, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(f"{made.url}/healthz", process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"torhaus serve ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _database() -> Iterator[str]:
    """On PostgreSQL a database of its own on the tests' server; "" for the embedded one."""
    server = os.environ.get("TORHAUS_TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    import psycopg

    name = f"torhaus_browser_{secrets.token_hex(6)}"
    with psycopg.connect(server.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urllib.parse.urlunsplit(urllib.parse.urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
