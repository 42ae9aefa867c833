"""What becomes of accounts: made, changed by their owner; a forgotten password."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.accounts.recovery import set_password
from torhaus.activity.actions import record
from torhaus.kernel.errors import Refused


def create_person(*, password: str | None = None, **fields: Any) -> Person:
    """A new account. Without a password nobody gets in until the person has chosen one.

    A username never looks like an address: whoever had the name "eva@x.example" would share the count of failed logins with
    the person of that address, and could start it anew as often as they like.
    """
    if "@" in (fields.get("username") or ""):
        raise Refused(_("Ein Benutzername enthält kein @."))
    try:
        with transaction.atomic():
            person = Person.objects.create_user(**fields)
    except IntegrityError:
        raise Refused(_("Diese E-Mail oder dieser Benutzername ist schon vergeben.")) from None
    if password is not None:
        set_password(person, password=password)
    return person


@transaction.atomic
def ask_for_reset(*, person: Person, provider_id: int) -> None:
    """Note the wish; the worker writes the mail, and only there a link comes into being.

    The row belongs to no provider, so that no provider's outbox ever shows the link; `provider_id` is the brand.
    """
    data = {"person_id": person.pk, "brand_provider_id": provider_id}
    record("person.reset_asked", provider_id=0, by=None, data=data)


@transaction.atomic
def set_operator(*, person: Person, is_operator: bool) -> Person:
    """Let somebody run the installation, or no longer; by command only. It opens no company's rows."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.is_operator != is_operator:
        row.is_operator = is_operator
        row.save(update_fields=["is_operator"])
        record(
            "person.operator_changed", provider_id=0, by=None, data={"person_id": row.pk, "is_operator": is_operator}
        )
    return row


@transaction.atomic
def change_person(
    *, person: Person, salutation: str, first_name: str, last_name: str, phone: str, language: str, theme: str
) -> Person:
    """Change one's own data; login and rights are not part of it."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    row.salutation, row.first_name, row.last_name, row.phone = salutation, first_name, last_name, phone
    row.language, row.theme = language, theme
    row.save(update_fields=["salutation", "first_name", "last_name", "phone", "language", "theme"])
    return row
