"""What a provider types about itself, checked and brought into one form: VAT id, postcode, IBAN with its BIC, colour."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.de import stnr
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError

from torhaus.kernel.errors import Refused
from torhaus.providers import colours
from torhaus.providers.models import Provider, hex_colour
from torhaus.ui import brand

GERMAN_POSTCODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Account:
    """A checked bank account; BIC and bank are empty where the bank's code is not known."""

    iban: str
    bic: str
    bank_name: str


def clean_vat_id(text: str) -> str:
    """A VAT id without blanks whose check digit is right; Refused otherwise."""
    if not text.strip():
        return ""
    try:
        return str(vat.validate(text))
    except NumberError:
        raise Refused(
            _("Diese USt-IdNr. kann nicht stimmen. Deutsche beginnen mit DE und haben neun Ziffern.")
        ) from None


def clean_tax_number(text: str) -> str:
    """A German tax number as it was typed, if its length and land can be right; Refused otherwise."""
    text = " ".join(text.split())
    if text and not stnr.is_valid(text):
        raise Refused(
            _("Diese Steuernummer kann nicht stimmen. Sie hat zehn bis dreizehn Ziffern, zum Beispiel 06123/45678.")
        )
    return text


def clean_postcode(value: str, *, country: str = "DE") -> str:
    """German postcodes have five digits; a leading zero that a spreadsheet dropped comes back. Empty stays empty."""
    value = value.strip()
    if country != "DE" or not value:
        return value
    bare = re.sub(r"^D(E)?-", "", value.upper()).replace(" ", "")
    if bare.isascii() and bare.isdigit() and len(bare) == 4:
        bare = f"0{bare}"
    if not GERMAN_POSTCODE.fullmatch(bare):
        raise Refused(_("„%(value)s“ ist keine deutsche Postleitzahl; sie hat fünf Ziffern.") % {"value": value})
    return bare


def account(iban: str) -> Account:
    """Check an IBAN (length, check digits) and look its bank up; Refused when it is wrong."""
    if not iban.strip():
        return Account("", "", "")
    try:
        found = IBAN(iban)
    except (SchwiftyException, ValueError):
        raise Refused(_("Diese IBAN kann nicht stimmen. Bitte vergleichen Sie sie mit Ihrer Bankkarte.")) from None
    return Account(str(found.compact), str(found.bic or ""), str(found.bank_name or ""))


def colour(text: str) -> tuple[int, Decimal]:
    """Hue and chroma of a #hex colour, kept so far that white writing on the brand's tone can be read (4.5 : 1)."""
    try:
        hex_colour(text)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    hue, chroma = colours.hue_and_chroma(text)
    while chroma > 0 and brand.contrast_with_white(hue=hue, chroma=chroma) < 4.5:
        chroma -= 0.005
    return round(hue) % 360, Decimal(str(round(max(chroma, 0.0), 3)))


def missing_for_invoices(provider: Provider) -> list[str]:
    """What § 14 UStG asks of the sender and is not filled in yet, plus where the money shall go."""
    missing = [
        str(Provider._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in ("street", "postcode", "city", "iban", "account_holder")
        if not getattr(provider, name)
    ]
    if not provider.tax_number and not provider.vat_id:
        missing.append(_("Steuernummer oder USt-IdNr."))
    return missing
