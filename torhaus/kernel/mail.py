"""Carries a mail to the server named in TORHAUS_EMAIL_URL, or into a folder where none is named. Knows no recipients' rights.

Two ways to fail: `Deferred` (try again later: server away, 4xx) and `Rejected` (it will never go: 5xx, impossible address).
"""

import contextlib
import dataclasses
import datetime as dt
import email.errors
import email.utils
import os
import pathlib
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from urllib.parse import unquote, urlsplit

import idna
from django.conf import settings
from django.utils.crypto import salted_hmac

TIMEOUT_SECONDS = 20
ADDRESS_SIGNS = str.maketrans(dict.fromkeys('"<>@,;:\\()[]', " "))
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class Deferred(Exception):
    """Not now; a later try may succeed."""


class DeferredThisMail(Deferred):
    """The server is there and does not want this mail now (4xx: greylisting, mailbox full)."""


class Rejected(Exception):
    """The mail server does not take this mail for this recipient, today or ever."""


class Transport(Protocol):
    def send(self, message: EmailMessage) -> None:
        """Hand the message over; raises Deferred or Rejected."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Attachment:
    name: str
    media_type: str
    data: bytes


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mail:
    """What a mail says. `key` is its identity: the same key gives the same Message-ID at every try."""

    key: str
    to_address: str
    subject: str
    text: str
    to_name: str = ""
    html: str = ""
    from_name: str = ""
    reply_to: str = ""
    written_at: dt.datetime | None = None
    attachments: Sequence[Attachment] = ()


def message_id(key: str) -> str:
    """Stable, so that a mail sent twice by a crash between sending and noting it can be told apart from two mails.

    Keyed with the installation's secret: who names it in a report of non-delivery has had the mail in hand.
    """
    return message_id_of(salted_hmac("torhaus.kernel.mail.message_id", key, algorithm="sha256").hexdigest()[:40])


def message_id_of(token: str) -> str:
    """The Message-ID that holds this token."""
    return f"<{token}@{_sender().domain}>"


def envelope_sender(message: EmailMessage) -> str | None:
    """Where reports of non-delivery go (VERP): TORHAUS_BOUNCE_ADDRESS with the mail's token; None: to the sender."""
    name, _, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if not name:
        return None
    token = str(message["Message-ID"]).strip("<>").partition("@")[0]
    return f"{name}+{token}@{domain}"


def on_the_wire(address: str) -> str:
    """The address as every mail server takes it: the domain by IDNA 2008 (müller-söhne.de is xn--mller-shne-kcb9d.de).

    Raises UnicodeError for a domain that no name server can know.
    """
    local, at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}{at}{idna.encode(domain, uts46=True).decode()}"


def build(mail: Mail) -> EmailMessage:
    """The MIME message: plain text, HTML beside it, attachments. Raises Rejected for an address that cannot exist."""
    message = EmailMessage(policy=SMTP)
    sender = _sender()
    try:
        message["From"] = Address(_name(mail.from_name) or sender.display_name, sender.username, sender.domain)
        message["To"] = Address(_name(mail.to_name), addr_spec=on_the_wire(mail.to_address))
        if mail.reply_to:
            message["Reply-To"] = Address(_name(mail.from_name), addr_spec=on_the_wire(mail.reply_to))
    except (ValueError, IndexError, UnicodeError, email.errors.MessageError) as error:
        raise Rejected(f"impossible address: {error}") from error
    message["Subject"] = _line(mail.subject)
    message["Date"] = email.utils.format_datetime(mail.written_at or dt.datetime.now(dt.UTC))
    message["Message-ID"] = message_id(mail.key)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
    return message


@contextlib.contextmanager
def transport() -> Iterator[Transport]:
    """The configured way out, open for several mails in a row; Deferred when the server cannot be reached."""
    if not settings.EMAIL_URL:
        yield Folder(pathlib.Path(settings.MAIL_DIR))
        return
    server = Server(settings.EMAIL_URL)
    try:
        yield server
    finally:
        server.close()


class Folder:
    """Keeps mails as .eml files, one per Message-ID: for a demo or a test without a mail server."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder

    def path_of(self, message_id: str) -> pathlib.Path:
        return self.folder / f"{message_id.strip('<>').partition('@')[0]}.eml"

    def send(self, message: EmailMessage) -> None:
        path = self.path_of(str(message["Message-ID"]))
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                file.write(bytes(message))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise Deferred(str(error)) from error


class Server:
    """One SMTP connection, opened at the first mail and again after a loss."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)
        if self.parts.scheme not in PORTS or not self.parts.hostname:
            raise ValueError("TORHAUS_EMAIL_URL: use smtp://, smtps:// or smtp+starttls://user:password@host:port")
        self.connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        try:
            self._open().send_message(message, from_addr=envelope_sender(message))
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            self._give_up(code, reply, error)
        except smtplib.SMTPResponseException as error:
            self._give_up(error.smtp_code, error.smtp_error, error)
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            self.close()
            raise Rejected(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Deferred(str(error) or type(error).__name__) from error

    def check(self) -> None:
        """Log in and say good-bye, for `torhaus doctor`; raises Deferred or Rejected."""
        try:
            self._open().noop()
        except (smtplib.SMTPException, OSError) as error:
            raise Deferred(str(error) or type(error).__name__) from error
        finally:
            self.close()

    def close(self) -> None:
        if self.connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self.connection = None

    def _open(self) -> smtplib.SMTP:
        if self.connection is None:
            self.connection = self._connect()
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        host, port = self.parts.hostname or "", self.parts.port or PORTS[self.parts.scheme]
        if self.parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        if self.parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self.parts.username:
            server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        return server

    def _give_up(self, code: int, reply: bytes | str, error: Exception) -> None:
        """5xx about this mail is final; 4xx, and 5xx about ourselves (login, no relaying now), may pass."""
        text = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
        is_about_us = isinstance(
            error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError
        )
        self.close()
        if is_about_us or code == 421:
            raise Deferred(text) from error
        if code >= 500:
            raise Rejected(text) from error
        raise DeferredThisMail(text) from error


def sender_address() -> str:
    """The address that all mails come from."""
    return _sender().addr_spec


def _sender() -> Address:
    name, address = email.utils.parseaddr(settings.EMAIL_FROM)
    username, _, domain = on_the_wire(address).rpartition("@")
    return Address(name, username or "torhaus", domain or "localhost")


def _name(text: str) -> str:
    """A name beside an address, without the signs that addresses are made of.

    Python leaves out the quotation marks around such a name when it folds a long header; then the name of a customer
    ("…, boese@x.example") would be read as further addresses.
    """
    return _line(text.translate(ADDRESS_SIGNS))


def _line(text: str) -> str:
    """One line without control characters: nothing that a person typed can begin a new header."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
