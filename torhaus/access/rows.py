"""Which rows a seat sees: one short rule per model. A model without a rule shows no rows.

A rule gets a seat and the permission that is asked for, and returns a Q. Staff rules begin with the provider; portal rules
are the union over the seat's accesses that carry the permission. docs/access.md has the same as a table for people.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from torhaus.access.permissions import Permission
from torhaus.access.viewer import PortalSeat, Seat, StaffSeat
from torhaus.customers.models import BillingParty, Contact, Customer, Import, Room, Shown, Site
from torhaus.files.models import PendingUpload
from torhaus.invoices.models import BilledReport, Invoice, InvoiceLine, InvoiceStatus, Payment
from torhaus.jobs.models import Job, Visit, VisitMove, VisitPerformer
from torhaus.notices.models import OutgoingMail
from torhaus.portal_access.models import Invitation, PortalAccess, Scope
from torhaus.providers.models import JobPortal, Membership
from torhaus.reports.models import ReportLine, ReportPhoto, ReportStatus, ServiceReport, Signature
from torhaus.tickets.models import Ticket, TicketAttachment, TicketCategory, TicketMessage

Rule = Callable[[Seat, Permission], Q]
NOTHING = Q(pk__in=[])


def own_visits(seat: StaffSeat) -> Any:
    return VisitPerformer.objects.filter(membership_id=seat.membership.pk)


def staff(seat: StaffSeat, *, own: Q | None = None) -> Q:
    """All rows of the provider; for roles that see only their own visits the rows of `own`, else nothing."""
    company = Q(provider_id=seat.provider.pk)
    if not seat.sees_only_own_visits:
        return company
    return company & own if own is not None else NOTHING


def portal(
    seat: PortalSeat, permission: Permission, *, site: str = "site_id", job: str = "job_id", switch: str = ""
) -> Q:
    """Rows of the seat's customers, cut to sites or job where the access is; `switch` names a show_… pair.

    The site's switch overrides the customer's only: shown = site says show, or customer shows and site does not hide.
    """
    seen = NOTHING
    for access in seat.accesses_with(permission):
        rows = Q(customer_id=access.customer_id)
        if access.scope == Scope.SITES:
            rows &= Q(**{f"{site}__in": seat.site_ids.get(access.pk, ())})
        if access.scope == Scope.JOB:
            rows &= Q(**{job: access.job_id})
        if switch:
            rows &= _switched(switch, is_on=getattr(access.customer, switch))
        seen |= rows
    return Q(provider_id=seat.provider.pk) & seen & job_opens(seat, job)


def job_opens(seat: PortalSeat, job: str) -> Q:
    """Rows of no job, or of one whose switch „Kundenportal“ lets them be seen.

    „Wie beim Kunden“ needs customers who are configured one by one; without Kundenstamm only a job that is on is seen.
    """
    open_states = [JobPortal.ON, JobPortal.INHERIT] if seat.provider.has_customer_master else [JobPortal.ON]
    if job == "pk":
        return Q(portal__in=open_states)
    closed = [state for state in JobPortal.values if state not in open_states]
    return ~Q(Exists(Job.objects.filter(pk=OuterRef(job), portal__in=closed)))


def _switched(switch: str, *, is_on: bool) -> Q:
    at_site = f"site__{switch}"
    if is_on:
        return Q(site=None) | Q(**{f"{at_site}__in": [Shown.INHERIT, Shown.SHOW]})
    return Q(**{at_site: Shown.SHOW})


def tickets(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__job_id=OuterRef("job_id")))))
    seen = portal(seat, permission)
    for access in seat.accesses:
        if not access.sees_colleagues_tickets:
            seen &= ~Q(customer_id=access.customer_id) | Q(reported_by_id=seat.person.pk)
    return seen


def jobs(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__job_id=OuterRef("pk")))))
    return portal(seat, permission, job="pk")


def visits(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit_id=OuterRef("pk")))))
    return portal(seat, permission, switch="show_visits")


def reports(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit_id=OuterRef("visit_id")))))
    return portal(seat, permission) & ~Q(status=ReportStatus.DRAFT)


def invoices(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    return portal(seat, permission, switch="show_invoices") & ~Q(status=InvoiceStatus.DRAFT)


def customers(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    return Q(pk__in=[access.customer_id for access in seat.accesses_with(permission)], provider_id=seat.provider.pk)


def sites(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__site_id=OuterRef("pk")))))
    seen = NOTHING
    for access in seat.accesses_with(permission):
        rows = Q(customer_id=access.customer_id, is_active=True)
        if access.scope == Scope.SITES:
            rows &= Q(pk__in=seat.site_ids.get(access.pk, ()))
        if access.scope == Scope.JOB:
            rows &= Q(Exists(Job.objects.filter(pk=access.job_id, site_id=OuterRef("pk"))))
        seen |= rows
    return Q(provider_id=seat.provider.pk) & seen


def staff_only(seat: Seat, permission: Permission) -> Q:
    return staff(seat) if isinstance(seat, StaffSeat) else NOTHING


def everyone_of_provider(seat: Seat, permission: Permission) -> Q:
    return Q(provider_id=seat.provider.pk)


def own_uploads(seat: Seat, permission: Permission) -> Q:
    person = seat.membership.person if isinstance(seat, StaffSeat) else seat.person
    return Q(provider_id=seat.provider.pk, person_id=person.pk)


RULES: dict[type[models.Model], Rule] = {
    Ticket: tickets,
    Job: jobs,
    Visit: visits,
    ServiceReport: reports,
    Invoice: invoices,
    Customer: customers,
    Site: sites,
    Contact: staff_only,
    BillingParty: staff_only,
    Import: staff_only,
    PortalAccess: staff_only,
    Invitation: staff_only,
    Membership: staff_only,
    OutgoingMail: staff_only,
    TicketCategory: everyone_of_provider,
    PendingUpload: own_uploads,
}

CHILDREN: dict[type[models.Model], tuple[type[models.Model], str]] = {
    TicketMessage: (Ticket, "ticket"),
    TicketAttachment: (Ticket, "ticket"),
    Room: (Site, "site"),
    VisitPerformer: (Visit, "visit"),
    VisitMove: (Visit, "visit"),
    ReportLine: (ServiceReport, "report"),
    ReportPhoto: (ServiceReport, "report"),
    Signature: (ServiceReport, "report"),
    InvoiceLine: (Invoice, "invoice"),
    BilledReport: (Invoice, "invoice"),
    Payment: (Invoice, "invoice"),
}
"""Rows that are seen when their root is seen: model -> (root, name of the key to it)."""

INTERNAL: tuple[type[models.Model], ...] = (TicketMessage, TicketAttachment)
"""Children with an `is_internal` mark, which the portal never sees."""


def visible(model: type[models.Model], seats: Iterable[Seat], permission: Permission) -> Q:
    """The rows of `model` that any of the seats sees, among those that hold the permission."""
    seen = NOTHING
    for seat in seats:
        if permission in seat.permissions:
            seen |= _rule(model, seat, permission)
    return seen


def _rule(model: type[models.Model], seat: Seat, permission: Permission) -> Q:
    if model in RULES:
        return RULES[model](seat, permission)
    if model in CHILDREN:
        root, key = CHILDREN[model]
        roots = root._default_manager.filter(RULES[root](seat, permission))
        return Q(**{f"{key}__in": roots.values("pk")}) & own_marks(model, [seat])
    return NOTHING


def own_marks(model: type[models.Model], seats: Iterable[Seat]) -> Q:
    """What a child hides by itself although its root is seen: internal notes, and the thread from who may not read it."""
    portals = [seat for seat in seats if isinstance(seat, PortalSeat)]
    if model not in INTERNAL or not portals:
        return Q()
    return Q(is_internal=False) & ~_unread(model, portals)


def _unread(model: type[models.Model], seats: list[PortalSeat]) -> Q:
    """Others' messages, with their files, at customers whose messages no access of the person opens."""
    accesses = [access for seat in seats for access in seat.accesses]
    closed = {a.customer_id for a in accesses} - {a.customer_id for a in accesses if a.reads_messages}
    if not closed:
        return NOTHING
    message = "" if model is TicketMessage else "message__"
    foreign = Q(**{f"{message}pk__isnull": False}) & ~Q(**{f"{message}author_id": seats[0].person.pk})
    return Q(ticket__customer_id__in=closed) & foreign
