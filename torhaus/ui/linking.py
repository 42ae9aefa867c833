"""People's plain text as HTML: everything escaped, addresses of pages and mail boxes made links, nothing else."""

import re

from markupsafe import Markup

ADDRESS = re.compile(
    r"(?P<page>https?://[^\s<>\"']{1,2000})|(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)"
)
TRAILING = ".,;:!?)]}“”"
PAGE = Markup('<a class="link" href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>')
MAIL = Markup('<a class="link" href="mailto:{}">{}</a>')


def linked(text: str) -> Markup:
    """The text with its links; line breaks stay (class `lines`). Only http, https and mail addresses become links."""
    parts: list[Markup] = []
    end = 0
    for found in ADDRESS.finditer(text):
        word = found[0].rstrip(TRAILING)
        parts += [Markup.escape(text[end : found.start()]), (PAGE if found["page"] else MAIL).format(word, word)]
        end = found.start() + len(word)
    return Markup("").join([*parts, Markup.escape(text[end:])])
