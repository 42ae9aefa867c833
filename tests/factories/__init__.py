"""Small makers of rows for tests: sensible defaults, any field overridable, nothing hidden."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from torhaus.accounts.models import Person
from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer, Room, Site
from torhaus.files.actions import keep
from torhaus.files.models import StoredFile
from torhaus.jobs.models import Job, Visit, VisitPerformer
from torhaus.portal_access.models import PortalAccess, PortalAccessSite, Referral
from torhaus.providers.models import Membership, Provider, Role
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket, TicketCategory

PASSWORD = "Regenschirm-42-Lampe"
_count = itertools.count(1)


def make_provider(**fields: Any) -> Provider:
    n = next(_count)
    values: dict[str, Any] = {
        "name": f"Dienst {n}", "legal_name": f"Dienst {n} GmbH", "slug": f"dienst-{n}", "street": "Handwerkerhof 3",
        "postcode": "79100", "city": "Freiburg", "email": f"buero{n}@dienst.example", "phone": "0761 5550142",
        "tax_number": "06123/45678", "vat_id": "DE123456788", "iban": "DE02120300000000202051", "bic": "BYLADEM1001",
        "account_holder": f"Dienst {n} GmbH",
    }  # fmt: skip
    return Provider.objects.create(**values | fields)


def make_person(**fields: Any) -> Person:
    n = next(_count)
    values: dict[str, Any] = {"email": f"person{n}@mail.example", "first_name": "Pia", "last_name": f"Person{n}"}
    return Person.objects.create_user(**{"password": PASSWORD} | values | fields)


def make_member(provider: Provider, role: str = Role.OFFICE, **person_fields: Any) -> Membership:
    return Membership.objects.create(provider=provider, person=make_person(**person_fields), role=role)


def make_customer(provider: Provider, **fields: Any) -> Customer:
    n = next(_count)
    values: dict[str, Any] = {
        "number": f"K-{n:05d}", "name": f"Kunde {n}", "street": "Nebenweg 2", "postcode": "79098", "city": "Freiburg",
        "portal_enabled": True,
    }  # fmt: skip
    return Customer.objects.create(provider=provider, **values | fields)


def make_contact(customer: Customer, **fields: Any) -> Contact:
    n = next(_count)
    values: dict[str, Any] = {"last_name": f"Kontakt{n}", "email": f"kontakt{n}@kunde.example"}
    return Contact.objects.create(provider=customer.provider, customer=customer, **values | fields)


def next_number() -> int:
    return next(_count)


def make_change_request(customer: Customer, *, by: Person, **fields: Any) -> ChangeRequest:
    values: dict[str, Any] = {"changes": {"name": [customer.name, "Neuer Name"]}}
    return ChangeRequest.objects.create(provider=customer.provider, customer=customer, asked_by=by, **values | fields)


def make_referral(customer: Customer, *, by: Person, **fields: Any) -> Referral:
    n = next(_count)
    values: dict[str, Any] = {
        "company": f"Firma {n}", "email": f"firma{n}@partner.example", "expires_at": timezone.now() + dt.timedelta(days=30),
    }  # fmt: skip
    return Referral.objects.create(provider=customer.provider, customer=customer, person=by, **values | fields)


def make_billing_party(customer: Customer, **fields: Any) -> BillingParty:
    values: dict[str, Any] = {
        "name": "WEG Rosenweg 21", "care_of": customer.name, "street": "Münsterallee 18", "postcode": "79098",
        "city": "Freiburg",
    }  # fmt: skip
    return BillingParty.objects.create(provider=customer.provider, customer=customer, **values | fields)


def make_site(customer: Customer, **fields: Any) -> Site:
    n = next(_count)
    values: dict[str, Any] = {"name": f"Objekt {n}", "street": "Uferstraße 4", "postcode": "79098", "city": "Freiburg"}
    return Site.objects.create(provider=customer.provider, customer=customer, **values | fields)


def make_room(site: Site, **fields: Any) -> Room:
    return Room.objects.create(provider=site.provider, site=site, **{"name": f"Raum {next(_count)}"} | fields)


def make_access(
    customer: Customer, person: Person | None = None, sites: tuple[Site, ...] = (), **fields: Any
) -> PortalAccess:
    access = PortalAccess.objects.create(
        provider=customer.provider, customer=customer, person=person or make_person(), **fields
    )
    for site in sites:
        PortalAccessSite.objects.create(provider=customer.provider, access=access, site=site)
    return access


def make_category(provider: Provider, name: str = "Sanitär") -> TicketCategory:
    return TicketCategory.objects.create(provider=provider, name=name)


def make_ticket(customer: Customer, **fields: Any) -> Ticket:
    n = next(_count)
    values: dict[str, Any] = {"number": f"T-{n:04d}", "title": f"Meldung {n}"}
    return Ticket.objects.create(provider=customer.provider, customer=customer, **values | fields)


def make_job(customer: Customer, **fields: Any) -> Job:
    n = next(_count)
    return Job.objects.create(
        provider=customer.provider, customer=customer, **{"number": f"A-{n:04d}", "title": f"Auftrag {n}"} | fields
    )


def make_visit(job: Job, performers: tuple[Membership, ...] = (), **fields: Any) -> Visit:
    starts_at = fields.pop("starts_at", timezone.now() + dt.timedelta(days=2))
    values: dict[str, Any] = {
        "title": job.title, "site": job.site, "customer": job.customer, "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
    }  # fmt: skip
    visit = Visit.objects.create(provider=job.provider, job=job, **values | fields)
    for member in performers:
        VisitPerformer.objects.create(provider=job.provider, visit=visit, membership=member)
    return visit


def make_report(visit: Visit, **fields: Any) -> ServiceReport:
    """A report as a row; a status other than draft needs `pdf=make_stored_file(...)`."""
    n = next(_count)
    values: dict[str, Any] = {
        "customer": visit.customer, "site": visit.site, "job": visit.job, "number": f"LB-{n:04d}",
        "title": visit.title, "performed_on": timezone.localdate(visit.starts_at),
    }  # fmt: skip
    return ServiceReport.objects.create(provider=visit.provider, visit=visit, **values | fields)


def make_stored_file(provider: Provider, content: bytes = b"%PDF-1.7 Probe", **fields: Any) -> StoredFile:
    """A file with bytes on disk; a PDF unless `media_type` says otherwise."""
    values: dict[str, Any] = {"name": f"datei-{next(_count)}.pdf", "media_type": "application/pdf"}
    return keep(provider=provider, content=content, **values | fields)
