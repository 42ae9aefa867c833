"""The viewer: who looks, on which side, with which seats. Built once per request, with one query a side.

A seat is a company one works for, or a customer whose portal one opens. The active one rules lists and counts.
"""

import dataclasses
import datetime as dt
from functools import cached_property
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from torhaus.access import roles
from torhaus.access.permissions import Permission
from torhaus.accounts.models import Person
from torhaus.kernel.prepared import Prepared
from torhaus.portal_access.models import PortalAccess, PortalAccessSite, Scope
from torhaus.providers.models import JobPortal, Membership, Provider
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
    """All accesses of a person to one customer."""

    provider: Provider
    person: Person
    accesses: tuple[PortalAccess, ...]
    site_ids: dict[int, tuple[int, ...]]  # access id -> sites, for accesses with that scope

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

    def accesses_with(self, permission: Permission) -> list[PortalAccess]:
        return [access for access in self.accesses if permission in roles.portal_permissions(access)]


Seat = StaffSeat | PortalSeat


@dataclasses.dataclass(frozen=True)
class Viewer:
    """`seat` is the active one and rules lists; objects are found through every seat of the person on that side."""

    person: Person
    side: Side
    seat: Seat
    seats: tuple[Seat, ...]
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


def _enabled(accesses: QuerySet[PortalAccess]) -> QuerySet[PortalAccess]:
    """Those whose provider and customer have the portal switched on; what the plan says is asked of the rows."""
    return accesses.filter(
        is_active=True, customer__is_active=True, customer__portal_enabled=True, provider__has_portal_plugin=True
    )


MEMBERSHIPS = Prepared(
    lambda person_id: (
        working(Membership.objects.filter(person=person_id))
        .annotate(has_other_side=Exists(_enabled(PortalAccess.objects.filter(person=OuterRef("person")))))
        .select_related("provider")
        .order_by("id")
    ),
    int,
)


def _job_opens() -> Q:
    """An access to one job ends where the job's switch is off; rows.job_opens says the same of the job's rows."""
    inherits = Q(job__portal=JobPortal.INHERIT, provider__has_customer_master=True)
    return Q(job=None) | Q(job__portal=JobPortal.ON) | inherits


ACCESSES = Prepared(
    lambda person_id: (
        _enabled(PortalAccess.objects.all())
        .filter(Q(contact=None) | Q(contact__is_active=True), person=person_id)
        .annotate(has_other_side=Exists(working(Membership.objects.filter(person=OuterRef("person")))))
        .filter(_job_opens())
        .select_related("provider__contact_person", "customer")
        .order_by("id")
    ),
    int,
)
"""The accesses of a person that are open but for what depends on the day: their end date and the provider's plan."""


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
    today = timezone.localdate()
    accesses = [row for row in ACCESSES.fetch(person.pk) if row.provider.plan_has_portal and _is_valid(row, today)]
    sites = _sites_of([access.pk for access in accesses if access.scope == Scope.SITES])
    by_customer: dict[int, list[PortalAccess]] = {}
    for access in accesses:
        by_customer.setdefault(access.customer_id, []).append(access)
    seats = tuple(PortalSeat(group[0].provider, person, tuple(group), sites) for group in by_customer.values())
    has_other_side = bool(accesses) and accesses[0].has_other_side  # type: ignore[attr-defined]
    return _viewer(
        person, "portal", seats, has_other_side=has_other_side, provider_id=provider_id, customer_id=customer_id
    )


def _is_valid(access: PortalAccess, today: dt.date) -> bool:
    return access.valid_until is None or access.valid_until >= today


def _sites_of(access_ids: list[int]) -> dict[int, tuple[int, ...]]:
    if not access_ids:
        return {}
    found: dict[int, list[int]] = {}
    for access_id, site_id in PortalAccessSite.objects.filter(access_id__in=access_ids).values_list(
        "access_id", "site_id"
    ):
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
