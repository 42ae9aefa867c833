"""Writes to local accounts: a username and a password for somebody without e-mail, for a customer or one job."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from torhaus.accounts.actions import create_person
from torhaus.accounts.models import Person
from torhaus.accounts.passwords import new_password
from torhaus.accounts.recovery import set_password
from torhaus.accounts.sessions import end_all
from torhaus.accounts.usernames import clean_username
from torhaus.activity.actions import record
from torhaus.customers.models import Customer
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions.accesses import RIGHTS, is_local
from torhaus.portal_access.models import PortalAccess, Scope


@transaction.atomic
def open_local_account(
    *,
    customer: Customer,
    by: Person,
    username: str,
    first_name: str,
    last_name: str,
    job: Job | None = None,
    **rights: Any,
) -> tuple[PortalAccess, str]:
    """The access and its password, which is stored nowhere but as a hash: whoever gets it shows it once."""
    if unknown := set(rights) - RIGHTS:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    if job is not None and job.customer_id != customer.pk:
        raise Refused(_("Dieser Auftrag gehört nicht zum Kunden."))
    password = new_password()
    person = create_person(
        username=clean_username(username), first_name=first_name.strip(), last_name=last_name.strip(), password=password
    )
    access = PortalAccess.objects.create(
        provider_id=customer.provider_id, customer=customer, person=person, job=job,
        scope=Scope.JOB if job else Scope.CUSTOMER, **rights,
    )  # fmt: skip
    _record("access.opened", access, by=by)
    return access, password


@transaction.atomic
def change_local_account(
    *, access: PortalAccess, by: Person, username: str, first_name: str, last_name: str
) -> PortalAccess:
    """Rename a local account; the login changes with the username, open sessions go on."""
    person = _locked_person(access)
    values = {"username": clean_username(username), "first_name": first_name.strip(), "last_name": last_name.strip()}
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError:
        raise Refused(_("Diese E-Mail oder dieser Benutzername ist schon vergeben.")) from None
    if changed:
        _record("access.changed", access, by=by)
    return access


@transaction.atomic
def renew_password(*, access: PortalAccess, by: Person) -> str:
    """A new password; every session that was opened with the old one ends."""
    person = _locked_person(access)
    password = new_password()
    set_password(person, password=password)
    end_all(person)
    _record("access.password_renewed", access, by=by)
    return password


def _locked_person(access: PortalAccess) -> Person:
    person = Person.objects.select_for_update().get(pk=access.person_id)
    if not is_local(access, person):
        raise Refused(_("Dieser Zugang gehört zu einer E-Mail-Adresse; die Person wählt ihr Passwort selbst."))
    return person


def _record(verb: str, access: PortalAccess, *, by: Person) -> None:
    record(
        verb, provider_id=access.provider_id, by=by, side="office", customer_id=access.customer_id, job_id=access.job_id,
        data={"access_id": access.pk, "person_id": access.person_id, "name": str(access.person)},
    )  # fmt: skip
