"""`torhaus doctor`: looks at everything an installation stands on and says what to do about what is wrong."""

import dataclasses
import os
import pathlib
import shutil
import stat
from collections.abc import Callable, Iterator

import click

from torhaus.cli.main import start_django

OK, WARN, BAD = "ok", "note", "FAILED"
LEAST_FREE = 1_000_000_000


@dataclasses.dataclass(frozen=True)
class Finding:
    state: str
    what: str
    advice: str = ""


@click.command()
def doctor() -> None:
    """Check database, disk, mail, worker and secrets; exit code 1 when something is wrong."""
    start_django()
    checks = (_database, _migrations, _folders, _disk, _secret, _mail, _worker, _address)
    findings = [finding for check in checks for finding in _run(check)]
    for finding in findings:
        click.echo(f"{finding.state:<7}{finding.what}" + (f"\n       {finding.advice}" if finding.advice else ""))
    if any(finding.state == BAD for finding in findings):
        raise SystemExit(1)


def _run(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that cannot even run is a finding too."""
    from django.db import DatabaseError

    try:
        yield from check()
    except (DatabaseError, OSError) as error:
        yield Finding(BAD, f"{check.__name__.strip('_')}: {str(error).strip()}")


def _database() -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0])
        is_new = int(version.partition(".")[0]) >= 15
        yield Finding(
            OK if is_new else BAD, f"PostgreSQL {version}", "" if is_new else "Torhaus needs PostgreSQL 15 or newer."
        )
        return
    from torhaus.config import sqlite

    version_info = sqlite.install()
    version = ".".join(map(str, version_info))
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if sqlite.is_wal_safe(version_info):
        yield Finding(OK, f"SQLite {version}, journal {journal}")
    else:
        yield Finding(
            WARN,
            f"SQLite {version}, journal {journal}",
            "This release may damage a WAL database; install pysqlite3 for more speed.",
        )


def _migrations() -> Iterator[Finding]:
    from torhaus.cli import prepare

    pending = prepare.pending_migrations()
    if pending:
        yield Finding(
            BAD, f"{len(pending)} migrations are missing", "Run `torhaus migrate`, or just start `torhaus serve`."
        )
    else:
        yield Finding(OK, "The tables are up to date")


def _folders() -> Iterator[Finding]:
    from django.conf import settings

    for folder in (pathlib.Path(settings.DATA_DIR), pathlib.Path(settings.FILES_DIR)):
        probe = folder / f".doctor-{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"x")
            probe.unlink()
        except OSError as error:
            yield Finding(
                BAD, f"{folder} cannot be written: {error.strerror}", "Give the user that runs Torhaus the right to."
            )
        else:
            yield Finding(OK, f"{folder} can be written")


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"{free / 1e9:.1f} GB free for data"
    yield (
        Finding(OK, text)
        if free >= LEAST_FREE
        else Finding(BAD, text, "Make room; Torhaus refuses uploads when the disk is full.")
    )


def _secret() -> Iterator[Finding]:
    from django.conf import settings

    if os.environ.get("TORHAUS_SECRET_KEY"):
        is_long = len(settings.SECRET_KEY) >= 50
        yield Finding(
            OK if is_long else BAD,
            "Secret key from TORHAUS_SECRET_KEY",
            "" if is_long else "Take 50 random characters or more.",
        )
        return
    path = pathlib.Path(settings.DATA_DIR) / "secret_key"
    mode = stat.S_IMODE(path.stat().st_mode)
    yield (
        Finding(OK, "Secret key is readable by its owner only")
        if mode == 0o600
        else Finding(BAD, f"Secret key has mode {mode:o}", f"chmod 600 {path}")
    )


def _mail() -> Iterator[Finding]:
    from django.conf import settings

    from torhaus.kernel import mail

    if not settings.EMAIL_URL:
        yield Finding(
            WARN,
            f"No mail server: mails are kept in {settings.MAIL_DIR}",
            "Owners read them in the office, secret links included. Set TORHAUS_EMAIL_URL before real use.",
        )
        return
    try:
        mail.Server(settings.EMAIL_URL).check()
    except (mail.Deferred, mail.Rejected, ValueError) as error:
        yield Finding(BAD, f"Mail server: {error}", "Check TORHAUS_EMAIL_URL; mails wait meanwhile.")
    else:
        yield Finding(OK, "The mail server answers")


def _worker() -> Iterator[Finding]:
    from torhaus.kernel import queue

    yield (
        Finding(OK, "A background worker is alive")
        if queue.is_worker_alive()
        else Finding(
            WARN,
            "No background worker gives a sign of life",
            "Start `torhaus serve`, or `torhaus worker` beside `torhaus web`.",
        )
    )


def _address() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding(BAD, "TORHAUS_DEBUG is on", "Error pages show the code; switch it off where others can reach it.")
    is_local = "//localhost" in settings.BASE_URL or "//127.0.0.1" in settings.BASE_URL
    if not is_local and not settings.IS_TLS:
        yield Finding(
            BAD, f"{settings.BASE_URL} is not encrypted", "Put a proxy with TLS in front and name its https:// address."
        )
    else:
        yield Finding(OK, f"Links in mails lead to {settings.BASE_URL}")
