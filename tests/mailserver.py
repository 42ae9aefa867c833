"""A real SMTP server for tests, which takes mails, refuses them, puts them off or hangs up, as it is told."""

import email
import email.policy
import logging
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from torhaus.delivery import post

logging.getLogger("mail.log").setLevel(logging.WARNING)


class Mailbox:
    """What arrived, and how the server behaves. `answers`: recipient → reply to RCPT ("550 no such user")."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.senders: list[str] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.hangs_up = False
        self.url = ""
        self.controller: Controller | None = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if self.hangs_up and server.transport:
            server.transport.close()
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            self.recipients.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message: Any = email.message_from_bytes(content, policy=email.policy.default)
        self.arrived.append(message)
        self.senders.append(envelope.mail_from or "")
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.arrived if address in str(message["To"])]

    def start(self, *, port: int | None = None) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=port or _free_port(), enable_SMTPUTF8=True)
        self.controller.start()
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A running mail server that Torhaus sends to."""
    box = Mailbox()
    box.start()
    settings.EMAIL_URL = box.url
    post.forget_pause()
    yield box
    box.stop()
    post.forget_pause()
