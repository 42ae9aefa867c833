"""What the PDF of a service report says, and what its evidence page says: plain dataclasses, filled by the flows.

Performers and the contact on site are left empty where the customer may not see them; nothing here decides that.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from torhaus.providers.models import ReportWord
from torhaus.reports.models import LineKind, SignatureMethod

Strokes = list[list[list[float]]]  # strokes of points [x, y] in a field of 600 × 200


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The provider as on its letters."""

    name: str
    company: str = ""  # the registered name
    tagline: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    hue: int = 205
    chroma: Decimal = Decimal("0.075")
    logo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    text: str
    quantity: Decimal
    unit: str = "C62"
    kind: str = LineKind.SERVICE.value


@dataclass(frozen=True, kw_only=True)
class PaperPhoto:
    content: bytes
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportPaper:
    """One report as it is presented for signature."""

    letterhead: Letterhead
    number: str
    title: str
    performed_on: datetime.date
    presented_on: datetime.date
    customer_name: str
    customer_number: str = ""
    site_name: str = ""
    site_address: tuple[str, ...] = ()
    room: str = ""
    contact: str = ""  # who was there
    job_number: str = ""
    order_number: str = ""
    performers: tuple[str, ...] = ()
    time_window: str = ""  # "08:15–11:40 Uhr"
    lines: tuple[PaperLine, ...] = ()
    remarks: str = ""
    photos: tuple[PaperPhoto, ...] = ()
    language: str = "de"
    is_extract: bool = False  # made for one reader, with less than what was presented
    report_word: str = ReportWord.REPORT.value  # what the company calls it


@dataclass(frozen=True, kw_only=True)
class SignatureEvidence:
    """Who signed what, how and when. `presented_sha256` names the exact PDF that was shown (H1)."""

    presented_sha256: str
    method: str
    signer_name: str
    signer_role: str = ""
    login_method: str = ""
    consent_text: str = ""
    reservation: str = ""
    strokes: Strokes | None = None
    signed_at: datetime.datetime  # aware
    ip_address: str = ""
    user_agent: str = ""

    @property
    def is_drawn(self) -> bool:
        return self.method == SignatureMethod.DRAWN and bool(self.strokes)
