"""Taking a ticket in, from the portal or from somebody on the telephone."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from torhaus.accounts.models import Person
from torhaus.customers.models import Customer, Room, Site
from torhaus.jobs.models import Job
from torhaus.providers.models import Provider
from torhaus.providers.numbering import next_number
from torhaus.tickets.actions import limits, rows
from torhaus.tickets.models import Channel, Ticket, TicketCategory, TicketKind, Urgency


@transaction.atomic
def report(
    *,
    provider: Provider,
    customer: Customer,
    title: str,
    by: Person,
    side: rows.Side,
    site: Site | None = None,
    room: Room | None = None,
    category: TicketCategory | None = None,
    job: Job | None = None,
    kind: str = TicketKind.DAMAGE,
    urgency: str = Urgency.NORMAL,
    channel: str = Channel.PORTAL,
    description: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    preferred_dates: str = "",
    caller_name: str = "",
    caller_phone: str = "",
    needs_callback: bool = False,
    files: rows.Files = (),
    reference: dict[str, Any] | None = None,
    is_test: bool = False,
) -> Ticket:
    """Write a new ticket. `side` is where `by` sits; `reference` names what it was started from (visit, invoice).

    `is_test`: a test contact tries it out.
    `job` is given for somebody who sees nothing but that job: acceptance will join it instead of opening another.
    """
    ticket = Ticket(
        provider=provider, customer=customer, site=site, room=room, category=category, job=job, kind=kind, urgency=urgency,
        channel=channel, title=rows.check_title(title), description=description.strip(), contact_name=contact_name,
        contact_phone=contact_phone, preferred_dates=preferred_dates, caller_name=caller_name,
        caller_phone=caller_phone, needs_callback=needs_callback, reported_by=by if side == "portal" else None,
        is_test=is_test, reply_due_at=timezone.now() + dt.timedelta(hours=provider.reply_hours),
    )  # fmt: skip
    rows.check_places(ticket)
    if side == "portal":
        limits.count_report(by)
    ticket.number = next_number(provider_id=provider.pk, kind="ticket")
    ticket.save(force_insert=True)
    rows.attach(ticket, files=files)
    rows.index(ticket)
    rows.record(
        "reported", ticket, by=by, side=side, number=ticket.number, channel=ticket.channel, urgency=ticket.urgency,
        **(reference or {}),
    )  # fmt: skip
    return ticket
