"""How each kind of line becomes a row: what it must have, which row it means, which action writes it."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.customers import actions, checks
from torhaus.customers.importing.known import Entry, Known, fold
from torhaus.customers.models import BillingParty, Contact, Customer, Room, Site
from torhaus.kernel.errors import Refused
from torhaus.kernel.rows import Tracked
from torhaus.providers.models import Provider

Values = dict[str, Any]
VERB = "customer.imported"


class Missing(Refused):
    """A field that a new row needs is empty."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclasses.dataclass(frozen=True)
class Context:
    """What the writers need besides the line."""

    provider: Provider
    by: Person | None
    known: Known


@dataclasses.dataclass(frozen=True)
class Meant:
    """A line understood: the row that it means (None: a new one), under whom it belongs, what it sets."""

    entry: Entry | None
    owner: Entry | None
    values: Values


@dataclasses.dataclass(frozen=True)
class Writer:
    """`mean` finds row and owner, `note` enters a new row into the books, `create` and `change` write."""

    model: type[Tracked]
    mean: Callable[[Context, Values], Meant]
    note: Callable[[Context, Entry, Values], Entry]
    create: Callable[[Context, Meant], Tracked]
    change: Callable[[Context, Any, Values], Tracked]


def _address(values: Values, *, is_new: bool) -> None:
    """House number onto the street, postcode by its country; a new row needs postcode and place."""
    if number := values.pop("house_number", ""):
        values["street"] = f"{values.get('street', '')} {number}".strip()
    country = values.get("country", "DE")
    if values.get("postcode"):
        try:
            values["postcode"] = checks.clean_postcode(values["postcode"], country=country)
        except Refused as refused:
            raise Missing("postcode", str(refused.message)) from None
    elif is_new:
        raise Missing("postcode", _("PLZ fehlt."))
    if is_new and not values.get("city"):
        raise Missing("city", _("Ort fehlt."))


def _named(values: Values, message: str) -> None:
    if not values.get("name"):
        raise Missing("name", message)


def _mean_customer(context: Context, values: Values) -> Meant:
    values = dict(values)
    number, name = values.get("number", ""), values.get("name", "")
    entry = context.known.same_customer(number=number, name=name, postcode=values.get("postcode", ""))
    if entry is None:
        _named(values, _("Name fehlt."))
    _address(values, is_new=entry is None)
    return Meant(entry, None, values)


def _note_customer(context: Context, entry: Entry, values: Values) -> Entry:
    entry.postcode = values.get("postcode", "")
    number = values.get("number", "")
    keys = [("name", fold(values["name"]))] + ([("number", fold(number))] if number else [])
    return context.known.customers.add(entry, *keys)


def _owner(context: Context, values: Values) -> Entry:
    return context.known.customer(number=values.pop("customer_number", ""), name=values.pop("customer_name", ""))


def _mean_contact(context: Context, values: Values) -> Meant:
    values = dict(values)
    owner = _owner(context, values)
    if full := values.pop("full_name", ""):
        first, _blank, last = full.rpartition(" ")
        values.setdefault("last_name", last)
        values.setdefault("first_name", first)
    name = f"{values.get('first_name', '')} {values.get('last_name', '')}"
    books = context.known.contacts
    found = books.get(id(owner), "name", fold(name))
    found = found or books.get(id(owner), values.get("email"), fold(values.get("last_name", "")))
    if not found and not values.get("last_name"):
        raise Missing("last_name", _("Nachname fehlt."))
    return Meant(found[0] if found else None, owner, values)


def _note_contact(context: Context, entry: Entry, values: Values) -> Entry:
    name = f"{values.get('first_name', '')} {values['last_name']}"
    return context.known.add_contact(entry, email=values.get("email", ""), name=name, last_name=values["last_name"])


def _mean_party(context: Context, values: Values) -> Meant:
    values = dict(values)
    owner = _owner(context, values)
    _named(values, _("Rechnungsempfänger fehlt."))
    found = context.known.parties.get(id(owner), fold(values["name"]))
    _address(values, is_new=not found)
    return Meant(found[0] if found else None, owner, values)


def _note_party(context: Context, entry: Entry, values: Values) -> Entry:
    return context.known.parties.add(entry, (id(entry.owner), fold(values["name"])))


def _mean_site(context: Context, values: Values) -> Meant:
    values = dict(values)
    owner = _owner(context, values)
    number = values.get("number", "")
    found = context.known.sites.get(id(owner), "number", fold(number)) if number else []
    if not values.get("name") and not found:
        values["name"] = f"{values.get('street', '')} {values.get('house_number', '')}".strip()
        _named(values, _("Objekt fehlt."))
    found = found or context.known.sites.get(id(owner), "name", fold(values.get("name", "")))
    _address(values, is_new=not found)
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        raise Missing("latitude", _("Zur Position gehören Breite und Länge."))
    if word := values.pop("billing_party", ""):
        parties = context.known.parties.get(id(owner), fold(word))
        if not parties:
            raise Missing("billing_party", _("Diesen Rechnungsempfänger hat der Kunde nicht."))
        values["billing_party"] = parties[0]
    return Meant(found[0] if found else None, owner, values)


def _note_site(context: Context, entry: Entry, values: Values) -> Entry:
    return context.known.add_site(entry, number=values.get("number", ""), name=values["name"])


def _mean_room(context: Context, values: Values) -> Meant:
    values = dict(values)
    named = {name: values.pop(name, "") for name in ("customer_number", "customer_name")}
    customer = (
        context.known.customer(number=named["customer_number"], name=named["customer_name"])
        if any(named.values())
        else None
    )
    owner = context.known.site(
        customer=customer, number=values.pop("site_number", ""), name=values.pop("site_name", "")
    )
    _named(values, _("Raum fehlt."))
    found = context.known.rooms.get(id(owner), fold(values["name"]))
    return Meant(found[0] if found else None, owner, values)


def _note_room(context: Context, entry: Entry, values: Values) -> Entry:
    return context.known.rooms.add(entry, (id(entry.owner), fold(values["name"])))


def _customer(context: Context, entry: Entry | None) -> Customer:
    assert entry is not None
    return Customer(pk=entry.pk, provider=context.provider)


def _site(context: Context, entry: Entry | None) -> Site:
    assert entry is not None
    return Site.objects.get(pk=entry.pk)


def _create_room(context: Context, meant: Meant) -> Tracked:
    line = f"{meant.values['name']};{meant.values.get('floor', '')}"
    return actions.create_rooms(site=_site(context, meant.owner), by=context.by, lines=line)[0]


WRITERS: dict[str, Writer] = {
    "customers": Writer(
        Customer, _mean_customer, _note_customer,
        lambda c, m: actions.create_customer(provider=c.provider, by=c.by, verb=VERB, **m.values),
        lambda c, row, values: actions.change_customer(customer=row, by=c.by, verb=VERB, **values),
    ),
    "contacts": Writer(
        Contact, _mean_contact, _note_contact,
        lambda c, m: actions.create_contact(customer=_customer(c, m.owner), by=c.by, verb=VERB, **m.values),
        lambda c, row, values: actions.change_contact(contact=row, by=c.by, verb=VERB, **values),
    ),
    "billing_parties": Writer(
        BillingParty, _mean_party, _note_party,
        lambda c, m: actions.create_billing_party(customer=_customer(c, m.owner), by=c.by, verb=VERB, **m.values),
        lambda c, row, values: actions.change_billing_party(party=row, by=c.by, verb=VERB, **values),
    ),
    "sites": Writer(
        Site, _mean_site, _note_site,
        lambda c, m: actions.create_site(customer=_customer(c, m.owner), by=c.by, **m.values),
        lambda c, row, values: actions.change_site(site=row, by=c.by, **values),
    ),
    "rooms": Writer(
        Room, _mean_room, _note_room, _create_room,
        lambda c, row, values: actions.change_room(room=row, by=c.by, **values),
    ),
}  # fmt: skip
