"""Finds in a text the performers whom its reader may not see by name: the office is asked before it sends that."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from torhaus.access.performers import display_at
from torhaus.access.roles import ONLY_OWN_VISITS
from torhaus.accounts.models import Person
from torhaus.customers.models import Customer, PerformerDisplay, Site
from torhaus.jobs.models import VisitPerformer
from torhaus.providers.models import Membership
from torhaus.tickets.models import Ticket, TicketMessage

_WORD = re.compile(r"[^\W\d_]+")
_UNFOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "ł": "l"})
SHORTEST = 3  # letters of a name that is looked for


def hidden_names(text: str, *, customer: Customer, site: Site | None) -> list[str]:
    """Full names of the performers whom the text names although the customer may not read that much of them."""
    display = display_at(customer=customer, site=site) if site else PerformerDisplay(customer.show_performers)
    if display == PerformerDisplay.FULL:
        return []
    words = _folds(text)
    return [str(person) for person in _performers(customer) if _parts(person, display) & words]


def author_names(ticket: Ticket, messages: Iterable[TicketMessage]) -> dict[int, str]:
    """By person: how the office's authors of a thread sign for this customer, where that is not their own full name.

    Whoever also does visits there is shown as far as the customer sees performers; one query, none where all names show.
    """
    site = ticket.site
    display = (
        display_at(customer=ticket.customer, site=site) if site else PerformerDisplay(ticket.customer.show_performers)
    )
    authors = {message.author_id for message in messages if message.is_from_office}
    if display == PerformerDisplay.FULL or not authors:
        return {}
    people = [person for person in _performers(ticket.customer) if person.pk in authors]
    is_first = display == PerformerDisplay.FIRST
    return {person.pk: person.first_name if is_first else ticket.provider.name for person in people}


def _performers(customer: Customer) -> Iterable[Person]:
    """Technicians of the company, and whoever else has done a visit at this customer; nobody who has only been invited."""
    been_there = VisitPerformer.objects.filter(membership=OuterRef("pk"), visit__customer=customer)
    members = Membership.objects.filter(provider=customer.provider_id, accepted_at__isnull=False).filter(
        Q(role__in=ONLY_OWN_VISITS) | Q(Exists(been_there))
    )
    return [member.person for member in members.select_related("person").order_by("pk")]


def _parts(person: Person, display: PerformerDisplay) -> set[str]:
    """The parts of the name that stay hidden: with „nur Vorname“ the last name only."""
    names = person.last_name if display == PerformerDisplay.FIRST else f"{person.first_name} {person.last_name}"
    return {part for part in _folds(names) if len(part) >= SHORTEST}


def _folds(text: str) -> set[str]:
    """The words of a text, each as „muller“ and as „mueller“, and without the s of the genitive."""
    visible = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    low = visible.casefold().replace("i̇", "i")
    words = set(_WORD.findall(_plain(low))) | set(_WORD.findall(_plain(low.translate(_UNFOLDED))))
    return words | {word[:-1] for word in words if word.endswith("s")}


def _plain(text: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text.replace("ı", "i")) if not unicodedata.combining(sign)
    )
