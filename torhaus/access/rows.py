"""Which rows a seat sees: one short rule per model. A model without a rule shows no rows.

A rule gets a seat and the permission that is asked for, and returns a Q. Staff rules begin with the provider; portal rules
are the union over the seat's accesses of what `hurdles` lets through. docs/access.md has the same as a table for people.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from torhaus.access import hurdles
from torhaus.access.permissions import Permission
from torhaus.access.viewer import PortalSeat, Seat, StaffSeat
from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer, Import, Room, Site, SiteHandover
from torhaus.files.models import PendingUpload
from torhaus.invoices.models import BilledReport, Invoice, InvoiceLine, Payment
from torhaus.jobs.models import Job, Visit, VisitMove, VisitPerformer
from torhaus.notices.models import OutgoingMail
from torhaus.portal_access.models import Deputyship, Invitation, PortalAccess, Referral, Scope
from torhaus.providers.models import Membership
from torhaus.reports.models import LineKind, ReportLine, ReportPhoto, ServiceReport, Signature
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


def portal(model: type[models.Model], seat: PortalSeat, permission: Permission) -> Q:
    """The union over the seat's accesses of what each gets over its hurdles with."""
    seen = NOTHING
    for sight in seat.sights:
        if not hurdles.right(sight, permission):
            rows = Q()
            for hurdle in hurdles.hurdles(model, permission):
                rows &= hurdle.condition(sight).q()
            seen |= rows
    return Q(provider_id=seat.provider.pk) & seen


def tickets(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__job_id=OuterRef("job_id")))))
    return portal(Ticket, seat, permission)


def jobs(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__job_id=OuterRef("pk")))))
    return portal(Job, seat, permission)


def visits(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit_id=OuterRef("pk")))))
    return portal(Visit, seat, permission)


def reports(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit_id=OuterRef("visit_id")))))
    return portal(ServiceReport, seat, permission)


def invoices(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    return portal(Invoice, seat, permission)


def customers(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    return portal(Customer, seat, permission)


def sites(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat, own=Q(Exists(own_visits(seat).filter(visit__site_id=OuterRef("pk")))))
    return portal(Site, seat, permission)


def contacts(seat: Seat, permission: Permission) -> Q:
    """In the portal one's own entry only, not that of a colleague whose deputy one is."""
    if isinstance(seat, StaffSeat):
        return staff(seat)
    own = [access for access in seat.accesses_with(permission) if access.person_id == seat.person.pk]
    return Q(provider_id=seat.provider.pk, pk__in=[access.contact_id for access in own if access.contact_id])


def parties(seat: Seat, permission: Permission) -> Q:
    """In the portal those of customers whose invoices one sees."""
    if isinstance(seat, StaffSeat):
        return staff(seat)
    asking = {access.pk for access in seat.accesses_with(permission) if access.scope == Scope.CUSTOMER}
    paying = [access.customer_id for access in seat.accesses_with(Permission.INVOICE_READ) if access.pk in asking]
    return Q(provider_id=seat.provider.pk, customer_id__in=paying, is_active=True)


def change_requests(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    asking = [access.customer_id for access in seat.accesses_with(permission) if access.scope == Scope.CUSTOMER]
    return Q(provider_id=seat.provider.pk, customer_id__in=asking, asked_by_id=seat.person.pk)


def referrals(seat: Seat, permission: Permission) -> Q:
    if isinstance(seat, StaffSeat):
        return staff(seat)
    return Q(provider_id=seat.provider.pk, person_id=seat.person.pk)


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
    Contact: contacts,
    BillingParty: parties,
    ChangeRequest: change_requests,
    Referral: referrals,
    Import: staff_only,
    PortalAccess: staff_only,
    Deputyship: staff_only,
    SiteHandover: staff_only,
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
    """What a child hides by itself although its root is seen: internal notes, the thread, materials and times."""
    portals = [seat for seat in seats if isinstance(seat, PortalSeat)]
    if not portals:
        return Q()
    if model is ReportLine:
        return _lines(portals)
    if model not in INTERNAL:
        return Q()
    return Q(is_internal=False) & _thread(model, portals)


def _thread(model: type[models.Model], seats: list[PortalSeat]) -> Q:
    """One's own messages with their files, and others' on tickets whose thread may be read."""
    sights = [sight for seat in seats for sight in seat.sights]
    if all(sight.access.reads_messages for sight in sights):
        return Q()
    people = {seat.person.pk for seat in seats} | {sight.access.person_id for sight in sights}
    read = Q(ticket__in=_roots(Ticket, seats, Permission.THREAD_READ))
    if model is TicketMessage:
        return read | Q(author_id__in=people)
    return read | Q(message=None) | Q(message__author_id__in=people)


def _lines(seats: list[PortalSeat]) -> Q:
    """Materials and single times of a report, where the account and the switches open them."""
    sights = [sight for seat in seats for sight in seat.sights]
    seen = Q()
    if not all(sight.access.sees_materials for sight in sights):
        seen &= ~Q(kind=LineKind.MATERIAL) | Q(report__in=_roots(ServiceReport, seats, Permission.MATERIAL_READ))
    return seen & (~Q(kind=LineKind.TIME) | Q(report__in=_roots(ServiceReport, seats, Permission.TIME_DETAIL)))


def _roots(model: type[models.Model], seats: Iterable[Seat], permission: Permission) -> Any:
    return model._default_manager.filter(visible(model, seats, permission)).values("pk")
