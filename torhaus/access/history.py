"""Activity rows as sentences for people: what happened, when, who did it, as this viewer may read it.

In the portal a row of the office is signed by the provider, never by one of its people. On both sides a row about a ticket,
visit, report or invoice that the viewer may not see is left out: a technician reads no payments in a job's history. Where
working times are hidden, the work's begin and end are told with their day only.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from torhaus.access import rows as rules
from torhaus.access.history_words import WORDS, Words
from torhaus.access.papers import reads_times
from torhaus.access.permissions import Permission
from torhaus.access.viewer import StaffSeat, Viewer
from torhaus.access.words import words_for
from torhaus.activity.models import Activity
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Visit
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket
from torhaus.ui import formats

WORKING_TIMES = {"visit.started", "visit.finished"}
WAITS = "cur"  # the state of a row after which it is somebody's turn
SHOWN_THROUGH: dict[str, tuple[type[Model], Permission]] = {
    "ticket": (Ticket, Permission.TICKET_READ),
    "visit": (Visit, Permission.VISIT_READ),
    "report": (ServiceReport, Permission.REPORT_READ),
    "invoice": (Invoice, Permission.INVOICE_READ),
    "payment": (Invoice, Permission.INVOICE_READ),
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of a history. `title`, `detail` and `state` are what the component `history` draws."""

    verb: str
    icon: str
    title: str
    at: dt.datetime
    actor: str
    state: str
    is_public: bool
    row: Activity
    is_day_only: bool = False

    @property
    def detail(self) -> str:
        when = formats.date(timezone.localtime(self.at).date()) if self.is_day_only else formats.moment(self.at)
        return " · ".join(part for part in (when, self.actor) if part)


def describe(rows: Iterable[Activity], viewer: Viewer, *, root: Model | None = None) -> list[Entry]:
    """The rows in their order, as entries; verbs without words for this side are left out.

    `root` is the object whose history it is, fetched through its door. Whoever does not see everything of the provider
    costs one query more for each other kind of thing (ticket, visit, report, invoice) that the rows tell of.
    """
    found = [row for row in rows if _words(row, viewer)]
    if viewer.side == "portal":
        found = [row for row in found if row.is_public]
    latest = _latest(found)
    shown = _joined(_permitted(found, viewer, root))
    day_only = set() if reads_times(viewer, root) else WORKING_TIMES
    return [
        _entry(row, viewer, is_latest=row.pk == latest[_thing(row)], is_day_only=row.verb in day_only) for row in shown
    ]


def _joined(rows: list[Activity]) -> list[Activity]:
    """Neighbouring rows of one import as one, with all its lines counted."""
    shown: list[Activity] = []
    for row in rows:
        run = row.data.get("run")
        if run and shown and shown[-1].data.get("run") == run:
            shown[-1].data = shown[-1].data | {"rows": shown[-1].data["rows"] + row.data["rows"]}
        else:
            shown.append(row)
    return shown


def _thing(row: Activity) -> tuple[str, int | None]:
    """The object that the row tells of."""
    noun = _noun(row)
    return noun, _object_id(noun, row) if noun in SHOWN_THROUGH else None


def _latest(rows: list[Activity]) -> dict[tuple[str, int | None], int]:
    """The newest row of each object: what came before it waits for nobody any more."""
    found: dict[tuple[str, int | None], int] = {}
    for row in rows:
        found[_thing(row)] = max(row.pk, found.get(_thing(row), 0))
    return found


def _entry(row: Activity, viewer: Viewer, *, is_latest: bool, is_day_only: bool) -> Entry:
    words = WORDS[row.verb]
    return Entry(
        verb=row.verb,
        icon=words.icon,
        title=(_words(row, viewer) % _Values(_values(row) | _own_words(viewer))).rstrip(": –"),
        at=row.at,
        actor=_actor(row, viewer),
        state="" if words.state == WAITS and not is_latest else words.state,
        is_public=row.is_public,
        row=row,
        is_day_only=is_day_only,
    )


def _words(row: Activity, viewer: Viewer) -> str:
    words: Words | None = WORDS.get(row.verb)
    if words is None:
        return ""
    return str(words.office if viewer.side == "office" else words.portal)


def _actor(row: Activity, viewer: Viewer) -> str:
    if row.actor_id == viewer.person.pk:
        return _("Sie")
    if viewer.side == "portal" and row.actor_side == "office":
        return viewer.provider.name
    return row.actor_name


def _permitted(rows: list[Activity], viewer: Viewer, root: Model | None) -> list[Activity]:
    """Without the rows about things that the viewer may not see."""
    seen = {noun: _seen_ids(noun, rows, viewer, root) for noun in SHOWN_THROUGH if not _sees_all(noun, viewer)}
    return [row for row in rows if (noun := _noun(row)) not in seen or _object_id(noun, row) in seen[noun]]


def _sees_all(noun: str, viewer: Viewer) -> bool:
    """Whether everything of this kind is open to the viewer at each of their companies; then nothing is asked."""
    _model, permission = SHOWN_THROUGH[noun]
    return all(
        isinstance(seat, StaffSeat) and permission in seat.permissions and not seat.sees_only_own_visits
        for seat in viewer.seats
    )


def _seen_ids(noun: str, rows: list[Activity], viewer: Viewer, root: Model | None) -> set[int]:
    model, permission = SHOWN_THROUGH[noun]
    wanted = {_object_id(noun, row) for row in rows if _noun(row) == noun}
    known = {root.pk} if isinstance(root, model) else set()
    if wanted <= known:
        return known
    visible = rules.visible(model, viewer.seats, permission)
    return known | set(model._default_manager.filter(visible, pk__in=wanted).values_list("pk", flat=True))


def _noun(row: Activity) -> str:
    return row.verb.partition(".")[0]


def _object_id(noun: str, row: Activity) -> int | None:
    return row.invoice_id if noun == "payment" else getattr(row, f"{noun}_id")


class _Values(dict[str, str]):
    """Values for a sentence; what an old row does not hold is left empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _values(row: Activity) -> dict[str, str]:
    data: dict[str, Any] = row.data
    values = {name: str(value) for name, value in data.items() if isinstance(value, str | int)}
    start, end = _time(data.get("starts_at")), _time(data.get("ends_at"))
    if start is not None:
        values["when"] = f"{formats.weekday_short(start)}, {formats.date(start)}, {formats.window(start, end)}"
    if (lines := data.get("rows", 0)) > 1:
        values["lines"] = ngettext("%(count)s Zeile", "%(count)s Zeilen", lines) % {"count": formats.number(lines)}
    if data.get("amount") is not None:
        values["amount"] = formats.money(Decimal(str(data["amount"])))
    return values


def _own_words(viewer: Viewer) -> dict[str, str]:
    words = words_for(viewer)
    return {"job_word": words.job.one, "request_word": words.request.one, "report_word": words.report.one}


def _time(value: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None
