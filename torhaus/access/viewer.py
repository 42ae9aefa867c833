"""The viewer: who looks, on which side, with which seats. Built once per request, with one query a side.

A seat is a company one works for, or a customer whose portal one opens. The active one rules lists and counts.
"""

import dataclasses
import datetime as dt
from functools import cached_property
from typing import Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from torhaus.access import roles
from torhaus.access.hurdles import GATES, Sight, gates_of
from torhaus.access.permissions import Permission
from torhaus.accounts.models import Person
from torhaus.customers.models import SiteHandover
from torhaus.kernel.prepared import Prepared
from torhaus.portal_access.models import Deputyship, PortalAccess, PortalAccessSite, Scope
from torhaus.providers.models import Membership, Provider
from torhaus.providers.queries import working

Side = Literal["office", "portal"]


@dataclasses.dataclass(frozen=True)
class StaffSeat:
    """One membership: what the person may do at one provider."""

    membership: Membership

    @property
    def provider(self) -> Provider:
        return self.membership.provider

    @property
    def key(self) -> int:
        """Names the seat among those of its side."""
        return self.membership.provider_id

    @property
    def name(self) -> str:
        return self.membership.provider.name

    @property
    def lacks_factor(self) -> bool:
        """Whether the company asks for a second factor that the person has not set up: until then the seat is shut."""
        return self.membership.provider.requires_second_factor and not self.membership.person.has_second_factor

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return roles.STAFF[self.membership.role]

    @property
    def sees_only_own_visits(self) -> bool:
        return self.membership.role in roles.ONLY_OWN_VISITS


@dataclasses.dataclass(frozen=True)
class PortalSeat:
    """All accesses of a person to one customer: their own, and those of colleagues whose deputy they are today."""

    provider: Provider
    person: Person
    sights: tuple[Sight, ...]

    @cached_property
    def accesses(self) -> tuple[PortalAccess, ...]:
        return tuple(sight.access for sight in self.sights)

    def accesses_with(self, permission: Permission) -> list[PortalAccess]:
        return [access for access in self.accesses if permission in roles.portal_permissions(access)]

    @property
    def key(self) -> int:
        """Names the seat among those of its side."""
        return self.accesses[0].customer_id

    @property
    def name(self) -> str:
        return self.accesses[0].customer.name

    @property
    def lacks_factor(self) -> bool:
        """Customers are never forced."""
        return False

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(roles.portal_permissions(access) for access in self.accesses))


Seat = StaffSeat | PortalSeat


@dataclasses.dataclass(frozen=True)
class Preview:
    """Somebody of the office looks through a customer's access (see access/preview.py)."""

    by: Person
    until: dt.datetime
    customer_id: int


@dataclasses.dataclass(frozen=True)
class Viewer:
    """`seat` is the active one and rules lists; objects are found through every seat of the person on that side."""

    person: Person
    side: Side
    seat: Seat
    seats: tuple[Seat, ...]
    preview: Preview | None = None
    has_other_side: bool = False  # a colleague who is a customer too, or the other way round
    met: list[int] = dataclasses.field(default_factory=list, compare=False)  # providers of the rows found by id

    @property
    def shown_provider(self) -> Provider:
        """Whose name and colour the page wears: of the row it is about, which another seat than the active may have found."""
        wanted = self.met[0] if self.met else self.seat.provider.pk
        return next((seat.provider for seat in self.seats if seat.provider.pk == wanted), self.seat.provider)

    @property
    def provider(self) -> Provider:
        return self.seat.provider

    @property
    def membership(self) -> Membership | None:
        return self.seat.membership if isinstance(self.seat, StaffSeat) else None

    @property
    def seat_is_own_only(self) -> bool:
        """Whether the active seat sees its own visits and what hangs on them, and no more."""
        return isinstance(self.seat, StaffSeat) and self.seat.sees_only_own_visits

    def may(self, permission: Permission) -> bool:
        return permission in self.seat.permissions


def _past_gates(accesses: QuerySet[PortalAccess]) -> QuerySet[PortalAccess]:
    """Those that are open but for what a day decides."""
    for _name, gate in GATES:
        accesses = accesses.filter(gate.q())
    return accesses


MEMBERSHIPS = Prepared(
    lambda person_id: (
        working(Membership.objects.filter(person=person_id))
        .annotate(has_other_side=Exists(_past_gates(PortalAccess.objects.filter(person=OuterRef("person")))))
        .select_related("provider")
        .order_by("id")
    ),
    int,
)


def _with_open_gates(person_id: int) -> QuerySet[PortalAccess]:
    """A person's accesses, and those they are deputy for, that are open but for what a day decides."""
    named = Deputyship.objects.filter(deputy=person_id, ended_at=None).values("access")
    found = _past_gates(PortalAccess.objects.filter(Q(person=person_id) | Q(pk__in=named)))
    found = found.annotate(has_other_side=Exists(working(Membership.objects.filter(person=OuterRef("person")))))
    return found.select_related("provider__contact_person", "customer").order_by("id")


ACCESSES = Prepared(_with_open_gates, int)


def staff_viewer(person: Person, *, provider_id: int | None = None) -> Viewer | None:
    """The person as staff; None when they work nowhere. `provider_id` picks the active seat."""
    for membership in (rows := MEMBERSHIPS.fetch(person.pk)):
        membership.person = person
    seats = tuple(StaffSeat(membership) for membership in rows)
    has_other_side = any(membership.has_other_side for membership in rows)  # type: ignore[attr-defined]
    return _viewer(person, "office", seats, has_other_side=has_other_side, provider_id=provider_id)


def portal_viewer(person: Person, *, provider_id: int | None = None, customer_id: int | None = None) -> Viewer | None:
    """The person as customer; None when no provider and customer open the portal to them at present.

    `customer_id` picks the active seat; without it, or when it is shut, the first one at `provider_id`.
    """
    sights = sights_of(person, today=timezone.localdate())
    by_customer: dict[int, list[Sight]] = {}
    for sight in sights:
        by_customer.setdefault(sight.access.customer_id, []).append(sight)
    seats = tuple(PortalSeat(group[0].access.provider, person, tuple(group)) for group in by_customer.values())
    has_other_side = bool(sights) and sights[0].access.has_other_side  # type: ignore[attr-defined]
    return _viewer(
        person, "portal", seats, has_other_side=has_other_side, provider_id=provider_id, customer_id=customer_id
    )


def sights_of(person: Person, *, today: dt.date) -> list[Sight]:
    """The open accesses of a person, own ones first, then those of colleagues whose deputy they are today."""
    daily = gates_of(today)
    found = [row for row in ACCESSES.fetch(person.pk) if all(gate.holds(row) for _name, gate in daily)]
    own = [access for access in found if access.person_id == person.pk]
    others = [access for access in found if access.person_id != person.pk]
    at = {access.customer_id for access in own if access.scope != Scope.JOB}
    wanted = _deputised(person, [access.pk for access in others if access.customer_id in at], today=today)
    return with_sites(own + [access for access in others if access.pk in wanted], today=today)


def _deputised(person: Person, access_ids: list[int], *, today: dt.date) -> set[int]:
    if not access_ids:
        return set()
    rows = Deputyship.objects.filter(deputy=person, access__in=access_ids, ended_at=None)
    return set(rows.filter(starts_on__lte=today, ends_on__gte=today).values_list("access", flat=True))


def with_sites(accesses: list[PortalAccess], *, today: dt.date) -> list[Sight]:
    """Accesses with their sites (one query where some are narrowed to sites) and with handovers whose day has come."""
    handovers = due_handovers([a.customer_id for a in accesses if a.customer.is_in_handover], today=today)
    gone = {(row.from_customer_id, row.site_id) for row in handovers}
    sites = _sites_of([access.pk for access in accesses if access.scope == Scope.SITES])
    return [
        Sight(
            access,
            tuple(pk for pk in sites.get(access.pk, ()) if (access.customer_id, pk) not in gone),
            tuple(row for row in handovers if access.customer_id in {row.from_customer_id, row.to_customer_id}),
        )
        for access in accesses
    ]


def due_handovers(customer_ids: list[int], *, today: dt.date) -> list[SiteHandover]:
    """Changes of customer whose day has come, but which the worker has not settled yet."""
    if not customer_ids:
        return []
    due = SiteHandover.objects.filter(settled_at=None, starts_on__lte=today)
    return list(due.filter(Q(from_customer__in=customer_ids) | Q(to_customer__in=customer_ids)).order_by("id"))


def _sites_of(access_ids: list[int]) -> dict[int, tuple[int, ...]]:
    """Sites by access; one that now belongs to another customer counts no more."""
    if not access_ids:
        return {}
    found: dict[int, list[int]] = {}
    rows = PortalAccessSite.objects.filter(access_id__in=access_ids, site__customer=F("access__customer"))
    for access_id, site_id in rows.values_list("access_id", "site_id"):
        found.setdefault(access_id, []).append(site_id)
    return {access_id: tuple(ids) for access_id, ids in found.items()}


def _viewer(
    person: Person, side: Side, seats: tuple[Seat, ...], *, has_other_side: bool, provider_id: int | None,
    customer_id: int | None = None,
) -> Viewer | None:  # fmt: skip
    if not seats:
        return None
    at_provider = [seat for seat in seats if seat.provider.pk == provider_id] or list(seats)
    active = next((seat for seat in seats if side == "portal" and seat.key == customer_id), at_provider[0])
    return Viewer(person=person, side=side, seat=active, seats=seats, has_other_side=has_other_side)
