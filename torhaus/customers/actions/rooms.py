"""Writes to rooms and dwelling units; many at once, as they stand in somebody's list."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers import checks
from torhaus.customers.actions import editing
from torhaus.customers.models import Room, Site
from torhaus.kernel.errors import Refused

FIELDS = frozenset({"name", "floor", "is_active"})
AT_ONCE = 500


@transaction.atomic
def create_rooms(*, site: Site, by: Person | None, lines: str) -> list[Room]:
    """One room a line, "Name" or "Name; Geschoss" (also with a tab). Names that the site already has are left out."""
    wanted = _parsed(lines)
    editing.locked(site, version=None)
    known = {name.casefold() for name in Room.objects.filter(site=site).values_list("name", flat=True)}
    rooms = []
    for name, floor in wanted.values():
        if name.casefold() not in known:
            room = Room(provider_id=site.provider_id, site=site, name=name, floor=floor)
            editing.checked_length(room)
            rooms.append(room)
    rooms = Room.objects.bulk_create(rooms)
    if rooms:
        _record(site, by=by, data={"what": "rooms_created", "rooms": [room.name for room in rooms]})
    return rooms


@transaction.atomic
def change_room(*, room: Room, by: Person | None, version: int | None = None, **fields: Any) -> Room:
    """Rename a room, move it to another floor, or take it out of use."""
    row = editing.locked(room, version=version)
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS))
    editing.required(row, "name")
    editing.checked_length(row)
    if not changes:
        return row
    if Room.objects.filter(site_id=row.site_id, name=row.name).exclude(pk=row.pk).exists():
        raise Refused(_("„%(name)s“ gibt es hier schon.") % {"name": row.name})
    editing.save_change(row, changes)
    _record(row.site, by=by, data={"what": "room_changed", "name": row.name, "changes": changes})
    return row


def _parsed(lines: str) -> dict[str, tuple[str, str]]:
    """{name in small letters: (name, floor)}, first mention wins."""
    rooms: dict[str, tuple[str, str]] = {}
    for line in lines.splitlines():
        name, _blank, floor = line.replace("\t", ";").partition(";")
        name = checks.clean_text(name)
        if name:
            rooms.setdefault(name.casefold(), (name, checks.clean_text(floor)))
    if not rooms:
        raise Refused(_("Bitte nennen Sie mindestens einen Raum, einen je Zeile."))
    if len(rooms) > AT_ONCE:
        raise Refused(_("Bitte höchstens %(limit)s Räume auf einmal.") % {"limit": AT_ONCE})
    return rooms


def _record(site: Site, *, by: Person | None, data: dict[str, Any]) -> None:
    activity.record(
        "site.changed", provider_id=site.provider_id, by=by, side="office", customer_id=site.customer_id,
        site_id=site.pk, data=data,
    )  # fmt: skip
