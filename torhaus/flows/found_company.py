"""A new company on this installation: provider, owner and the categories that its first tickets need."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person, normal_email
from torhaus.activity.actions import record
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Membership, Provider, Role, Sector
from torhaus.providers.sectors import PRESETS
from torhaus.tickets.models import TicketCategory

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@transaction.atomic
def found_company(
    *, company: str, email: str, first_name: str, last_name: str, password: str, slug: str = "", language: str = "de",
    sector: str = "",
) -> Membership:  # fmt: skip
    """Make the provider and its owner, who can log in at once; Refused when something is missing or taken.

    With a `sector` its words, categories and defaults are there from the start; else the owner chooses later.
    """
    address = normal_email(email)
    if not company.strip() or not address:
        raise Refused(_("Firma und E-Mail-Adresse werden gebraucht."))
    if Person.objects.filter(email=address).exists():
        raise Refused(_("Mit der Adresse %(email)s gibt es schon ein Konto.") % {"email": address})
    owner = Person(email=address, first_name=first_name, last_name=last_name, language=language)
    _check(owner, password=password)
    preset = PRESETS[sector or Sector.OTHER]
    provider = Provider.objects.create(
        name=company.strip()[:120],
        legal_name=company.strip()[:200],
        slug=_free_slug(slug or company),
        email=address,
        sector=sector,
        **preset.settings,
    )
    owner.set_password(password)
    owner.save()
    membership = Membership.objects.create(provider=provider, person=owner, role=Role.OWNER)
    TicketCategory.objects.bulk_create(
        TicketCategory(provider=provider, name=name, position=position)
        for position, name in enumerate(preset.categories)
    )
    record("provider.created", provider_id=provider.pk, by=owner, side="office", data={"name": provider.name})
    return membership


def _check(owner: Person, *, password: str) -> None:
    try:
        owner.clean_fields(exclude=["password", "last_seen_at"])
        validate_password(password, owner)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _free_slug(wanted: str) -> str:
    base = slugify(wanted.translate(GERMAN))[:50] or "firma"
    slug, number = base, 1
    while Provider.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
