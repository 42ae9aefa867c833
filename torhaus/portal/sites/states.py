"""How each site stands for a customer: what is open there, whether somebody comes today; in words, tone and on the map."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.access.words import is_home, words_for
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Site
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Visit, VisitStatus
from torhaus.providers.words import Noun
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket
from torhaus.ui import formats, regionmap

Point = tuple[Any, ...]  # a row of customers.queries.points
TONE_ORDER = {"bad": 0, "warn": 1, "info": 2, "ok": 3}
MAPPED = 5000  # sites of one map; more are in the list only


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """One site with its state: open tickets, urgent ones among them, and today's visit if the viewer may see it."""

    pk: int
    name: str
    postcode: str
    city: str
    longitude: float | None
    latitude: float | None
    count: int
    urgent: int
    visit: Visit | None
    request: Noun  # what the company calls a ticket here

    @property
    def tone(self) -> str:
        if self.urgent:
            return "bad"
        return "warn" if self.count else "info" if self.visit else "ok"

    @property
    def text(self) -> str:
        return _text(self.count, self.urgent, self.visit, request=self.request)

    @property
    def place(self) -> str:
        return " ".join(part for part in (self.postcode, self.city) if part)

    @property
    def url(self) -> str:
        return reverse("portal:site", args=[self.pk])

    @property
    def rank(self) -> tuple[int, str]:
        return TONE_ORDER[self.tone], self.name.casefold()


def has_sites(viewer: Viewer) -> bool:
    """A household never meets the word „Objekte“."""
    return not is_home(viewer)


def standings(viewer: Viewer, sites: Iterable[Point], visits: Sequence[Visit]) -> list[Standing]:
    """The state of these rows of `customers.queries.points`; one query for all. `visits`: today's, as far as seen."""
    rows = list(sites)
    tickets = list_for(viewer, Ticket, P.TICKET_READ)
    if 0 < len(rows) <= 100:
        tickets = tickets.filter(site__in=[row[0] for row in rows])
    counts = ticket_queries.open_and_urgent_by_site(tickets) if rows else {}
    today = {visit.site_id: visit for visit in reversed(visits)}
    found, request = [], words_for(viewer).request
    for pk, name, postcode, city, east, north in rows:
        count, urgent = counts.get(pk, (0, 0))
        found.append(Standing(pk, name, postcode, city, east, north, count, urgent, today.get(pk), request))
    return found


def of_today(viewer: Viewer, *, sites: Sequence[int]) -> list[Visit]:
    """Today's visits to these sites that are not over."""
    if not viewer.may(P.VISIT_READ):
        return []
    visits = job_queries.of_today(job_queries.coming(list_for(viewer, Visit, P.VISIT_READ)))
    return list(visits.filter(site__in=sites).order_by("starts_at", "id"))


def _text(count: int, urgent: int, visit: Visit | None, *, request: Noun) -> str:
    def counted(number: int) -> str:
        return f"{number} {request.inline if number == 1 else request.inlines}"

    parts = []
    if urgent:
        parts.append(_("%(requests)s dringend") % {"requests": counted(urgent)})
    if count - urgent:
        parts.append(_("%(requests)s offen") % {"requests": counted(count - urgent)})
    if visit is not None:
        parts.append(_visit_words(visit))
    return ", ".join(parts) or _("Nichts offen")


def _visit_words(visit: Visit) -> str:
    if visit.status == VisitStatus.IN_WORK:
        return _("bereits vor Ort")
    if visit.status == VisitStatus.ON_THE_WAY:
        return _("unterwegs zu Ihnen")
    return _("heute %(window)s") % {"window": formats.window(visit.starts_at, visit.ends_at)}


def draw(found: Sequence[Standing], *, selected: Standing | None, select_at: str) -> regionmap.RegionMap | None:
    """The map of these sites; None when none of them has a position. `select_at` is the address that selects a pin."""
    known = {site.pk: site for site in found if site.longitude is not None and site.latitude is not None}
    if not known:
        return None

    def pin_text(pin: regionmap.Pin) -> tuple[str, str]:
        site = known[pin.key]
        return f"{site.name}: {site.text}", f"{select_at}?site={site.pk}#karte"

    return regionmap.draw(
        [_pin(site) for site in known.values()],
        label=_("Karte; die Liste daneben sagt dasselbe."),
        pin_text=pin_text,
        cluster_text=_cluster_text,
        selected=selected.pk if selected else None,
        bubble=regionmap.Bubble(selected.name, selected.text) if selected else None,
    )


def _pin(site: Standing) -> regionmap.Pin:
    assert site.longitude is not None
    assert site.latitude is not None
    mark = str(site.count) if site.count else ""
    return regionmap.Pin(site.pk, site.longitude, site.latitude, site.tone, mark)


def _cluster_text(cluster: regionmap.Cluster) -> tuple[str, str]:
    box = cluster.box
    label = ngettext("%(count)s Ort", "%(count)s Orte", cluster.count) % {"count": cluster.count}
    words = {
        "bad": _("davon mit etwas Dringendem"),
        "warn": _("davon mit etwas Offenem"),
        "info": _("davon mit Termin heute"),
    }
    edges = ",".join(f"{degrees:.5f}" for degrees in (box.west, box.south, box.east, box.north))
    return ", ".join(filter(None, (label, words.get(cluster.tone)))), f"{reverse('portal:sites')}?box={edges}"


def points(viewer: Viewer) -> Any:
    """The viewer's sites as plain rows for list and map."""
    return customer_queries.points(list_for(viewer, Site, P.SITE_READ))
