"""Writes to the ticket categories of a company: add, rename, take out of the choice and back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Provider
from torhaus.tickets.models import TicketCategory


@transaction.atomic
def create_category(*, provider: Provider, name: str, by: Person | None) -> TicketCategory:
    """A new category at the end of the choice."""
    position = TicketCategory.objects.filter(provider=provider).count()
    return _save(TicketCategory(provider=provider, position=position), name=name, by=by)


@transaction.atomic
def rename_category(*, category: TicketCategory, name: str, by: Person, version: int | None = None) -> TicketCategory:
    """Another name, also on the tickets that have the category already."""
    row = TicketCategory.objects.select_for_update().get(pk=category.pk)
    if version is not None and row.version != version:
        raise Conflict(_("Diese Daten hat inzwischen jemand anderes geändert."))
    return _save(row, name=name, by=by)


@transaction.atomic
def set_category_active(*, category: TicketCategory, is_active: bool, by: Person) -> TicketCategory:
    """Offer the category for new tickets, or no longer; old tickets keep it."""
    row = TicketCategory.objects.select_for_update().get(pk=category.pk)
    if row.is_active != is_active:
        row.is_active = is_active
        row.version += 1
        row.save(update_fields=["is_active", "version"])
        _record(row, by=by)
    return row


def _save(row: TicketCategory, *, name: str, by: Person | None) -> TicketCategory:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Bitte geben Sie eine Bezeichnung an."))
    if len(name) > 80:
        raise Refused(_("Die Bezeichnung ist zu lang (höchstens 80 Zeichen)."))
    if row.pk and row.name == name:
        return row
    row.name = name
    row.version += 1 if row.pk else 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("„%(name)s“ gibt es schon.") % {"name": name}) from None
    _record(row, by=by)
    return row


def _record(row: TicketCategory, *, by: Person | None) -> None:
    data = {"category_id": row.pk, "name": row.name, "is_active": row.is_active}
    record("provider.changed", provider_id=row.provider_id, by=by, side="office", data=data)
