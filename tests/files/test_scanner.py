"""The virus scanner's three answers, told by a real server that speaks clamd's INSTREAM."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from tests import factories as make
from tests.files import samples
from torhaus.files import actions
from torhaus.files.models import StoredFile
from torhaus.kernel.errors import Refused

pytestmark = pytest.mark.django_db


class Scanner:
    """Finds EICAR in what it is sent; listens on a TCP port of its own."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            with connection:
                content = self.receive(connection)
                connection.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")

    def receive(self, connection: socket.socket) -> bytes:
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(length)
        return content


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    running = Scanner()
    settings.CLAMD = running.address
    yield running
    running.server.close()


def store(content):
    return actions.store(provider=make.make_provider(), upload=samples.upload("a.txt", content), by=None)


def test_clean_file_is_stored_whole(scanner):
    assert store(b"sauber").size == 6


def test_infected_file_is_refused(scanner):
    with pytest.raises(Refused) as refused:
        store(b"EICAR")
    assert str(refused.value) == "„a.txt“: Der Virenscanner hat diese Datei abgelehnt. Sie wurde nicht gespeichert."
    assert StoredFile.objects.count() == 0


def test_silent_scanner_refuses_until_it_is_back(scanner, settings):
    scanner.server.close()
    settings.CLAMD = "tcp://127.0.0.1:1"
    with pytest.raises(Refused) as refused:
        store(b"sauber")
    assert "nicht auf Viren geprüft" in str(refused.value)


def test_silent_scanner_lets_pass_where_the_owner_chose_so(settings):
    settings.CLAMD, settings.CLAMD_FAILURE = "unix:/nowhere/clamd.ctl", "accept"
    assert store(b"sauber").size == 6
