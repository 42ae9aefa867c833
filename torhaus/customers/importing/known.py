"""What is already there, and what this file has brought so far: who is meant by a number or a name."""

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from torhaus.customers.models import BillingParty, Contact, Customer, Room, Site
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider

Key = int | str


@dataclasses.dataclass
class Entry:
    """A row that exists (`pk`) or that a dry run would make (`pk` is None); `line` is where this file mentioned it.

    `is_lost`: this file brings it, but its line was refused.
    """

    pk: int | None
    owner: "Entry | None" = None
    postcode: str = ""
    line: int = 0
    is_lost: bool = False


class Book:
    """Rows of one kind found by words: each row stands under several keys, a key may be ambiguous."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[Any, ...], list[Entry]] = {}

    def add(self, entry: Entry, *keys: tuple[Any, ...]) -> Entry:
        for key in keys:
            if entry not in (entries := self.by_key.setdefault(key, [])):
                entries.append(entry)
        return entry

    def get(self, *key: Any) -> list[Entry]:
        return self.by_key.get(key, [])


class Known:
    """The books of a provider, read once before an import; the import adds what it brings."""

    def __init__(self, provider: Provider) -> None:
        self.customers, self.contacts, self.parties, self.sites, self.rooms = (Book() for _book in range(5))
        customers: dict[int, Entry] = {}
        rows = Customer.objects.filter(provider=provider).values_list("id", "number", "name", "postcode")
        for pk, number, name, postcode in rows.iterator():
            customers[pk] = self.customers.add(
                Entry(pk, postcode=postcode), ("number", fold(number)), ("name", fold(name))
            )
        for pk, owner, email, first, last in (
            Contact.objects.filter(provider=provider)
            .values_list("id", "customer_id", "email", "first_name", "last_name")
            .iterator()
        ):
            self.add_contact(Entry(pk, customers[owner]), email=email, name=f"{first} {last}", last_name=last)
        parties = BillingParty.objects.filter(provider=provider).values_list("id", "customer_id", "name")
        for pk, owner, name in parties.iterator():
            self.parties.add(Entry(pk, customers[owner]), (id(customers[owner]), fold(name)))
        sites: dict[int, Entry] = {}
        places = Site.objects.filter(provider=provider).values_list("id", "customer_id", "number", "name")
        for pk, owner, number, name in places.iterator():
            sites[pk] = self.add_site(Entry(pk, customers[owner]), number=number, name=name)
        for pk, site, name in Room.objects.filter(provider=provider).values_list("id", "site_id", "name").iterator():
            self.rooms.add(Entry(pk, sites[site]), (id(sites[site]), fold(name)))

    def add_contact(self, entry: Entry, *, email: str, name: str, last_name: str) -> Entry:
        """By full name, or by address together with the last name (a mail box may be shared)."""
        keys: list[tuple[Any, ...]] = [(id(entry.owner), "name", fold(name))]
        keys += [(id(entry.owner), email, fold(last_name))] if email else []
        return self.contacts.add(entry, *keys)

    def add_site(self, entry: Entry, *, number: str, name: str) -> Entry:
        keys: list[tuple[Any, ...]] = [(id(entry.owner), "name", fold(name)), ("name", fold(name))]
        keys += [(id(entry.owner), "number", fold(number)), ("number", fold(number))] if number else []
        return self.sites.add(entry, *keys)

    def customer(self, *, number: str, name: str) -> Entry:
        """The customer that a line of another kind belongs to."""
        if not number and not name:
            raise Refused(_("Kunde fehlt."))
        if number:
            found = self.customers.get("number", fold(number))
            if not found and not name:
                raise Refused(_("Es gibt keinen Kunden mit der Nummer „%(value)s“.") % {"value": number})
            if found:
                return found[0]
        found = self.customers.get("name", fold(name)) or self.customers.get("number", fold(name))
        return _the_one(
            found,
            name,
            none=_("Es gibt keinen Kunden „%(value)s“."),
            many=_("Mehrere Kunden heißen „%(value)s“; bitte geben Sie die Kundennummer an."),
        )

    def site(self, *, customer: Entry | None, number: str, name: str) -> Entry:
        """The site that a room belongs to, within a customer where one is named."""
        scope = (id(customer),) if customer else ()
        found = self.sites.get(*scope, "number", fold(number)) if number else []
        found = found or (self.sites.get(*scope, "name", fold(name)) if name else [])
        if not number and not name:
            raise Refused(_("Objekt fehlt."))
        return _the_one(
            found,
            name or number,
            none=_("Es gibt kein Objekt „%(value)s“."),
            many=_("Mehrere Objekte heißen „%(value)s“; bitte geben Sie Kunde oder Objektnummer an."),
        )

    def same_customer(self, *, number: str, name: str, postcode: str) -> Entry | None:
        """The customer that a line of customers means: by number, else by name unless the postcodes tell two apart."""
        if number:
            return next(iter(self.customers.get("number", fold(number))), None)
        found = [
            e
            for e in self.customers.get("name", fold(name))
            if not (postcode and e.postcode and e.postcode != postcode)
        ]
        if len(found) > 1:
            raise Refused(
                _("Mehrere Kunden heißen „%(value)s“; bitte geben Sie die Kundennummer an.") % {"value": name}
            )
        return found[0] if found else None


def _the_one(found: list[Entry], word: str, *, none: str, many: str) -> Entry:
    if len(found) == 1:
        return found[0]
    raise Refused((many if found else none) % {"value": word})


def fold(text: str) -> str:
    """Names compare without case and without differences in blanks."""
    return " ".join(text.casefold().split())
