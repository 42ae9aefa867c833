"""Correcting what a ticket says: its place, category, urgency and contact."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.kernel.errors import Conflict
from torhaus.tickets.actions import rows
from torhaus.tickets.models import Ticket

CHANGEABLE = (
    "title", "kind", "category", "urgency", "site", "room", "contact_name", "contact_phone", "preferred_dates",
    "needs_callback",
)  # fmt: skip


@transaction.atomic
def change(*, ticket: Ticket, version: int, by: Person, **values: Any) -> Ticket:
    """Write what CHANGEABLE names; Conflict when somebody else changed the ticket since `version` was read."""
    locked = rows.lock(ticket)
    if locked.version != version:
        raise Conflict(
            _("Das Ticket wurde inzwischen geändert. Bitte prüfen Sie Ihre Eingaben und speichern Sie erneut.")
        )
    values["title"] = rows.check_title(values.get("title", locked.title))
    changes = {name: values[name] for name in CHANGEABLE if name in values and getattr(locked, name) != values[name]}
    if not changes:
        return locked
    before = {name: _plain(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    rows.check_places(locked)
    locked.version += 1
    rows.save(locked, *changes, "version")
    rows.index(locked)
    data = {name: {"from": before[name], "to": _plain(value)} for name, value in changes.items()}
    rows.record("changed", locked, by=by, side="office", public=False, changes=data)
    return locked


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else "" if value is None else str(value)
