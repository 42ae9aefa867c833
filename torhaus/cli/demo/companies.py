"""The demo's three companies: turns the master data of companies.toml into rows and logins."""

import dataclasses
import datetime as dt
import functools
import pathlib
import tomllib
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from torhaus.accounts.models import Person
from torhaus.cli.demo.accounts import PASSWORD, login_of
from torhaus.cli.demo.clock import at
from torhaus.cli.demo.photos import lindner_logo
from torhaus.customers import actions as customers
from torhaus.customers.models import BillingParty, Contact, Customer, Site
from torhaus.files.logos import store_logo
from torhaus.flows.activate_portal import save_portal
from torhaus.portal_access.models import PortalAccess, PortalAccessSite, Scope
from torhaus.providers.actions import set_logo
from torhaus.providers.models import Membership, Provider
from torhaus.tickets.models import TicketCategory

FILE = pathlib.Path(__file__).with_name("companies.toml")
LOGOS = {"lindner": lindner_logo}
HOME = "Freiburg im Breisgau"
Facts = dict[str, Any]


@dataclasses.dataclass
class Company:
    """One provider with everything that stories need by name."""

    provider: Provider
    staff: dict[str, Membership] = dataclasses.field(default_factory=dict)
    customers: dict[str, Customer] = dataclasses.field(default_factory=dict)
    parties: dict[str, BillingParty] = dataclasses.field(default_factory=dict)
    sites: dict[str, Site] = dataclasses.field(default_factory=dict)
    people: dict[str, Person] = dataclasses.field(default_factory=dict)

    @property
    def boss(self) -> Person:
        return next(iter(self.staff.values())).person


def companies() -> dict[str, Company]:
    """Write all companies; by their keys lindner, hofer, weiss."""
    return {key: _company(facts) for key, facts in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def job_login(company: Company, job: Any) -> None:
    """The local account that sees one job: planning and messages."""
    person = _person(key="stadtbau.job", name="Ayşe Demir", salutation="ms")
    company.people["stadtbau.job"] = person
    hidden = ("sees_invoices", "sees_prices", "sees_reports", "sees_documents", "sees_working_times")
    _access(job.customer, person, None, scope=Scope.JOB, job=job, **dict.fromkeys(hidden, False))


def _company(facts: Facts) -> Company:
    staff, served = facts.pop("staff"), facts.pop("customers")
    categories, contact = facts.pop("categories"), facts.pop("contact", "")
    if days := facts.pop("trial_days", 0):
        facts["trial_until"] = timezone.localdate() + dt.timedelta(days=days - 1)
    company = Company(Provider.objects.create(**facts))
    for member in staff:
        _member(company, **member)
    if company.provider.slug in LOGOS:
        logo = store_logo(provider=company.provider, upload=LOGOS[company.provider.slug](), by=company.boss)
        company.provider = set_logo(provider=company.provider, file_id=logo.pk, by=company.boss)
    if contact:
        company.provider.contact_person = company.staff[contact].person
        company.provider.save(update_fields=["contact_person"])
    TicketCategory.objects.bulk_create(
        TicketCategory(provider=company.provider, name=name, position=n) for n, name in enumerate(categories)
    )
    for customer in served:
        _customer(company, **customer)
    return company


def _member(company: Company, *, key: str, role: str, job_title: str, **person: Any) -> None:
    company.staff[key] = Membership.objects.create(
        provider=company.provider, person=_person(key=key, **person), role=role, job_title=job_title
    )


def _customer(
    company: Company,
    *,
    key: str,
    parties: list[Facts] | None = None,
    sites: list[Facts] | None = None,
    contacts: list[Facts] | None = None,
    portal: Facts | None = None,
    had_portal: bool = False,
    **fields: Any,
) -> None:
    made = customers.create_customer(provider=company.provider, by=company.boss, **({"city": HOME} | fields))
    company.customers[key] = made
    for party in parties or []:
        _party(company, made, **party)
    for site in sites or []:
        _site(company, made, **site)
    if portal is not None:
        save_portal(customer=made, by=company.boss, portal_enabled=True, **portal)
    if had_portal:
        Customer.objects.filter(pk=made.pk).update(portal_enabled=True)
    for contact in contacts or []:
        _contact(company, made, **contact)


def _party(company: Company, customer: Customer, *, key: str, **fields: Any) -> None:
    company.parties[key] = customers.create_billing_party(
        customer=customer, by=company.boss, **({"city": HOME} | fields)
    )


def _site(
    company: Company,
    customer: Customer,
    *,
    key: str,
    billing_party: str = "",
    rooms: tuple[str, ...] = (),
    **fields: Any,
) -> None:
    values = {"city": HOME, "street": fields["name"], "billing_party": company.parties.get(billing_party)} | fields
    site = customers.create_site(customer=customer, by=company.boss, **values)
    if rooms:
        customers.create_rooms(site=site, by=company.boss, lines="\n".join(rooms))
    company.sites[key] = site


def _contact(
    company: Company,
    customer: Customer,
    *,
    name: str,
    key: str = "",
    salutation: str = "none",
    is_active: bool = True,
    sites: tuple[str, ...] = (),
    rights: Facts | None = None,
    **fields: Any,
) -> None:
    """A contact; one with a key can log in and sees everything, or only `sites`, with `rights` switched off."""
    first, _, last = name.partition(" ")
    person = _person(key=key, name=name, salutation=salutation, is_active=is_active) if key else None
    login: Facts = {"email": person.email or ""} if person else {}
    contact = customers.create_contact(
        customer=customer,
        by=company.boss,
        salutation=salutation,
        first_name=first,
        last_name=last,
        **login,
        **fields,
    )
    if person is None:
        return
    company.people[key] = person
    access = _access(customer, person, contact, scope=Scope.SITES if sites else Scope.CUSTOMER, **(rights or {}))
    for site in sites:
        PortalAccessSite.objects.create(provider=company.provider, access=access, site=company.sites[site])


def _access(customer: Customer, person: Person, contact: Contact | None, **rights: Any) -> PortalAccess:
    return PortalAccess.objects.create(
        provider=customer.provider, customer=customer, person=person, contact=contact, **rights
    )


def _person(*, key: str, name: str, salutation: str, login: str = "", is_active: bool = True) -> Person:
    """A person with the demo's password; one who is there already (a contact of two companies) stays one person."""
    address = login or login_of(key)
    names = {"email": address} if "@" in address else {"username": address}
    first, _, last = name.partition(" ")
    lately = at(days=-1 - len(name) % 4, hour=8, minute=len(name))
    facts: Facts = {
        "password": _hashed(),
        "first_name": first,
        "last_name": last,
        "salutation": salutation,
        "last_login": lately,
    }
    person, _is_new = Person.objects.get_or_create(**names, defaults=facts | {"is_active": is_active})
    return person


@functools.cache
def _hashed() -> str:
    """One hash for everybody: hashing is slow on purpose, and the demo's password is public."""
    return make_password(PASSWORD)
