"""The first lines of the start page: greeting by the hour and the person's form of address, and what the day brings."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from torhaus.accounts.models import Person, Salutation
from torhaus.ui import formats


def greeting(person: Person, *, now: dt.datetime | None = None) -> str:
    """„Guten Morgen, Frau Brandt“; without a form of address by full name, without a name by nothing."""
    hour = timezone.localtime(now).hour
    hello = _("Guten Morgen") if 4 <= hour < 11 else _("Guten Tag") if 11 <= hour < 18 else _("Guten Abend")
    name = _called(person)
    return f"{hello}, {name}" if name else hello


def _called(person: Person) -> str:
    last = person.last_name
    if last and person.salutation == Salutation.MS:
        return _("Frau %(name)s") % {"name": last}
    if last and person.salutation == Salutation.MR:
        return _("Herr %(name)s") % {"name": last}
    if last and person.salutation == Salutation.FAMILY:
        return _("Familie %(name)s") % {"name": last}
    return person.full_name


def day_line(*, visits_today: int, tasks: int, today: dt.date) -> str:
    """„Montag, 23. November. Heute ein Termin, drei Vorgänge warten auf Sie.“"""
    parts = []
    if visits_today:
        parts.append(
            ngettext("heute haben Sie einen Termin", "heute haben Sie %(count)s Termine", visits_today)
            % {"count": visits_today}
        )
    if tasks:
        parts.append(
            ngettext("ein Vorgang wartet auf Sie", "%(count)s Vorgänge warten auf Sie", tasks) % {"count": tasks}
        )
    date = f"{formats.weekday(today)}, {formats.day_month(today)}."
    if not parts:
        return date
    sentence = ", ".join(parts)
    return f"{date} {sentence[:1].upper()}{sentence[1:]}."
