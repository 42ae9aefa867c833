"""Logins of people without an e-mail address: how a username looks, and one that is free (provider.name)."""

import re
import unicodedata

from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.kernel.errors import Refused

SHAPE = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d"})
MOST_TRIES = 1000


def clean_username(typed: str) -> str:
    """In lower case; Refused for what people cannot tell each other on the telephone."""
    username = typed.strip().lower()
    if not SHAPE.fullmatch(username):
        raise Refused(_("Ein Benutzername hat 3 bis 60 Zeichen: Buchstaben ohne Umlaut, Ziffern, Punkt, Strich."))
    return username


def suggested(*, provider_slug: str, name: str) -> str:
    """`provider.name`, with a number when somebody in the installation has it already."""
    base = f"{provider_slug}.{plain(name) or 'kunde'}"[:55]
    taken = set(Person.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(name for name in _candidates(base) if name not in taken)


def plain(name: str) -> str:
    """A name in the letters of a username."""
    spelled = unicodedata.normalize("NFKD", name.lower().translate(UMLAUTS))
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in spelled if sign.isascii())).strip("-")


def _candidates(base: str) -> list[str]:
    return [base, *(f"{base}{number}" for number in range(2, MOST_TRIES))]
