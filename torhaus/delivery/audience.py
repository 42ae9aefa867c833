"""Who is told of an activity. Everybody passes the same doors as in the pages: who may not see the object gets no mail."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission
from torhaus.access.viewer import Viewer, portal_viewer, staff_viewer
from torhaus.accounts.models import Person, Salutation
from torhaus.activity.models import Activity
from torhaus.customers.models import Contact
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Visit, VisitPerformer
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Membership, Provider
from torhaus.providers.queries import working
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket, TicketMessage

Root = tuple[type[Model], str]
TICKET: Root = (Ticket, "ticket_id")
VISIT: Root = (Visit, "visit_id")
REPORT: Root = (ServiceReport, "report_id")
INVOICE: Root = (Invoice, "invoice_id")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipient:
    """A mail box; with a `viewer` when a person with a login reads it."""

    address: str
    name: str
    language: str
    greeting: str
    viewer: Viewer | None = None

    @property
    def person_id(self) -> int | None:
        return self.viewer.person.pk if self.viewer else None


@dataclasses.dataclass(frozen=True)
class Told:
    """An activity with its provider: what rules and letters are made from."""

    activity: Activity
    provider: Provider | None

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.activity.data)

    @property
    def is_from_portal(self) -> bool:
        return self.activity.actor_side == "portal"

    def fetch(self, viewer: Viewer | None, root: Root, permission: Permission, *related: str) -> Any:
        """The object that it is about, through the recipient's door; None when they may not see it."""
        model, key = root
        pk = getattr(self.activity, key)
        if viewer is None or pk is None:
            return None
        try:
            return get_for(viewer, model, pk, permission, related=related)
        except Http404:
            return None


Rule = Callable[[Told], Iterable[Recipient]]


def office(root: Root, permission: Permission) -> Rule:
    """Staff who hold the permission; where somebody looks after the ticket, only they."""

    def rule(told: Told) -> list[Recipient]:
        members = working(Membership.objects.filter(provider=told.provider, person__is_active=True))
        assigned = Ticket.objects.filter(pk=told.activity.ticket_id).values_list("assigned_to_id", flat=True).first()
        if assigned and members.filter(pk=assigned).exists():
            members = members.filter(pk=assigned)
        persons = [member.person for member in members.select_related("person").order_by("pk")]
        return list(_seeing(told, persons, "office", root, permission))

    return rule


def staff_with(permission: Permission) -> Rule:
    """Staff of the provider who hold the permission; for news about no object that has a rule of its own."""

    def rule(told: Told) -> list[Recipient]:
        members = working(Membership.objects.filter(provider=told.provider, person__is_active=True))
        found = []
        for person in (member.person for member in members.select_related("person").order_by("pk")):
            viewer = staff_viewer(person, provider_id=told.activity.provider_id) if person.email else None
            if viewer is not None and viewer.may(permission):
                found.append(as_recipient(person, viewer))
        return found

    return rule


def performers(told: Told) -> list[Recipient]:
    """The staff who do the visit."""
    rows = VisitPerformer.objects.filter(
        visit_id=told.activity.visit_id, membership__is_active=True, membership__person__is_active=True
    ).select_related("membership__person")
    persons = [row.membership.person for row in rows.order_by("pk")]
    return list(_seeing(told, persons, "office", VISIT, Permission.VISIT_READ))


def customers(
    root: Root, permission: Permission, *, only_concerned: bool = False, even_the_actor: bool = False
) -> Rule:
    """Persons of the customer who may see it. `only_concerned`: those who reported or wrote, where there are any."""

    def rule(told: Told) -> list[Recipient]:
        found = list(_seeing(told, _customer_persons(told), "portal", root, permission, even_the_actor=even_the_actor))
        concerned = _concerned(told) if only_concerned else set()
        narrowed = [one for one in found if one.person_id in concerned]
        return narrowed or (found if not (even_the_actor and told.is_from_portal) else [])

    return rule


def _seeing(
    told: Told,
    persons: Iterable[Person],
    side: str,
    root: Root,
    permission: Permission,
    *,
    even_the_actor: bool = False,
) -> Iterable[Recipient]:
    build = staff_viewer if side == "office" else portal_viewer
    for person in persons:
        if not person.email or (person.pk == told.activity.actor_id and not even_the_actor):
            continue
        viewer = build(person, provider_id=told.activity.provider_id)
        if told.fetch(viewer, root, permission) is not None:
            yield as_recipient(person, viewer)


def _customer_persons(told: Told) -> list[Person]:
    accesses = PortalAccess.objects.filter(
        customer_id=told.activity.customer_id, is_active=True, person__is_active=True
    ).select_related("person", "contact")
    if not Ticket.objects.filter(pk=told.activity.ticket_id, is_test=True).exists():
        accesses = accesses.filter(is_test=False)  # a test contact hears of its own tests only
    unwanted = Contact.objects.filter(customer_id=told.activity.customer_id, is_notified=False)
    silent = {address.lower() for address in unwanted.values_list("email", flat=True)}
    wanted: dict[int, Person] = {}
    for access in accesses.order_by("pk"):
        is_notified = access.contact is None or access.contact.is_notified
        if is_notified and access.person.email not in silent:
            wanted.setdefault(access.person_id, access.person)
    return list(wanted.values())


def _concerned(told: Told) -> set[int]:
    """Who reported the ticket, or one of the job's tickets, and who wrote in its thread."""
    activity = told.activity
    tickets = Ticket.objects.filter(
        Q(pk=activity.ticket_id) if activity.ticket_id else Q(visit_id=activity.visit_id or 0)
    )
    if not activity.ticket_id and activity.job_id and not tickets.exists():
        tickets = Ticket.objects.filter(job_id=activity.job_id)
    reporters = set(tickets.values_list("reported_by_id", flat=True))
    writers = TicketMessage.objects.filter(ticket__in=tickets, is_from_office=False).values_list("author_id", flat=True)
    return {pk for pk in reporters | set(writers) if pk}


def as_recipient(person: Person, viewer: Viewer | None) -> Recipient:
    return Recipient(
        address=person.email or "",
        name=person.full_name,
        language=person.language,
        greeting=greeting(person.salutation, person.first_name, person.last_name, language=person.language),
        viewer=viewer,
    )


def greeting(salutation: str, first_name: str, last_name: str, *, language: str) -> str:
    """Guten Tag Frau Brandt! / Hello Ms Brandt!"""
    with override(language):
        by_salutation = {
            Salutation.MS: _("Guten Tag Frau %(name)s!"),
            Salutation.MR: _("Guten Tag Herr %(name)s!"),
            Salutation.FAMILY: _("Guten Tag Familie %(name)s!"),
        }
        if last_name and salutation in by_salutation:
            return by_salutation[Salutation(salutation)] % {"name": last_name}
        full_name = f"{first_name} {last_name}".strip()
        return _("Guten Tag %(name)s!") % {"name": full_name} if full_name else _("Guten Tag!")


def invoice_boxes(told: Told) -> list[Recipient]:
    """Mail boxes without login that an invoice goes to: the debtor's, else of a customer without portal the main contact's."""
    invoice = (
        Invoice.objects.select_related("billing_party", "customer__provider", "job")
        .filter(pk=told.activity.invoice_id)
        .first()
    )
    if invoice is None:
        return []
    customer, party = invoice.customer, invoice.billing_party
    if party is not None and party.email:
        return [_box(party.email, party.name, language="de")]
    hides_job = invoice.job is not None and not invoice.job.shows_in_portal(customer.provider)
    if customer.portal_enabled and customer.provider.has_portal and not hides_job:
        return []
    contact = Contact.objects.filter(customer=customer, is_main=True, is_active=True).exclude(email="").first()
    if contact is not None:
        return [_contact_box(contact)] if contact.is_notified else []
    return [_box(customer.email, customer.name, language="de")] if customer.email else []


def _box(address: str, name: str, *, language: str) -> Recipient:
    return Recipient(
        address=address.lower(), name=name, language=language, greeting=greeting("", "", "", language=language)
    )


def _contact_box(contact: Contact) -> Recipient:
    words = greeting(contact.salutation, contact.first_name, contact.last_name, language=contact.language)
    return Recipient(address=contact.email.lower(), name=str(contact), language=contact.language, greeting=words)


def everyone(*rules: Rule) -> Rule:
    """All of several rules, each mail box once."""

    def rule(told: Told) -> list[Recipient]:
        found: dict[str, Recipient] = {}
        for part in rules:
            for recipient in part(told):
                found.setdefault(recipient.address, recipient)
        return list(found.values())

    return rule
