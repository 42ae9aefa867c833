"""From the link in the mail to the portal: a person comes into being or is found, and gets access to the customer."""

from django.db import transaction

from torhaus.accounts.actions import create_person
from torhaus.accounts.models import Person, normal_email
from torhaus.accounts.recovery import set_password
from torhaus.customers.models import Contact
from torhaus.portal_access.actions import lock_usable, take_up
from torhaus.portal_access.models import Invitation


def known_person(invitation: Invitation) -> Person | None:
    """Whoever already has an account with the invited address, here or at another provider."""
    return Person.objects.filter(email=normal_email(invitation.email)).first()


@transaction.atomic
def accept_as_new(*, invitation: Invitation, first_name: str, last_name: str, language: str, password: str) -> Person:
    """Make the account with its password and open the access. The address is the invited one, never a typed one.

    Somebody invited without ever having chosen a password (a new colleague) chooses it here, and says who they are: until
    then the account wears a name that somebody else typed.
    """
    lock_usable(invitation)
    person = known_person(invitation)
    if person is None:
        contact: Contact = invitation.contact
        person = create_person(
            email=invitation.email, first_name=first_name, last_name=last_name, language=language,
            salutation=contact.salutation, phone=contact.phone,
        )  # fmt: skip
    elif person.has_usable_password() or not person.is_active:
        raise PermissionError("an account with a password is entered with it, not given a new one")
    else:
        person.first_name, person.last_name, person.language = first_name, last_name, language
        person.save(update_fields=["first_name", "last_name", "language"])
    take_up(invitation=invitation, person=person)
    set_password(person, password=password)
    return person


@transaction.atomic
def accept_as_known(*, invitation: Invitation, person: Person) -> Person:
    """Open the access to somebody who has just proved who they are; only for the invited address."""
    if person.email != normal_email(invitation.email):
        raise PermissionError("the invitation is for another address")
    take_up(invitation=invitation, person=person)
    return person
