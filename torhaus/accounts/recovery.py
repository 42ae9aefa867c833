"""Links that let a person choose a password: signed, expiring, good for one use, and never stored.

A token is a signature (HMAC-SHA256) over the person and a digest of what changes when it is used or no longer needed:
the password, the last login, the address, deactivation. Only setting the password consumes it; looking does not.
"""

import datetime as dt
import enum

import structlog
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from torhaus.accounts.models import MailLink, Person, normal_email
from torhaus.activity.actions import record

log = structlog.get_logger("torhaus.login")


class Purpose(enum.Enum):
    """What the link is for; a token of one kind does not open the other."""

    RESET = "reset"

    @property
    def lasts(self) -> dt.timedelta:
        return dt.timedelta(hours=24)


def issue_link(person: Person, *, purpose: Purpose) -> str:
    """The path of a fresh link; belongs into a mail to the person and nowhere else."""
    token = signing.dumps([person.pk, _state(person)], salt=_salt(purpose), compress=False)
    return f"/password/{purpose.value}/{token}/"


def person_for(token: str, *, purpose: Purpose) -> Person | None:
    """Whom the token is for; None when it is wrong, too old or used."""
    try:
        pk, state = signing.loads(token, salt=_salt(purpose), max_age=purpose.lasts)
        person = Person.objects.filter(pk=pk, is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person if person and constant_time_compare(str(state), _state(person)) else None


@transaction.atomic
def choose_password(*, token: str, purpose: Purpose, password: str) -> Person | None:
    """Consume the token; of two at once one wins. Every session of the person ends with the old password."""
    found = person_for(token, purpose=purpose)
    if found is None:
        return None
    Person.objects.select_for_update().get(pk=found.pk)
    person = person_for(token, purpose=purpose)
    if person is None:
        return None
    set_password(person, password=password)
    return person


@transaction.atomic
def set_password(person: Person, *, password: str) -> None:
    """Check the rules (ValidationError) and store the password's hash; links sent under the old one end."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    MailLink.end_all(person)
    log.info("password_changed", person=person.pk)
    if person.last_login is not None:  # a first password is no news to whoever chose it
        record("person.password_changed", provider_id=0, by=person, data={"person_id": person.pk})


def find(login: str) -> Person | None:
    """The active person with this mail address, who can get a link by mail."""
    address = normal_email(login)
    return Person.objects.filter(email=address, is_active=True).first() if address else None


def _salt(purpose: Purpose) -> str:
    return f"torhaus.accounts.recovery.{purpose.value}"


def _state(person: Person) -> str:
    seen = person.last_login.isoformat() if person.last_login else ""
    value = f"{person.password}|{seen}|{person.email}|{person.is_active}|{person.session_generation}"
    return salted_hmac("torhaus.accounts.recovery.state", value, algorithm="sha256").hexdigest()[:32]
