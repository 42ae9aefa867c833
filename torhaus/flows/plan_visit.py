"""Planning a visit: from a ticket, which becomes a job on the way if it has none, or from a job with its open tickets."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.customers.models import Site
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Job, Visit
from torhaus.providers.models import Membership
from torhaus.tickets import actions as tickets
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket, TicketStatus


@transaction.atomic
def plan_for_ticket(
    *,
    ticket: Ticket,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    performers: Collection[Membership],
    by: Person,
    site: Site | None = None,
    title: str = "",
    note: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Visit:
    """The ticket is „Geplant“ afterwards; without a job it is accepted first. A ticket that has a visit gets the new one."""
    locked = tickets.lock(ticket)
    job = locked.job or accept_ticket(ticket=locked, by=by)
    visit = jobs.plan_visit(
        job=job, site=site or locked.site, starts_at=starts_at, ends_at=ends_at, performers=performers, by=by,
        title=title or locked.title, note=note, contact_name=contact_name or locked.contact_name,
        contact_phone=contact_phone or locked.contact_phone, ticket_id=locked.pk,
    )  # fmt: skip
    tickets.follow_visit(ticket=locked, visit=visit, status=TicketStatus.PLANNED, by=by)
    return visit


@transaction.atomic
def plan_for_job(
    *,
    job: Job,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    performers: Collection[Membership],
    by: Person,
    site: Site | None = None,
    title: str = "",
    note: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Visit:
    """Tickets of the job that wait for a visit are „Geplant“ with it."""
    waiting = ticket_queries.unplanned(Ticket.objects.filter(job=job)).order_by("pk")
    locked = [tickets.lock(ticket) for ticket in waiting]
    visit = jobs.plan_visit(
        job=job, site=site, starts_at=starts_at, ends_at=ends_at, performers=performers, by=by, title=title, note=note,
        contact_name=contact_name, contact_phone=contact_phone, ticket_id=locked[0].pk if locked else None,
    )  # fmt: skip
    for ticket in locked:
        tickets.follow_visit(ticket=ticket, visit=visit, status=TicketStatus.PLANNED, by=by)
    return visit


def tickets_of(visit: Visit) -> list[Ticket]:
    """The tickets behind a visit, locked; they are locked before the visit, everywhere."""
    return [tickets.lock(ticket) for ticket in Ticket.objects.filter(visit=visit).order_by("pk")]
