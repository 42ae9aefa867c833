"""Makes people's text fit for paper and XML: composed letters, no control characters, nothing that reorders the line."""

import re
import unicodedata

_KEPT = {"\n", "\t"}
_INVISIBLE = {"Cc", "Cs", "Cn", "Co"}  # control, lone surrogate, unassigned, private use
_UNWANTED = set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff"
)  # may make 10 € look like 01 €; a stray BOM
_ENDLESS = re.compile(r"\S{24}(?=\S)")
_SPACES = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}


def printable(text: str) -> str:
    """NFC text that XML 1.0 and PDF/A accept; letters of every script and emoji stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    for old, new in _SPACES.items():
        text = text.replace(old, new)
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if _may_stay(sign))


def one_line(text: str) -> str:
    return " ".join(printable(text).split())


def breakable(text: str) -> str:
    """Lets endless words break, so that they stay on the paper: a zero-width space after every 24 signs without one."""
    return _ENDLESS.sub("\\g<0>\u200b", text)


def _may_stay(sign: str) -> bool:
    return sign in _KEPT or not (unicodedata.category(sign) in _INVISIBLE or sign in _UNWANTED)
