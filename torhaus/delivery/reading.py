"""A mail as staff may read it: without a mail server the kept file with its working link, else the text without the secret."""

import email
import email.policy
import pathlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from torhaus.kernel.mail import Folder
from torhaus.notices.models import SECRET_LINK, OutgoingMail


@dataclass(frozen=True)
class Readable:
    """`is_whole`: nothing is left out. `html` is complete; only a sandboxed frame may show it."""

    text: str
    html: str
    is_whole: bool
    attachments: tuple[str, ...] = ()


def read(row: OutgoingMail) -> Readable:
    """What went out or waits. A secret link is shown only where mails are kept as files, since nobody else could open it."""
    kept = None if settings.EMAIL_URL else _kept(row)
    if kept is not None:
        return kept
    hidden = _("(persönlicher Link, nur für den Empfänger)")
    return Readable(
        text=row.text.replace(SECRET_LINK, hidden),
        html=row.html.replace(SECRET_LINK, "#"),
        is_whole=SECRET_LINK not in row.text,
    )


def _kept(row: OutgoingMail) -> Readable | None:
    path = Folder(pathlib.Path(settings.MAIL_DIR)).path_of(row.message_id)
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    except OSError:
        return None
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return Readable(
        text=str(plain.get_content()) if plain else row.text,
        html=str(html.get_content()) if html else row.html,
        is_whole=True,
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
