"""Questions about tickets. Each takes rows that access has narrowed already and returns rows."""

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When
from django.shortcuts import get_object_or_404
from django.utils import timezone

from torhaus.customers.models import Customer, Site
from torhaus.jobs.models import Job
from torhaus.kernel import search
from torhaus.kernel.counting import bounded_counts
from torhaus.kernel.rows import joined
from torhaus.providers.models import Membership, Role
from torhaus.tickets.models import (
    OFFICE_KIND,
    OPEN_STATUSES,
    Ticket,
    TicketAttachment,
    TicketCategory,
    TicketMessage,
    TicketStatus,
    Urgency,
)

Tickets = QuerySet[Ticket]
NEWEST = ("-id",)
LIST_COLUMNS = (
    "id", "number", "title", "status", "urgency", "created_at", "reply_due_at", "replied_at", "needs_callback",
    "customer__name", "site__name", "room__name", "visit_id", "visit__starts_at", "assigned_to__person__first_name",
    "assigned_to__person__last_name",
)  # fmt: skip
PORTAL_COLUMNS = (
    "id", "number", "title", "status", "urgency", "changed_at", "reply_due_at", "replied_at", "visit_id", "site__name",
    "room__name",
)  # fmt: skip


def real(tickets: Tickets) -> Tickets:
    """Without those of test contacts, which count nowhere."""
    return tickets.filter(is_test=False)


def trials(tickets: Tickets) -> Tickets:
    """Those of test contacts only."""
    return tickets.filter(is_test=True)


def new(tickets: Tickets) -> Tickets:
    return real(tickets).filter(status=TicketStatus.NEW)


def mine(tickets: Tickets, *, member: Membership) -> Tickets:
    """Open ones that this member looks after; `closed_at` names the partial index, the status is the truth."""
    return tickets.filter(assigned_to=member, closed_at=None, status__in=OPEN_STATUSES)


def unplanned(tickets: Tickets) -> Tickets:
    """Accepted, and nobody goes there yet: with a visit a ticket is planned at least (see actions.follow_visit)."""
    return tickets.filter(status=TicketStatus.ACCEPTED)


def waiting(tickets: Tickets) -> Tickets:
    """The customer was asked something and has not answered."""
    return tickets.filter(status=TicketStatus.WAITING)


def running(tickets: Tickets) -> Tickets:
    return tickets.filter(status__in=OPEN_STATUSES)


def done(tickets: Tickets) -> Tickets:
    return tickets.exclude(status__in=OPEN_STATUSES)


def in_view(tickets: Tickets, view: str, *, member: Membership) -> Tickets:
    """One of the inbox's saved views; an unknown name shows all."""
    if view == "trials":
        return trials(tickets)
    tickets = real(tickets)
    if view == "mine":
        return mine(tickets, member=member)
    narrow = {"new": new, "unplanned": unplanned, "waiting": waiting, "open": running, "done": done}.get(view)
    return narrow(tickets) if narrow else tickets


def filtered(tickets: Tickets, **wanted: Any) -> Tickets:
    """Narrow by columns (status, urgency, kind, category_id, customer_id, site_id, assigned_to_id); None filters nothing."""
    return tickets.filter(**{name: value for name, value in wanted.items() if value is not None})


def assigned(tickets: Tickets, to: str) -> Tickets:
    """By a member's id, or "none" for nobody's; anything else filters nothing."""
    if to == "none":
        return tickets.filter(assigned_to=None)
    return tickets.filter(assigned_to_id=int(to)) if to.isdecimal() and len(to) < 19 else tickets


def assignable(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Who can look after a ticket, by name."""
    roles = [Role.OWNER, Role.OFFICE, Role.TECHNICIAN]
    found = joined(members.filter(is_active=True, accepted_at__isnull=False, role__in=roles), "person")
    return found.order_by("person__first_name", "person__last_name", "id")


def searched(tickets: Tickets, *, provider_id: int, words: str) -> Tickets:
    """By what everybody sees who may see the ticket."""
    return search.narrow(tickets, provider_id=provider_id, words=words)


def searched_in_office(tickets: Tickets, *, provider_id: int, words: str) -> Tickets:
    """Also by the number of who called."""
    return search.narrow(tickets, provider_id=provider_id, words=words, also=OFFICE_KIND)


def list_columns(tickets: Tickets) -> Any:
    """What a row of the inbox shows, as plain columns and in one query: fifty rows are no place for whole objects."""
    has_picture = TicketAttachment.objects.filter(
        ticket_id=OuterRef("pk"), is_internal=False, file__thumbnail_sha256__gt=""
    )
    return tickets.values(*LIST_COLUMNS, has_pictures=Exists(has_picture))


def with_portal_columns(tickets: Tickets) -> Tickets:
    """The tickets with their places, for half a dozen rows of the customer's pages."""
    return joined(tickets, "site", "room", without=("description",))


def portal_columns(tickets: Tickets) -> Any:
    """What a row of the customer's list shows; its visit is asked for separately, through its own door."""
    return tickets.values(*PORTAL_COLUMNS)


def first_pictures(attachments: QuerySet[TicketAttachment], ticket_ids: list[int]) -> dict[int, int]:
    """Id of the first picture by ticket id, in one query."""
    rows = attachments.filter(ticket_id__in=ticket_ids, file__thumbnail_sha256__gt="")
    return {row["ticket_id"]: row["first"] for row in rows.values("ticket_id").annotate(first=Min("pk")).order_by()}


def view_counts(tickets: Tickets, *, member: Membership) -> dict[str, int]:
    """How many tickets wait in the views, bounded, in one query."""
    views = ("new", "mine", "unplanned", "waiting")
    return bounded_counts(
        Membership.objects.filter(pk=member.pk), **{view: in_view(tickets, view, member=member) for view in views}
    )


def of_site(tickets: Tickets, site: Site) -> Tickets:
    return tickets.filter(site=site)


def of_customer(tickets: Tickets, customer: Customer) -> Tickets:
    return tickets.filter(customer=customer)


def beside(tickets: Tickets, ticket: Ticket, *, limit: int = 5) -> list[Ticket]:
    """Other tickets at the same site (at the customer, when it has no site), newest first."""
    place = Q(site_id=ticket.site_id) if ticket.site_id else Q(customer_id=ticket.customer_id)
    return list(
        joined(tickets.filter(place).exclude(pk=ticket.pk), "visit", without=("description",)).order_by("-id")[:limit]
    )


def in_order(messages: QuerySet[TicketMessage]) -> QuerySet[TicketMessage]:
    return messages.order_by("id")


def with_files(attachments: QuerySet[TicketAttachment]) -> QuerySet[TicketAttachment]:
    """Oldest first, with what they are."""
    return attachments.select_related("file").order_by("id")


def one_of(attachments: QuerySet[TicketAttachment], pk: int) -> TicketAttachment:
    """One of them; Http404 when it is not among them."""
    return get_object_or_404(attachments.select_related("file"), pk=pk)


def of_jobs_tickets(attachments: QuerySet[TicketAttachment], job: Job) -> QuerySet[TicketAttachment]:
    """The files that came with the tickets of a job, for its page and its performers."""
    return with_files(attachments.filter(ticket__job=job))


def choosable(categories: QuerySet[TicketCategory]) -> QuerySet[TicketCategory]:
    return categories.filter(is_active=True).order_by("position", "name")


def overdue(tickets: Tickets) -> Tickets:
    """The promised reply is late."""
    return real(tickets).filter(replied_at=None, reply_due_at__lt=timezone.now(), status__in=OPEN_STATUSES)


def open_and_urgent_by_site(tickets: Tickets) -> dict[int, tuple[int, int]]:
    """(open tickets, urgent ones among them) of each site that has any."""
    is_urgent = Q(urgency__in=[Urgency.HIGH, Urgency.EMERGENCY])
    rows = running(tickets).exclude(site=None).values("site_id").order_by()
    counted = rows.annotate(n=Count("pk"), urgent=Count("pk", filter=is_urgent))
    return {row["site_id"]: (row["n"], row["urgent"]) for row in counted}


def waiting_first(tickets: Tickets) -> Tickets:
    """Open ones, those that wait for the customer before all others, newest first."""
    turn = Case(When(status=TicketStatus.WAITING, then=0), default=1, output_field=IntegerField())
    return running(tickets).order_by(turn, "-id")


def with_first_picture(tickets: Tickets) -> Tickets:
    """Adds `first_picture`: the id of the first attachment with a small picture that the customer may see."""
    pictures = TicketAttachment.objects.filter(
        ticket_id=OuterRef("pk"), is_internal=False, file__thumbnail_sha256__gt=""
    )
    return tickets.annotate(first_picture=Subquery(pictures.order_by("id").values("pk")[:1]))
