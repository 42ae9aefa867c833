"""Checks of what people type about customers: Leitweg-ID, VAT id, e-mail, telephone, position. No database, no HTTP."""

import re
from decimal import Decimal, InvalidOperation

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from stdnum import exceptions as stdnum_errors
from stdnum.de import leitweg
from stdnum.eu import vat

from torhaus.kernel.errors import Refused
from torhaus.providers import checks as provider_checks

INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff]")
SWISS_VAT = re.compile(r"CHE[0-9]{9}(MWST|TVA|IVA)?")


def clean_text(value: str) -> str:
    """Without control and zero-width characters and without blanks at the ends; the rest stays as typed."""
    return INVISIBLE.sub("", value).strip()


def clean_email(value: str) -> str:
    """A plausible address in lower case, its domain as people read it; empty stays empty."""
    value = _readable(clean_text(value).lower())
    if not value:
        return ""
    if not value.rpartition("@")[0].isascii():
        raise Refused(
            _(
                "„%(value)s“ hat vor dem @ einen Umlaut oder ein Sonderzeichen; solche Adressen erreicht nicht jeder Mailserver."
            )
            % {"value": value}
        )
    try:
        validate_email(value)
    except ValidationError:
        raise Refused(_("„%(value)s“ ist keine E-Mail-Adresse.") % {"value": value}) from None
    return value


def _readable(address: str) -> str:
    """With müller-söhne.de for xn--mller-shne-kcb9d.de, as browsers send it, so that one address has one spelling."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{idna.decode(domain)}" if "xn--" in domain else address
    except idna.IDNAError:
        return address


def clean_vat_id(value: str) -> str:
    """A VAT id in its compact form (DE123456788), checked by the rules of its country; empty stays empty."""
    compact = re.sub(r"[\s.\-/]", "", clean_text(value)).upper()
    if not compact or SWISS_VAT.fullmatch(compact):
        return compact
    try:
        return str(vat.validate(compact))
    except stdnum_errors.InvalidComponent:
        raise Refused(
            _("„%(value)s“ beginnt mit keinem Länderkürzel der EU (zum Beispiel DE).") % {"value": value}
        ) from None
    except stdnum_errors.ValidationError:
        raise Refused(
            _("„%(value)s“ ist keine gültige USt-IdNr.; eine deutsche hat DE und neun Ziffern.") % {"value": value}
        ) from None


def clean_leitweg_id(value: str) -> str:
    """A Leitweg-ID (04011000-1234512345-06) with right structure and check digits; empty stays empty.

    Check digits: ISO 7064 mod 97-10. Source: Formatspezifikation Leitweg-ID 2.0.2, KoSIT.
    """
    value = clean_text(value).upper()
    if not value:
        return ""
    try:
        leitweg.validate(value)
    except stdnum_errors.InvalidChecksum:
        raise Refused(_("Die Prüfziffer der Leitweg-ID „%(value)s“ stimmt nicht.") % {"value": value}) from None
    except stdnum_errors.ValidationError:
        raise Refused(
            _("„%(value)s“ ist keine Leitweg-ID; sie sieht aus wie 04011000-1234512345-06.") % {"value": value}
        ) from None
    return value


def clean_postcode(value: str, *, country: str = "DE") -> str:
    """German postcodes have five digits; a leading zero that a spreadsheet dropped comes back. Empty stays empty."""
    return provider_checks.clean_postcode(clean_text(value), country=country)


def clean_degrees(value: str, *, limit: int) -> Decimal | None:
    """Degrees north or east with comma or point, rounded to six places; empty is None."""
    value = clean_text(value).replace(",", ".")
    if not value:
        return None
    try:
        degrees = Decimal(value)
    except InvalidOperation:
        degrees = Decimal("NaN")
    if not degrees.is_finite() or abs(degrees) > limit:
        raise Refused(
            _("„%(value)s“ liegt nicht auf der Karte; erwartet werden Grad, zum Beispiel 47,994862.") % {"value": value}
        )
    return degrees.quantize(Decimal("0.000001"))


def national_digits(phone: str) -> str:
    """The digits behind +49 or the leading zero, so that every spelling of a German number reads alike."""
    digits = re.sub(r"[^0-9+]", "", phone.replace("(0)", ""))
    digits = re.sub(r"^(\+49|0049)", "", digits)
    return digits.lstrip("+").lstrip("0")


def is_phone(words: str) -> bool:
    """Whether somebody searches for a telephone number rather than a name."""
    return bool(re.fullmatch(r"[0-9+()/.\-\s]+", words)) and len(re.sub(r"[^0-9]", "", words)) >= 4
