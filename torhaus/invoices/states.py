"""How an invoice stands, the same words for both sides: computed from status, sums and the due date, never stored."""

import dataclasses
import datetime as dt
import functools

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from torhaus.invoices.models import PAID, UNPAID, Invoice, InvoiceKind, InvoiceStatus


class State(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Entwurf")
    OPEN = "open", gettext_lazy("Offen")
    PARTLY_PAID = "partly_paid", gettext_lazy("Teilweise bezahlt")
    OVERDUE = "overdue", gettext_lazy("Überfällig")
    PAID = "paid", gettext_lazy("Bezahlt")
    CANCELLED = "cancelled", gettext_lazy("Storniert")
    CANCELLATION = "cancellation", gettext_lazy("Storno")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A state as people see it: word, colour of its chip and icon."""

    state: State
    label: str
    tone: str
    icon: str


_LOOKS: dict[State, tuple[str, str]] = {
    State.DRAFT: ("mute", "pencil"),
    State.OPEN: ("warn", "clock"),
    State.PARTLY_PAID: ("warn", "circle-dot"),
    State.OVERDUE: ("bad", "triangle-alert"),
    State.PAID: ("ok", "circle-check"),
    State.CANCELLED: ("mute", "ban"),
    State.CANCELLATION: ("mute", "undo-2"),
}


def today() -> dt.date:
    """The day in the provider's zone."""
    return timezone.localdate()


def state_of(invoice: Invoice, *, day: dt.date | None = None) -> State:
    """The state on `day` (today)."""
    if invoice.status == InvoiceStatus.DRAFT:
        return State.DRAFT
    if invoice.status == InvoiceStatus.CANCELLED:
        return State.CANCELLED
    if invoice.kind == InvoiceKind.CANCELLATION:
        return State.CANCELLATION
    if invoice.paid_total >= invoice.gross_total:
        return State.PAID
    if invoice.due_on is not None and invoice.due_on < (day or today()):
        return State.OVERDUE
    return State.PARTLY_PAID if invoice.paid_total > 0 else State.OPEN


def shown(invoice: Invoice, *, day: dt.date | None = None) -> Shown:
    """The chip of an invoice."""
    return _chip(state_of(invoice, day=day), get_language())


@functools.cache
def _chip(state: State, _language: str | None) -> Shown:
    tone, icon = _LOOKS[state]
    return Shown(state=state, label=str(state.label), tone=tone, icon=icon)


def shown_with_deadline(invoice: Invoice, *, day: dt.date | None = None) -> Shown:
    """The chip with the days that are left or have passed: „Offen, fällig in 9 Tagen"."""
    day = day or today()
    chip = shown(invoice, day=day)
    if chip.state not in {State.OPEN, State.PARTLY_PAID, State.OVERDUE} or invoice.due_on is None:
        return chip
    return dataclasses.replace(chip, label=f"{chip.label}, {deadline((invoice.due_on - day).days)}")


def deadline(days: int) -> str:
    """„fällig in 9 Tagen", „heute fällig", „seit 3 Tagen"."""
    if days == 0:
        return _("heute fällig")
    if days > 0:
        return ngettext("fällig in %(count)s Tag", "fällig in %(count)s Tagen", days) % {"count": days}
    return ngettext("seit %(count)s Tag", "seit %(count)s Tagen", -days) % {"count": -days}


def condition(state: str, *, day: dt.date | None = None) -> Q:
    """The rows of a list's filter. "open" is all that is owed, overdue or not; each filter has an index that serves it."""
    conditions = {
        State.DRAFT: Q(status=InvoiceStatus.DRAFT),
        State.OPEN: UNPAID,
        State.PARTLY_PAID: UNPAID & Q(paid_total__gt=0),
        State.OVERDUE: UNPAID & Q(due_on__lt=day or today()),
        State.PAID: PAID,
        State.CANCELLED: Q(status=InvoiceStatus.CANCELLED),
        State.CANCELLATION: Q(kind=InvoiceKind.CANCELLATION),
    }
    return conditions[State(state)]


def order(state: str | None) -> tuple[str, ...]:
    """The order of a list: what is owed by its due date, everything else newest first."""
    return ("due_on", "id") if state in {State.OPEN, State.PARTLY_PAID, State.OVERDUE} else ("-id",)
