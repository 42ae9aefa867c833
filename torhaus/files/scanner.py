"""Asks a virus scanner (ClamAV's clamd) about an upload, where one is configured.

`TORHAUS_CLAMD` is `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`; empty: no scan. When the scanner does not answer,
uploads are refused until it does (`TORHAUS_CLAMD_FAILURE=refuse`, the default), or stored unscanned with a line in the
log (`accept`).
"""

import logging
import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from torhaus.kernel.errors import Refused

SECONDS = 20
CHUNK = 64 * 1024
log = logging.getLogger(__name__)


def scan(file: BinaryIO) -> None:
    """Refuse an infected file. Talks over the network, so never inside a transaction."""
    address = getattr(settings, "CLAMD", "")
    if not address:
        return
    try:
        answer = _ask(address, file)
    except OSError as error:
        log.error("scanner_unreachable", extra={"error": str(error)})
        answer = "stream: NO ANSWER"
    finally:
        file.seek(0)
    _judge(answer)


def _judge(answer: str) -> None:
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        log.warning("upload_infected", extra={"answer": answer})
        raise Refused(_("Der Virenscanner hat diese Datei abgelehnt. Sie wurde nicht gespeichert."))
    if getattr(settings, "CLAMD_FAILURE", "refuse") != "accept":
        raise Refused(
            _(
                "Die Datei kann gerade nicht auf Viren geprüft werden. Bitte versuchen Sie es in einigen Minuten noch einmal."
            )
        )


def _ask(address: str, file: BinaryIO) -> str:
    """clamd's INSTREAM: chunks with their length in front, a zero at the end, one line as answer."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        return connection.recv(4096).decode("utf-8", "replace").strip("\0\n ")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
