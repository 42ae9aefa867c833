"""A test contact: goes the real way (invitation, password, ticket), counts nowhere, and can be taken away without a trace."""

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.customers.actions import create_contact
from torhaus.customers.models import Contact, Customer
from torhaus.kernel import search
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import invite
from torhaus.portal_access.models import Deputyship, Invitation, PortalAccess, PortalAccessSite
from torhaus.providers.models import Membership
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage


@transaction.atomic
def invite_test_contact(*, customer: Customer, email: str, by: Person) -> Invitation:
    """Make the contact and send its invitation; an address that is in use here would mix test and truth."""
    address = email.strip().lower()
    if Contact.objects.filter(customer=customer, email__iexact=address).exists():
        raise Refused(_("Diese Adresse gehört schon zu einem Ansprechpartner. Ein Test braucht eine andere."))
    if PortalAccess.objects.filter(customer=customer, person__email=address).exists():
        raise Refused(_("Diese Adresse hat hier schon einen Zugang. Ein Test braucht eine andere."))
    contact = create_contact(
        customer=customer, by=by, is_test=True, first_name="Test", last_name=str(by), email=address
    )
    return invite(contact=contact, by=by)


@transaction.atomic
def remove_test_contact(*, contact: Contact, by: Person) -> None:
    """Take the contact away with its invitations, access and tickets, and its login if it is nothing else."""
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if not row.is_test:
        raise Refused(_("Nur Testkontakte lassen sich entfernen; andere werden deaktiviert."))
    accesses = PortalAccess.objects.filter(contact=row, is_test=True)
    persons = list(Person.objects.filter(pk__in=accesses.values("person_id")))
    for ticket in Ticket.objects.filter(customer_id=row.customer_id, is_test=True, reported_by__in=persons):
        _remove_ticket(ticket)
    PortalAccessSite.objects.filter(access__in=accesses).delete()
    Deputyship.objects.filter(access__in=accesses).delete()
    accesses.delete()
    Invitation.objects.filter(contact=row).delete()
    search.remove(row)
    name, customer_id, provider_id = str(row), row.customer_id, row.provider_id
    row.delete()
    for person in persons:
        _remove_person(person)
    record(
        "test_contact.removed",
        provider_id=provider_id,
        by=by,
        side="office",
        customer_id=customer_id,
        data={"name": name},
    )


def _remove_ticket(ticket: Ticket) -> None:
    TicketAttachment.objects.filter(ticket=ticket).delete()
    TicketMessage.objects.filter(ticket=ticket).delete()
    search.remove(ticket)
    ticket.delete()


def _remove_person(person: Person) -> None:
    """Only a login that came into being by the test; it ends at the next request."""
    is_more = (
        Membership.objects.filter(person=person).exists()
        or PortalAccess.objects.filter(person=person).exists()
        or Ticket.objects.filter(reported_by=person).exists()
    )
    if not is_more:
        person.is_active = False
        person.email, person.username = None, f"entfernt-{person.pk}"
        person.save(update_fields=["is_active", "email", "username"])
