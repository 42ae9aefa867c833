"""`torhaus mail receive`: one raw message on stdin, as a mail server pipes it; the exit code tells the server what to do."""

import sys
from typing import BinaryIO

import click

from torhaus.cli.main import start_django

CHUNK = 1024 * 1024
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: Postfix, Exim and maildrop keep the mail and come again


@click.group("mail")
def mails() -> None:
    """Mails that come in."""


@mails.command()
def receive() -> None:
    """Take in one raw message on stdin: reports of mails that came back.

    Exit code 0: taken in, or nothing to do with it. 1: refused, with the reason on stderr. 75: try again later.
    """
    start_django()
    from django.db import DatabaseError

    from torhaus.delivery.incoming.message import LARGEST
    from torhaus.delivery.incoming.receive import Kind, receive

    raw = _whole(sys.stdin.buffer, limit=LARGEST)
    if raw is None:
        raise click.ClickException(f"The mail is larger than {LARGEST // CHUNK} MB.")
    try:
        outcome = receive(raw)
    except DatabaseError as error:
        click.echo(f"Error: the database cannot be used now: {error}", err=True)
        sys.exit(TRY_AGAIN)
    if outcome.kind is Kind.REFUSED:
        raise click.ClickException(outcome.words)
    click.echo(outcome.words)


def _whole(stream: BinaryIO, *, limit: int) -> bytes | None:
    """All of stdin; None when it is too large, after reading it to the end so that the server's pipe does not break."""
    content = bytearray()
    is_fitting = True
    while chunk := stream.read(CHUNK):
        is_fitting = is_fitting and len(content) + len(chunk) <= limit
        if is_fitting:
            content += chunk
    return bytes(content) if is_fitting else None
