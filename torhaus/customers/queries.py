"""Questions about master data; each takes a queryset that access has cut and returns one."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import FloatField, Model, QuerySet
from django.db.models.functions import Cast

from torhaus.customers import checks
from torhaus.customers.models import (
    BillingParty,
    ChangeRequest,
    ChangeStatus,
    Contact,
    Customer,
    CustomerKind,
    Room,
    Site,
    SiteHandover,
)
from torhaus.kernel import search

M = TypeVar("M", bound=Model)
STATES = ("active", "prospect", "inactive")


def searched(rows: QuerySet[M], *, provider_id: int, words: str) -> QuerySet[M]:
    """Rows found by name, number, address or telephone, however the number is written (0761/555…, +49 761 555…)."""
    if checks.is_phone(words) and not words.strip().isdecimal():
        words = checks.national_digits(words)
    elif checks.is_phone(words) and words.strip().startswith("0") and len(words.strip()) > 5:
        words = checks.national_digits(words)  # five digits and a zero in front may be a postcode
    return search.narrow(rows, provider_id=provider_id, words=words)


def in_state(customers: QuerySet[Customer], state: str) -> QuerySet[Customer]:
    """active: customers in use; prospect: not yet ordered; inactive: switched off; anything else: all in use."""
    if state == "inactive":
        return customers.filter(is_active=False)
    if state == "prospect":
        return customers.filter(is_active=True, is_prospect=True)
    if state == "active":
        return customers.filter(is_active=True, is_prospect=False)
    return customers.filter(is_active=True)


def of_kind(customers: QuerySet[Customer], kind: str) -> QuerySet[Customer]:
    """Narrow to one kind; an unknown word changes nothing."""
    return customers.filter(kind=kind) if kind in CustomerKind.values else customers


def of_customer(rows: QuerySet[M], customer: Customer) -> QuerySet[M]:
    """Contacts, billing parties or sites of one customer."""
    return rows.filter(customer=customer)


def contacts_in_order(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """The main contact first, those out of use last."""
    return contacts.order_by("-is_active", "-is_main", "last_name", "id")


def main_contacts(contacts: QuerySet[Contact], customers: Iterable[Customer]) -> dict[int, Contact]:
    """The main contact of each of these customers, by customer id: one query."""
    found = contacts.filter(customer__in=[customer.pk for customer in customers], is_main=True)
    return {contact.customer_id: contact for contact in found}


def parties_in_order(parties: QuerySet[BillingParty]) -> QuerySet[BillingParty]:
    return parties.order_by("-is_active", "name", "id")


def active(rows: QuerySet[M]) -> QuerySet[M]:
    """Rows in use."""
    return rows.filter(is_active=True)


def sites_in_order(sites: QuerySet[Site]) -> QuerySet[Site]:
    return sites.order_by("name", "id")


def points(sites: QuerySet[Site]) -> QuerySet[Site, tuple[Any, ...]]:
    """Plain rows for lists and maps: (pk, name, postcode, city, east, north), degrees as floats (fast on SQLite)."""
    placed = sites.annotate(east=Cast("longitude", FloatField()), north=Cast("latitude", FloatField()))
    return placed.values_list("pk", "name", "postcode", "city", "east", "north")


def within(sites: QuerySet[Site], *, west: float, south: float, east: float, north: float) -> QuerySet[Site]:
    """Sites whose position lies in this rectangle of degrees, its edges included."""
    return sites.filter(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)


def rooms_in_order(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """By name; those out of use last."""
    return rooms.order_by("-is_active", "name")


def open_changes(requests: QuerySet[ChangeRequest]) -> QuerySet[ChangeRequest]:
    """Wishes that nobody has decided yet."""
    return requests.filter(status=ChangeStatus.OPEN)


def callers(contacts: QuerySet[Contact], *, provider_id: int, words: str) -> QuerySet[Contact]:
    """Who is on the telephone? Contacts by number or name, with their customers. See `searched` for customers."""
    found = searched(
        contacts.filter(is_active=True, is_test=False, customer__is_active=True), provider_id=provider_id, words=words
    )
    return found.select_related("customer").order_by("last_name", "id")


def is_site_of(site: Site, customer_id: int | None) -> bool:
    """Whether the site is the customer's, or was until it changed hands: what they ordered there goes on."""
    if site.customer_id == customer_id:
        return True
    return SiteHandover.objects.filter(site=site, from_customer=customer_id, settled_at__isnull=False).exists()


def language_of(customer: Customer) -> str:
    """In which papers for this customer are set: the main contact's language, German where nobody is named."""
    found = Contact.objects.filter(customer=customer, is_main=True).values_list("language", flat=True).first()
    return found or "de"
