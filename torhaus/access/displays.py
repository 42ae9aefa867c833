"""The levels in which names and working times are shown, and what a site makes of its customer's level."""

from torhaus.customers.models import PerformerDisplay, Shown, TimeDisplay

_NAMES = (PerformerDisplay.HIDDEN, PerformerDisplay.TEAM, PerformerDisplay.FIRST, PerformerDisplay.FULL)
_TIMES = (TimeDisplay.OFF, TimeDisplay.SUMS, TimeDisplay.DETAIL)


def performers_at(chosen: PerformerDisplay, site: str) -> PerformerDisplay:
    """A site that hides always hides; one that shows lifts „nicht anzeigen“ to the full name."""
    if site == Shown.HIDE:
        return PerformerDisplay.HIDDEN
    if site == Shown.SHOW and chosen == PerformerDisplay.HIDDEN:
        return PerformerDisplay.FULL
    return chosen


def times_at(chosen: TimeDisplay, site: str) -> TimeDisplay:
    """A site that hides always hides; one that shows lifts „nicht anzeigen“ to the single times."""
    if site == Shown.HIDE:
        return TimeDisplay.OFF
    if site == Shown.SHOW and chosen == TimeDisplay.OFF:
        return TimeDisplay.DETAIL
    return chosen


def up_to(level: PerformerDisplay | TimeDisplay) -> tuple[str, ...]:
    """This level and all that say less."""
    order: tuple[PerformerDisplay | TimeDisplay, ...] = _NAMES if isinstance(level, PerformerDisplay) else _TIMES
    return tuple(one.value for one in order[: order.index(level) + 1])
