"""A site changes its customer (Wechsel der Verwaltung): on its day the site and what goes along get the new one.

Access counts the day by itself (see access.hurdles), so that nothing hangs on when this runs. Past visits, reports, invoices
and whatever was decided to stay keep the customer who ordered them.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from torhaus.access.hurdles import goes_along
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.customers import actions as customers
from torhaus.customers.models import Site, SiteHandover
from torhaus.jobs.actions.jobs import index_job
from torhaus.jobs.actions.visits import index_visit
from torhaus.jobs.models import Job, Visit
from torhaus.tickets.actions.rows import index as index_ticket
from torhaus.tickets.models import Ticket

RELATED = ("site", "from_customer", "to_customer", "billing_party")


@transaction.atomic
def hand_over(*, sites: Collection[Site], **decided: Any) -> list[SiteHandover]:
    """Note the change for each site; where its day is today or past, carry it out at once."""
    rows = [customers.plan_handover(site=site, **decided) for site in sites]
    for row in rows:
        if row.starts_on <= timezone.localdate():
            settle(handover=row)
    return rows


def settle_due() -> int:
    """Carry out every change whose day has come."""
    due = SiteHandover.objects.filter(settled_at=None, starts_on__lte=timezone.localdate())
    ids = list(due.order_by("starts_on", "pk").values_list("pk", flat=True))
    for pk in ids:
        settle(handover=SiteHandover(pk=pk))
    return len(ids)


def settle_for(viewer: Viewer) -> None:
    """Before somebody reports something at a site whose day has come: settle it now, whatever the worker is at."""
    seat = viewer.seat
    for sight in seat.sights if isinstance(seat, PortalSeat) else ():
        for handover in sight.handovers:
            settle(handover=handover)


@transaction.atomic
def settle(*, handover: SiteHandover) -> None:
    """Move site, open jobs with their coming visits, and open tickets. Done already: nothing happens."""
    row = SiteHandover.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=handover.pk)
    if row.settled_at is not None:
        return
    visits = _rows(Visit, row)
    jobs, tickets = _rows(Job, row), _rows(Ticket, row)
    for visit in visits:
        _give(visit, row)
        index_visit(visit)
    for job in jobs:
        job.billing_party = row.billing_party
        _give(job, row, "billing_party")
        index_job(job)
    for ticket in tickets:
        _give(ticket, row)
        index_ticket(ticket)
    customers.settle_site(handover=row)


def _rows(model: Any, row: SiteHandover) -> list[Any]:
    """What goes along by now, as access counts it."""
    moving = goes_along(model, row)
    if moving is None:
        return []
    found = model.objects.filter(moving.q(), provider_id=row.provider_id, customer=row.from_customer)
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _give(found: Any, row: SiteHandover, *more: str) -> None:
    found.customer = row.to_customer
    names = ["customer", *more]
    if hasattr(found, "version"):
        found.version += 1
        names.append("version")
    found.save(update_fields=names)
