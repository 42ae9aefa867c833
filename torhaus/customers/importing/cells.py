"""From cells to values: yes and no, kinds of customers, salutations, countries, names; each cell checked on its own."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from torhaus.accounts.models import Salutation
from torhaus.customers import checks
from torhaus.customers.importing.columns import plain
from torhaus.customers.models import CustomerKind
from torhaus.kernel.errors import Refused

YES = {"ja", "j", "yes", "y", "true", "wahr", "1", "x"}
NO = {"nein", "n", "no", "false", "falsch", "0", ""}
KIND_WORDS = {
    CustomerKind.COMPANY: {"company", "unternehmen", "firma", "gewerbe", "gewerblich", "gmbh", "geschaeftskunde"},
    CustomerKind.HOUSEHOLD: {"household", "privathaushalt", "privat", "privatkunde", "haushalt", "verbraucher"},
    CustomerKind.MANAGER: {"manager", "hausverwaltung", "verwaltung", "verwalter", "hv", "weg", "propertymanager"},
    CustomerKind.AUTHORITY: {"authority", "behoerde", "amt", "kommune", "oeffentlich", "stadt", "gemeinde"},
}
SALUTATION_WORDS = {
    Salutation.MS: {"frau", "ms", "mrs", "w", "weiblich", "fr"},
    Salutation.MR: {"herr", "mr", "m", "maennlich", "hr", "herrn"},
    Salutation.DIVERSE: {"divers", "diverse", "d", "mx"},
    Salutation.FAMILY: {"familie", "family", "fam"},
    Salutation.NONE: {"keineanrede", "none", "firma", "keine", ""},
}
COUNTRY_WORDS = {
    "DE": {"de", "d", "deutschland", "germany", "brd"}, "AT": {"at", "a", "oesterreich", "austria"},
    "CH": {"ch", "schweiz", "switzerland"}, "FR": {"fr", "f", "frankreich", "france"},
    "LU": {"lu", "luxemburg", "luxembourg"}, "NL": {"nl", "niederlande", "netherlands"},
    "LI": {"li", "liechtenstein"}, "PL": {"pl", "polen", "poland"}, "DK": {"dk", "daenemark", "denmark"},
    "BE": {"be", "belgien", "belgium"}, "CZ": {"cz", "tschechien", "czechia"}, "IT": {"it", "italien", "italy"},
    "ES": {"es", "spanien", "spain"},
}  # fmt: skip


def clean_cell(cell: str) -> str:
    """Text without quotes that Excel needs: ="01067" is 01067, '+49 761 is +49 761. A formula is refused."""
    text = checks.clean_text(cell)
    if quoted := re.fullmatch(r'="(.*)"', text, re.DOTALL):
        return quoted[1].strip()
    if text.startswith("'") and text[1:].lstrip()[:1] in ("=", "+", "-", "@"):
        return text[1:].strip()
    if text.startswith("=") or (text.startswith("@") and len(text) > 1):
        raise Refused(_("Hier steht eine Formel statt eines Werts; sie wird nicht ausgeführt."))
    return re.sub(r"[\r\n]+", "\n", text)


def yes_or_no(text: str) -> bool:
    word = plain(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise Refused(_("„%(value)s“ ist weder ja noch nein.") % {"value": text})


def _chosen(words: dict[Any, set[str]], text: str, expected: Callable[[], str]) -> str:
    word = plain(text)
    found = next((value for value, known in words.items() if word in known), None)
    if found is None:
        raise Refused(_("„%(value)s“ ist unbekannt; möglich sind: %(words)s.") % {"value": text, "words": expected()})
    return str(found)


def kind(text: str) -> str:
    return _chosen(KIND_WORDS, text, lambda: ", ".join(str(label) for label in CustomerKind.labels))


def salutation(text: str) -> str:
    return _chosen(SALUTATION_WORDS, text, lambda: ", ".join(str(label) for label in Salutation.labels))


def country(text: str) -> str:
    return _chosen(
        COUNTRY_WORDS, text, lambda: _("Deutschland, Österreich, Schweiz und ihre Nachbarn, auch als DE, AT, CH")
    )


def language(text: str) -> str:
    return _chosen({"de": {"de", "deutsch", "german"}, "en": {"en", "englisch", "english"}}, text, lambda: "de, en")


def days(text: str) -> int:
    bare = re.sub(r"\s*(tage|tag|days)\.?$", "", text.strip(), flags=re.IGNORECASE)
    if not (bare.isascii() and bare.isdecimal() and int(bare) <= 365):
        raise Refused(_("„%(value)s“ ist keine Zahl von Tagen zwischen 0 und 365.") % {"value": text})
    return int(bare)


PARSERS: dict[str, Callable[[str], Any]] = {
    "kind": kind,
    "is_prospect": yes_or_no,
    "requires_order_number": yes_or_no,
    "is_business": yes_or_no,
    "is_main": yes_or_no,
    "is_notified": yes_or_no,
    "salutation": salutation,
    "country": country,
    "language": language,
    "payment_days": days,
    "email": checks.clean_email,
    "vat_id": checks.clean_vat_id,
    "leitweg_id": checks.clean_leitweg_id,
    "latitude": lambda text: checks.clean_degrees(text, limit=90),
    "longitude": lambda text: checks.clean_degrees(text, limit=180),
}


def value_of(field: str, text: str) -> Any:
    """The value of a filled cell; raises Refused with the reason."""
    return PARSERS.get(field, checks.clean_text)(text)
