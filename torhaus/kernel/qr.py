"""QR codes as SVG text or PNG: the EPC code (GiroCode) that banking apps scan, and plain ones for links."""

import io
from decimal import Decimal
from typing import Any

from torhaus.kernel.money import cents
from torhaus.kernel.printable import one_line

LARGEST = Decimal("999999999.99")
NAME_LENGTH, REMITTANCE_LENGTH = 70, 140
LARGEST_PAYLOAD = 331  # bytes
_MASK = 2  # any of the eight can be read; trying all for the prettiest takes four times as long


def girocode(*, holder: str, iban: str, amount: Decimal, remittance: str, bic: str = "") -> str | None:
    """SVG of the EPC069-12 code (version 2, UTF-8), or None where the rules allow none (no account, nothing to pay)."""
    payload = epc_payload(holder=holder, iban=iban, amount=amount, remittance=remittance, bic=bic)
    return _svg(payload, error="m", boost=False) if payload else None


def epc_payload(*, holder: str, iban: str, amount: Decimal, remittance: str, bic: str = "") -> str | None:
    """The lines of the code: name ≤ 70 and purpose ≤ 140 characters, amount 0.01 to 999,999,999.99, BIC optional."""
    name = one_line(holder)[:NAME_LENGTH].strip()
    account = "".join(iban.split()).upper()
    if not name or not account or not Decimal("0.01") <= cents(amount) <= LARGEST:
        return None
    head = "\n".join(
        ["BCD", "002", "1", "SCT", "".join(bic.split()).upper(), name, account, f"EUR{cents(amount)}", "", "", ""]
    )
    purpose = one_line(remittance)[:REMITTANCE_LENGTH].encode()[: LARGEST_PAYLOAD - len(head.encode())]
    return head + purpose.decode(errors="ignore").strip()


def qr(text: str) -> str:
    """SVG of a plain code, for an address that people open."""
    return _svg(text, error="m", boost=True)


def qr_png(text: str, *, scale: int = 16) -> bytes:
    """The same as a picture, for places that take no SVG; `scale` pixels a module."""
    out = io.BytesIO()
    _code(text, error="m", boost=True).save(out, kind="png", scale=scale, border=4, light="#fff")
    return out.getvalue()


def _code(text: str, *, error: str, boost: bool) -> Any:
    import segno  # here for weight: most web requests draw no code

    return segno.make(text, encoding="utf-8", eci=False, error=error, boost_error=boost, micro=False, mask=_MASK)


def _svg(text: str, *, error: str, boost: bool) -> str:
    out = io.BytesIO()
    _code(text, error=error, boost=boost).save(
        out, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True, light="#fff", svgclass=None, lineclass=None
    )
    return out.getvalue().decode()
