"""What a line of a service report says, and the lines that a finished visit proposes."""

import dataclasses
from decimal import ROUND_UP, Decimal

from django.utils.translation import gettext as _

from torhaus.jobs.models import Visit
from torhaus.kernel.errors import Refused
from torhaus.kernel.units import UNITS
from torhaus.reports.models import LineKind

QUARTER = Decimal("0.25")
TAX_RATES = (Decimal("19.00"), Decimal("7.00"), Decimal("0.00"))
MOST_LINES = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """One line as somebody wrote it. Quantities have up to three places, prices two, net."""

    text: str
    quantity: Decimal
    kind: str = LineKind.SERVICE
    unit: str = "C62"
    unit_price: Decimal | None = None
    tax_rate: Decimal = TAX_RATES[0]

    def check(self) -> None:
        if not self.text.strip():
            raise Refused(_("Bitte bezeichnen Sie jede Zeile."))
        if self.quantity <= 0:
            raise Refused(_("„%(text)s“ braucht eine Menge über 0.") % {"text": self.text})
        if self.unit not in UNITS or self.kind not in LineKind.values:
            raise Refused(_("„%(text)s“ hat eine unbekannte Einheit oder Art.") % {"text": self.text})
        if self.unit_price is not None and self.unit_price < 0:
            raise Refused(_("„%(text)s“: Der Preis darf nicht unter 0 liegen.") % {"text": self.text})


def proposed(visit: Visit, *, performers: int = 1) -> list[Line]:
    """The work, the time on site (begun quarter hours, times people) and the journey of a finished visit."""
    rate = TAX_RATES[-1] if visit.provider.is_small_business else TAX_RATES[0]
    lines = [Line(text=visit.title, quantity=Decimal(1), unit="LS", tax_rate=rate)]
    hours = hours_of(visit)
    if hours:
        lines.append(
            Line(
                kind=LineKind.TIME,
                text=_("Arbeitszeit"),
                quantity=hours * max(performers, 1),
                unit="HUR",
                tax_rate=rate,
            )
        )
    lines.append(Line(kind=LineKind.TRAVEL, text=_("Anfahrt"), quantity=Decimal(1), unit="LS", tax_rate=rate))
    return lines


def hours_of(visit: Visit) -> Decimal:
    """Hours between begin and end of the work, in begun quarters; 0 when one of them is unknown."""
    if visit.started_at is None or visit.finished_at is None:
        return Decimal(0)
    seconds = max((visit.finished_at - visit.started_at).total_seconds(), 0)
    quarters = (Decimal(int(seconds // 60)) / 15).quantize(Decimal(1), rounding=ROUND_UP)
    return max(quarters, Decimal(1)) * QUARTER
