"""Time windows of visits: local clock times to UTC, and whether a window makes sense at all."""

import datetime as dt
import zoneinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.kernel.errors import Refused

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = dt.timedelta(days=31)


def provider_zone() -> zoneinfo.ZoneInfo:
    """The zone in which people of the provider write times (TORHAUS_TIME_ZONE)."""
    zone = timezone.get_default_timezone()
    assert isinstance(zone, zoneinfo.ZoneInfo)
    return zone


def at_provider(day: dt.date, clock: dt.time) -> dt.datetime:
    """This clock time there, in UTC. An hour skipped in spring is refused; of a doubled one the first counts."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(_("Das Jahr %(year)s kann nicht stimmen. Bitte prüfen Sie das Datum.") % {"year": day.year})
    local = dt.datetime.combine(day, clock, tzinfo=provider_zone())
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(provider_zone()).time() != clock:
        raise Refused(
            _("%(clock)s Uhr gibt es an diesem Tag nicht: Die Uhr springt auf Sommerzeit.")
            % {"clock": clock.strftime("%H:%M")}
        )
    return moment


def window_at_provider(
    *, day: dt.date, begin: dt.time, end: dt.time, last_day: dt.date | None = None
) -> tuple[dt.datetime, dt.datetime]:
    """A checked window from what a form asks for; `last_day` is empty for a visit that ends on the day it begins."""
    starts_at, ends_at = at_provider(day, begin), at_provider(last_day or day, end)
    check_window(starts_at=starts_at, ends_at=ends_at)
    return starts_at, ends_at


def check_window(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse a window that ends before it begins, lasts longer than 31 days or lies in an impossible year."""
    for moment in (starts_at, ends_at):
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Refused(
                _("Das Jahr %(year)s kann nicht stimmen. Bitte prüfen Sie das Datum.") % {"year": moment.year}
            )
    if ends_at <= starts_at:
        raise Refused(_("Das Ende muss nach dem Beginn liegen."))
    if ends_at - starts_at > LONGEST:
        raise Refused(_("Ein Einsatz dauert höchstens 31 Tage. Bitte teilen Sie ihn auf."))


def day_bounds(day: dt.date, *, days: int = 1) -> tuple[dt.datetime, dt.datetime]:
    """UTC begin of a day at the provider and the begin of the day `days` later."""
    zone = provider_zone()
    begin = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    end = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), tzinfo=zone)
    return begin.astimezone(dt.UTC), end.astimezone(dt.UTC)
