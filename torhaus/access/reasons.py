"""„Was sieht der Kunde?“: for each account of the customer whether it sees a record, and if not, the switch that decides.

The same hurdles as in `rows` are asked of the record itself, so that this page and the portal cannot disagree.
"""

import dataclasses
import datetime as dt

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.access.hurdles import GATES, Sight, gates_of, hurdles, right
from torhaus.access.permissions import Permission
from torhaus.access.viewer import due_handovers, with_sites
from torhaus.accounts.models import Person
from torhaus.customers.models import PerformerDisplay, Shown, Site, TimeDisplay
from torhaus.portal_access.models import Deputyship, PortalAccess, Scope
from torhaus.ui import formats

MOST = 300
MOST_NAMES = 5


@dataclasses.dataclass(frozen=True)
class Reason:
    """Why not. `setting` names where it is changed: "company", "customer", "site", "access", or empty."""

    text: str
    setting: str = ""


@dataclasses.dataclass(frozen=True)
class NamedSight(Sight):
    """With the names of the first sites that the access is narrowed to, for the sentence that says so."""

    site_names: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One person, by one access: sees it, or the reason why not. `stands_in_for` names whom they are deputy of."""

    person: Person
    access: PortalAccess
    reason: Reason | None
    stands_in_for: str = ""

    @property
    def is_seen(self) -> bool:
        return self.reason is None


Bearer = tuple[NamedSight, Person, str]
"""An access, who acts with it, and for whom they stand in ("" with their own)."""


def bearers_at(record: Model, *, today: dt.date) -> list[Bearer]:
    """Each access of the record's customer with its person; then with those who stand in today and have an open access of
    their own there. Read once for all questions about the record.
    """
    sights = _sights_at(record, today=today)
    return [(sight, sight.access.person, "") for sight in sights] + _stand_ins(sights, today=today)


def _sights_at(record: Model, *, today: dt.date) -> list[NamedSight]:
    """Every access, open or not, of the customer whose record it is (and of both in the hour of a handover)."""
    customer_id: int = record.pk if not hasattr(record, "customer_id") else record.customer_id
    ids = {customer_id}
    for row in due_handovers([customer_id], today=today):
        ids |= {row.from_customer_id, row.to_customer_id}
    found = PortalAccess.objects.filter(customer__in=ids, provider=record.provider_id)  # type: ignore[attr-defined]
    related = ("provider", "customer", "person", "contact", "job")
    return _named(with_sites(list(found.select_related(*related).order_by("id")[:MOST]), today=today))


def _named(sights: list[Sight]) -> list[NamedSight]:
    """One query for the sites of all, so that many accounts cost no more than one."""
    wanted = {pk for sight in sights for pk in sight.site_ids}
    names = dict(Site.objects.filter(pk__in=wanted).order_by("name").values_list("pk", "name")) if wanted else {}
    return [
        NamedSight(
            sight.access,
            sight.site_ids,
            sight.handovers,
            tuple(name for pk, name in names.items() if pk in sight.site_ids)[:MOST_NAMES],
        )
        for sight in sights
    ]


def verdicts(record: Model, permission: Permission, *, bearers: list[Bearer], today: dt.date) -> list[Verdict]:
    """One per person, the best that their own accesses and those of whom they stand in for give."""
    found: dict[int, tuple[int, Verdict]] = {}
    for sight, person, name in bearers:
        step, reason = _first_hurdle(sight, record, permission, today=today)
        if person.pk not in found or found[person.pk][0] < step:
            found[person.pk] = (step, Verdict(person, sight.access, reason, name))
    return [verdict for _step, verdict in found.values()]


def _stand_ins(sights: list[NamedSight], *, today: dt.date) -> list[Bearer]:
    by_access = {sight.access.pk: sight for sight in sights}
    at_home = {
        (sight.access.person_id, sight.access.customer_id)
        for sight in sights
        if sight.access.scope != Scope.JOB and _gate(sight.access, today=today) is None
    }
    days = Q(access__in=list(by_access), ended_at=None, starts_on__lte=today, ends_on__gte=today)
    rows = Deputyship.objects.filter(days).select_related("deputy").order_by("id")
    return [
        (by_access[row.access_id], row.deputy, str(by_access[row.access_id].access.person))
        for row in rows
        if (row.deputy_id, row.customer_id) in at_home
    ]


def _first_hurdle(
    sight: NamedSight, record: Model, permission: Permission, *, today: dt.date
) -> tuple[int, Reason | None]:
    """How far this access gets (100: all the way), and what stops it."""
    name = _gate(sight.access, today=today)
    if name is not None:
        return 0, _gate_reason(name, sight.access)
    if missing := right(sight, permission):
        return 1, _right_reason(missing)
    for step, hurdle in enumerate(hurdles(type(record), permission), start=2):
        if not hurdle.condition(sight).holds(record):
            return step, _hurdle_reason(hurdle.name, sight, record)
    return 100, None


def _gate(access: PortalAccess, *, today: dt.date) -> str | None:
    return next((name for name, condition in (*gates_of(today), *GATES) if not condition.holds(access)), None)


def _gate_reason(name: str, access: PortalAccess) -> Reason:
    until = formats.date(access.valid_until) if access.valid_until else ""
    return {
        "plan": Reason(_("Das Kundenportal gehört nicht zu Ihrem Tarif."), "company"),
        "plugin": Reason(_("Das Kundenportal ist für Ihre Firma ausgeschaltet."), "company"),
        "customer": Reason(_("Der Kunde ist nicht aktiv."), "master"),
        "portal": Reason(_("„Kundenportal aktivieren“ ist bei diesem Kunden aus."), "customer"),
        "person": Reason(_("Das Konto dieser Person ist gesperrt.")),
        "access": Reason(_("Dieser Zugang ist gesperrt."), "customer"),
        "contact": Reason(_("Der Ansprechpartner ist nicht aktiv."), "contact"),
        "job": Reason(_("Das Kundenportal ist für den Auftrag dieses Zugangs aus."), "job"),
        "until": Reason(_("Dieser Zugang galt bis %(date)s.") % {"date": until}, "access"),
    }.get(name) or Reason(_("Das Kundenportal ist für diesen Zugang nicht offen."), "customer")


def _right_reason(missing: str) -> Reason:
    if missing == "none":
        return Reason(_("Das gibt es im Portal nicht."))
    if missing == "is_real":
        return Reason(_("Ein Testkontakt schreibt nur in seinen eigenen Testmeldungen."))
    label = PortalAccess._meta.get_field(missing).verbose_name  # type: ignore[union-attr]
    return Reason(_("Diesem Zugang fehlt das Recht „%(right)s“.") % {"right": label}, "access")


def _hurdle_reason(name: str, sight: NamedSight, record: Model) -> Reason:
    if name.startswith("show_"):
        return _switch_reason(name, sight, record)
    if name == "scope":
        return _scope_reason(sight)
    if name == "colleagues":
        return Reason(
            _("„Meldungen von Kollegen“ ist bei diesem Zugang aus, und gemeldet hat jemand anderes."), "access"
        )
    if name == "paper_materials":
        return Reason(_("Auf dem PDF steht Material; diesem Zugang fehlt „Materialien und Mengen“."), "access")
    if name == "paper_times":
        return _times_reason(sight, record)
    if name == "paper_names":
        return Reason(
            _("Auf dem PDF stehen Namen von Ausführenden, die jetzt nicht mehr so gezeigt werden."), "customer"
        )
    return {
        "draft": Reason(_("Entwürfe sieht kein Kunde.")),
        "job": Reason(_("„Kundenportal aktivieren“ ist beim Auftrag aus."), "job"),
        "trial": Reason(_("Eine Testmeldung sieht nur der Testkontakt, der sie gesendet hat.")),
        "closed": Reason(_("Dieser Ort ist geschlossen."), "site"),
        "customer": Reason(_("Das gehört inzwischen einem anderen Kunden.")),
    }.get(name) or Reason(_("Eine Einstellung des Portals verbirgt es."), "customer")


def _switch_reason(name: str, sight: Sight, record: Model) -> Reason:
    """The site's switch where it is the one that hides, else the customer's."""
    site: Site | None = getattr(record, "site", None)
    label = sight.access.customer._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    if site is not None and getattr(site, name) == Shown.HIDE:
        words = {"site": site.name, "switch": label}
        return Reason(_("Bei %(site)s steht „%(switch)s“ auf „verbergen“.") % words, "site")
    if name == "show_times":
        display = TimeDisplay(sight.access.customer.show_times).label
        return Reason(_("Beim Kunden steht „%(switch)s“ auf: %(how)s.") % {"switch": label, "how": display}, "customer")
    return Reason(_("Beim Kunden ist „%(switch)s“ aus.") % {"switch": label}, "customer")


def _times_reason(sight: Sight, record: Model) -> Reason:
    if not sight.access.sees_working_times:
        return Reason(_("Auf dem PDF stehen Arbeitszeiten; diesem Zugang fehlt „Arbeitszeiten“."), "access")
    return _switch_reason("show_times", sight, record)


def _scope_reason(sight: NamedSight) -> Reason:
    access = sight.access
    if access.scope == Scope.JOB:
        return Reason(_("Dieser Zugang gilt nur für den Auftrag %(job)s.") % {"job": access.job}, "access")
    if not sight.site_names:
        return Reason(_("Dieser Zugang gilt für einzelne Orte, und keiner davon gehört noch dem Kunden."), "access")
    return Reason(_("Dieser Zugang gilt nur für: %(sites)s.") % {"sites": ", ".join(sight.site_names)}, "access")


def names_shown(display: PerformerDisplay) -> str:
    """How performers read in the portal, as a sentence."""
    return {
        PerformerDisplay.FULL: _("Ausführende stehen mit vollem Namen da."),
        PerformerDisplay.FIRST: _("Ausführende stehen nur mit Vornamen da."),
        PerformerDisplay.TEAM: _("Ausführende stehen nur als „Team“ da."),
        PerformerDisplay.HIDDEN: _("Ausführende werden nicht genannt."),
    }[display]


def today() -> dt.date:
    return timezone.localdate()
