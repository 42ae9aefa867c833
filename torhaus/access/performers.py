"""Who comes to a visit, as a viewer may read it. The customer's switch and the site's override are applied here only."""

import dataclasses
from collections.abc import Iterable

from django.utils.translation import gettext as _

from torhaus.access.displays import performers_at
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Customer, PerformerDisplay, Site
from torhaus.jobs.models import Visit, VisitPerformer
from torhaus.providers.models import Membership

NAMES = ("first_name", "last_name", "email", "username")


@dataclasses.dataclass(frozen=True)
class Performer:
    """A name fit for this viewer; `job_title` and `initials` are empty where they would say more than the name."""

    name: str
    job_title: str = ""
    initials: str = ""


def display_at(*, customer: Customer, site: Site) -> PerformerDisplay:
    """How names are shown there: a site that hides always hides; one that shows lifts „nicht anzeigen“ to the full name."""
    return performers_at(PerformerDisplay(customer.show_performers), site.show_performers)


def performers_for(viewer: Viewer, visits: Iterable[Visit]) -> dict[int, list[Performer]]:
    """Performers by visit id, in one query (none when nothing may be shown).

    The visits come from one of the doors, in the portal with `site` and `customer` fetched along.
    """
    shown = {visit.pk: _display(viewer, visit) for visit in visits}
    named = [pk for pk, display in shown.items() if display in {PerformerDisplay.FULL, PerformerDisplay.FIRST}]
    members = _members(named)
    found = {pk: [_named(member, shown[pk]) for member in members.get(pk, [])] for pk in named}
    team = [Performer(name=_("Team"))]
    return {pk: team if display == PerformerDisplay.TEAM else found.get(pk, []) for pk, display in shown.items()}


def names_for_paper(*, customer: Customer, site: Site, visit: Visit) -> list[str]:
    """Names as they may stand on a paper that the customer gets."""
    display = display_at(customer=customer, site=site)
    if display == PerformerDisplay.HIDDEN:
        return []
    if display == PerformerDisplay.TEAM:
        return [_("Team")]
    return [_named(member, display).name for member in _members([visit.pk]).get(visit.pk, [])]


def _display(viewer: Viewer, visit: Visit) -> PerformerDisplay:
    if viewer.side == "office":
        return PerformerDisplay.FULL
    return display_at(customer=visit.customer, site=visit.site)


def _members(visit_ids: list[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    if not visit_ids:
        return found
    rows = VisitPerformer.objects.filter(visit_id__in=visit_ids).select_related("membership__person").order_by("id")
    rows = rows.only("visit_id", "membership__job_title", *(f"membership__person__{name}" for name in NAMES))
    for row in rows:
        found.setdefault(row.visit_id, []).append(row.membership)
    return found


def _named(member: Membership, display: PerformerDisplay) -> Performer:
    person = member.person
    if display == PerformerDisplay.FIRST:
        name = person.first_name or _("Team")
        return Performer(name=name, job_title=member.job_title, initials=name[:1].upper())
    return Performer(name=person.full_name or _("Team"), job_title=member.job_title, initials=person.initials)
