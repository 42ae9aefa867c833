"""Who may stand in for whom in the portal: doors to colleagues and deputyships, cut to the person's own customer."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from torhaus.access.conditions import NotBefore
from torhaus.access.hurdles import GATES
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.portal_access.models import Deputyship, PortalAccess, Scope


def own_accesses(viewer: Viewer) -> list[PortalAccess]:
    """Accesses that the person can have deputised: own ones at the active provider, to no single job, not for a test."""
    seat = viewer.seat
    assert isinstance(seat, PortalSeat)
    own = [access for access in seat.accesses if access.person_id == viewer.person.pk]
    return [access for access in own if access.scope != Scope.JOB and not access.is_test]


def colleagues(viewer: Viewer) -> list[PortalAccess]:
    """Open accesses of others at the same customers, to be chosen as deputies."""
    customers = [access.customer_id for access in own_accesses(viewer)]
    found = PortalAccess.objects.filter(customer__in=customers, is_test=False)
    found = found.exclude(Q(scope=Scope.JOB) | Q(person=viewer.person))
    found = found.filter(NotBefore("valid_until", timezone.localdate()).q())
    for _name, gate in GATES:
        found = found.filter(gate.q())
    related = ("person", "customer")
    return list(found.select_related(*related).order_by("person__last_name", "person__first_name", "pk")[:200])


def given(viewer: Viewer) -> QuerySet[Deputyship]:
    """Deputyships, running or to come, for the person's own accesses."""
    return _running().filter(access__in=[access.pk for access in own_accesses(viewer)])


def taken(viewer: Viewer) -> QuerySet[Deputyship]:
    """Deputyships in which the person stands in for others, today or later."""
    customers = [access.customer_id for access in own_accesses(viewer)]
    return _running().filter(deputy=viewer.person, customer__in=customers)


def given_by(viewer: Viewer, pk: int) -> Deputyship:
    """One that the person gave; 404 for any other."""
    row = given(viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _running() -> QuerySet[Deputyship]:
    today: dt.date = timezone.localdate()
    found = Deputyship.objects.filter(ended_at=None, ends_on__gte=today)
    return found.select_related("access__person", "deputy", "customer").order_by("starts_on", "pk")
