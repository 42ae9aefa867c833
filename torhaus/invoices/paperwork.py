"""A snapshot on the screen: the document as finished text, the bank details and the GiroCode for what is still open."""

from decimal import Decimal
from typing import Any

from markupsafe import Markup

from torhaus.invoices import pdf
from torhaus.invoices.snapshot import Snapshot
from torhaus.kernel.qr import girocode


def document(snapshot: Snapshot) -> dict[str, Any]:
    """What the component `paper` shows: the same words as on the PDF, in the document's language."""
    return pdf.page_data(snapshot, has_logo=False, has_code=False)


def holder_of(snapshot: Snapshot) -> str:
    return snapshot.account.holder or snapshot.seller.name


def bank_facts(snapshot: Snapshot) -> dict[str, str]:
    """Holder, IBAN in groups of four, purpose."""
    packed = "".join(snapshot.account.iban.split())
    spaced = " ".join(packed[start : start + 4] for start in range(0, len(packed), 4))
    return {"holder": holder_of(snapshot), "iban": spaced, "bic": snapshot.account.bic, "purpose": snapshot.number}


def girocode_of(snapshot: Snapshot, *, amount: Decimal) -> Markup | None:
    """SVG for banking apps over this amount; None where nothing can be transferred."""
    account = snapshot.account
    code = girocode(
        holder=holder_of(snapshot), iban=account.iban, bic=account.bic, amount=amount, remittance=snapshot.number
    )
    return Markup(code) if code else None  # noqa: S704 - drawn by segno from modules, no text of people inside
