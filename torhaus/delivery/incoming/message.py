"""A raw mail as far as the handlers read it: headers in one line, text in any charset, the tokens of our own mails.

Nothing in it is believed. Python's lenient parser is used on purpose: the strict one fails on headers that do arrive.
"""

import codecs
import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from itertools import islice

LARGEST = 25 * 1024 * 1024
MOST_PARTS = 100
TEXT_READ = 200_000
TOKEN = re.compile(r"\b([0-9a-f]{40})@([A-Za-z0-9.-]{1,253})")
VERP = re.compile(r"\+([0-9a-f]{40})@")
NO_CHARSETS = {"punycode", "idna"}  # Python would read them, in time that grows with the square of the length
DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


class Unreadable(ValueError):
    """These bytes are no mail, or one that is made to break its reader."""


@dataclass(frozen=True)
class Incoming:
    """One mail. `sender` is its envelope sender as the mail server wrote it down: "" for reports."""

    message: Message

    def header(self, name: str) -> str:
        return header_of(self.message, name)

    @property
    def sender(self) -> str | None:
        """What stands in Return-Path without its brackets; None where no server wrote one."""
        value = self.header("Return-Path")
        return value.strip().strip("<>").strip() if value else None

    def parts(self) -> Iterator[Message]:
        return islice(self.message.walk(), MOST_PARTS)

    def text(self) -> str:
        """The readable text of all parts, cut where nobody reads on."""
        texts = (text_of(part) for part in self.parts() if part.get_content_maintype() == "text")
        return "\n".join(texts)[:TEXT_READ]

    def envelope_tokens(self) -> list[str]:
        """Tokens in the addresses that the mail was sent to (bounces+<token>@…)."""
        return [
            token
            for name in DELIVERED_TO
            for value in self.message.get_all(name, [])
            for token in VERP.findall(str(value))
        ]


def read(raw: bytes) -> Incoming:
    """Parse; Unreadable for what has no header or cannot be taken apart."""
    if len(raw) > LARGEST:
        raise Unreadable(f"larger than {LARGEST // 1024 // 1024} MB")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except (RecursionError, ValueError, LookupError, TypeError, email.errors.MessageError) as error:
        raise Unreadable("not to be taken apart") from error
    if not message.keys():
        raise Unreadable("no mail: it has no header")
    return Incoming(message)


def header_of(message: Message, name: str) -> str:
    """A header in one line of printable text, its encoded words decoded; "" if it is missing."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        pieces = decode_header(str(value))
    except (ValueError, LookupError, email.errors.MessageError):
        pieces = [(str(value), None)]
    return one_line(
        "".join(decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces)
    )


def text_of(part: Message) -> str:
    """The text of one part; signs that its charset does not know become question marks."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return decoded(payload[:TEXT_READ], str(part.get_content_charset() or ""))


def decoded(content: bytes, charset: str | None) -> str:
    try:
        name = codecs.lookup(charset or "utf-8").name
        return content.decode("latin-1" if name in NO_CHARSETS else name, errors="replace").replace("\x00", "")
    except (LookupError, ValueError):  # a charset that nobody knows
        return content.decode("latin-1").replace("\x00", "")


def one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def tokens_in(text: str) -> list[str]:
    """Message-IDs in a text that have the shape of ours."""
    return [f"<{token}@{domain.rstrip('.')}>" for token, domain in TOKEN.findall(text)]
