"""One-time secrets in links: 256 random bits in the address, only their SHA-256 in the database."""

import hashlib
import re
import secrets

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def is_token(text: str) -> bool:
    """Whether this has the shape of a token; nothing else is ever looked up."""
    return bool(SHAPE.fullmatch(text))
