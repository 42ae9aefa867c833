"""Taking over what fits a line of business: words and defaults of the company, and its ticket categories."""

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.providers.actions import change_basics
from torhaus.providers.models import Provider
from torhaus.providers.sectors import PRESETS
from torhaus.tickets.actions import categories
from torhaus.tickets.models import Ticket, TicketCategory

KNOWN = {name for preset in PRESETS.values() for name in preset.categories}


@transaction.atomic
def choose_sector(*, provider: Provider, sector: str, by: Person, version: int | None = None) -> Provider:
    """Set words and defaults of the sector, and its categories beside the company's own ones.

    Categories of another preset that no ticket bears are switched off; nothing is deleted.
    """
    preset = PRESETS[sector]
    row = change_basics(provider=provider, by=by, version=version, sector=sector, **preset.settings)
    there = {category.name: category for category in TicketCategory.objects.filter(provider=row)}
    for name in preset.categories:
        if name not in there:
            categories.create_category(provider=row, name=name, by=by)
        elif not there[name].is_active:
            categories.set_category_active(category=there[name], is_active=True, by=by)
    for category in (there[name] for name in (KNOWN & set(there)) - set(preset.categories)):
        if category.is_active and not Ticket.objects.filter(provider=row, category=category).exists():
            categories.set_category_active(category=category, is_active=False, by=by)
    return row
