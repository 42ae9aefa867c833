"""What the runner needs to know of a bench database: it holds the demo with its mass of rows."""

from typing import Any

from django.test import Client

from torhaus.accounts.models import Person
from torhaus.cli.demo.accounts import login_of
from torhaus.customers.models import Customer
from torhaus.invoices.models import Invoice
from torhaus.tickets.models import Ticket

OFFICE = ["owner1", "office1"]
PORTAL = ["brandt.all"]


def facts() -> dict[str, Any]:
    """Provider, sessions and the ids in the addresses. Pages of the customer are measured on its newest mass rows."""
    brandt = Customer.objects.get(name="Hausverwaltung Brandt")
    ticket = Ticket.objects.filter(customer=brandt, number__startswith="TM-").latest("id")
    return {
        "provider": brandt.provider_id,
        "ticket": ticket.pk,
        "job": ticket.job_id,
        "visit": ticket.visit_id,
        "invoice": Invoice.objects.filter(customer=brandt, pdf__isnull=False, kind="380").latest("id").pk,
        "office_cookies": [_session(key) for key in OFFICE for _ in range(2)],
        "portal_cookies": [_session(key) for key in PORTAL for _ in range(4)],
        "person_ids": [Person.objects.get(email=login_of(key)).pk for key in OFFICE],
    }


def _session(key: str) -> str:
    client = Client()
    client.force_login(Person.objects.get(email=login_of(key)))
    return client.cookies["session"].value
