"""Reports of non-delivery: RFC 3464 delivery-status, and those that only quote the headers of what came back."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from torhaus.delivery.incoming.message import Incoming, header_of, one_line, text_of, tokens_in
from torhaus.kernel.mail import message_id_of

STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
DAEMON = re.compile(r"\b(mailer-daemon|postmaster|mail delivery (sub)?system)\b", re.IGNORECASE)
FINAL, DELAYED = "failed", "delayed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """`message_ids`: which mails of ours it may be about. `action` is failed, delayed or something harmless."""

    message_ids: tuple[str, ...]
    action: str
    reason: str


def report_in(mail: Incoming) -> Report | None:
    """What the mail reports; None when it is no report."""
    blocks = _status_blocks(mail)
    if blocks:
        return Report(message_ids=_message_ids(mail), action=_action(blocks), reason=_reason(blocks))
    if _is_from_daemon(mail):
        text = mail.text()
        found = STATUS.search(text)
        action = DELAYED if found and found[1] == "4" else FINAL
        return Report(message_ids=_message_ids(mail), action=action, reason=_sentence(text, found))
    return None


def is_automatic(mail: Incoming) -> bool:
    """Out of office and the like (RFC 3834); asked after `report_in`, since reports call themselves automatic too."""
    submitted = mail.header("Auto-Submitted").lower()
    precedence = mail.header("Precedence").lower()
    marks = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Autoreply-From", "List-Id")
    return (
        (submitted not in {"", "no"})
        or precedence in {"auto_reply", "bulk", "junk", "list"}
        or any(mail.header(name) for name in marks)
        or mail.sender == ""
    )


def _status_blocks(mail: Incoming) -> list[Message]:
    """The fields of each recipient (the first block is about the report as a whole and has no Action)."""
    found: list[Message] = []
    for part in mail.parts():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            payload = part.get_payload()
            blocks = payload if isinstance(payload, list) else [HeaderParser().parsestr(text_of(part))]
            found += [block for block in blocks if isinstance(block, Message)]
    return [block for block in found if header_of(block, "Action") or header_of(block, "Status")]


def _action(blocks: list[Message]) -> str:
    actions = {header_of(block, "Action").lower().partition(" ")[0] for block in blocks}
    if FINAL in actions:
        return FINAL
    if DELAYED in actions:
        return DELAYED
    classes = {header_of(block, "Status")[:1] for block in blocks} if actions == {""} else set()
    return FINAL if "5" in classes else DELAYED if "4" in classes else next(iter(sorted(actions)))


def _reason(blocks: list[Message]) -> str:
    block = next((block for block in blocks if header_of(block, "Action").lower().startswith(FINAL)), blocks[0])
    diagnostic = header_of(block, "Diagnostic-Code").partition(";")[2].strip()
    words = [header_of(block, "Status"), diagnostic or header_of(block, "Diagnostic-Code")]
    return one_line(" ".join(word for word in words if word))[:500]


def _is_from_daemon(mail: Incoming) -> bool:
    """Not a person and not a person's autoresponder: the mail system itself, with an empty envelope sender."""
    is_reply = "auto-replied" in mail.header("Auto-Submitted").lower() or mail.header("X-Autoreply")
    is_system = bool(DAEMON.search(mail.header("From"))) or bool(mail.header("X-Failed-Recipients"))
    return is_system and not is_reply and not mail.sender


def _sentence(text: str, found: re.Match[str] | None) -> str:
    """The line that names the status, else the first ones."""
    if found is None:
        return one_line(text[:300])
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return one_line(text[start : end if end > 0 else len(text)])[:500]


def _message_ids(mail: Incoming) -> tuple[str, ...]:
    """By certainty: the envelope, the headers of the original, what the report refers to, what its text quotes."""
    ids = [message_id_of(token) for token in mail.envelope_tokens()]
    for part in mail.parts():
        if part is not mail.message:
            ids += tokens_in(header_of(part, "Message-ID"))
        if part.get_content_type() in {"text/rfc822-headers", "message/global-headers"}:
            ids += tokens_in(header_of(HeaderParser().parsestr(text_of(part)), "Message-ID"))
    ids += tokens_in(mail.header("References") + " " + mail.header("In-Reply-To"))
    return tuple(dict.fromkeys([*ids, *tokens_in(mail.text())]))
