"""Run inside an installation with the demo: prints the ids of rows in each state as JSON, for the addresses of pages."""

import json
from typing import Any

import django

django.setup()

from django.db.models import Model  # noqa: E402 - models need Django set up

from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer, Room, Site  # noqa: E402
from torhaus.invoices.models import Invoice  # noqa: E402
from torhaus.jobs.models import Job, Visit  # noqa: E402
from torhaus.notices.models import OutgoingMail  # noqa: E402
from torhaus.portal_access.models import PortalAccess  # noqa: E402
from torhaus.providers.models import Membership, Provider  # noqa: E402
from torhaus.reports.models import ServiceReport  # noqa: E402
from torhaus.tickets.models import Ticket, TicketCategory  # noqa: E402


def first(model: type[Model], **where: Any) -> int:
    provider = Provider.objects.get(slug="lindner")
    found = model._default_manager.filter(provider_id=provider.pk, **where).order_by("-pk").first()
    assert found is not None, (model, where)
    return int(found.pk)


def ids() -> dict[str, list[int | str]]:
    brandt = {"customer__name": "Hausverwaltung Brandt"}
    customer = first(Customer, name="Hausverwaltung Brandt")
    site = first(Site, name="Uferstraße 4")
    found: dict[str, Any] = {
        "customer": customer, "bare_customer": first(Customer, name="Bäckerei Kern"), "site": site,
        "quiet_site": first(Site, name="Rheinuferpromenade 3"), "contact": first(Contact, is_main=True, **brandt),
        "party": first(BillingParty, **brandt), "room": first(Room, site_id=site), "category": first(TicketCategory),
        "member": first(Membership, role="office"), "job": first(Job, **brandt), "done_job": first(Job, status="billed"),
        "mail": first(OutgoingMail, invitation_id__isnull=False), "slug": "lindner", "company": Provider.objects.get(slug="lindner").pk,
        "customer_site": [customer, site], "move": first(Visit, moves__status="asked"),
        "customer_access": [customer, first(PortalAccess, person__first_name="Nina", **brandt)],
    }  # fmt: skip
    for status in Ticket._meta.get_field("status").choices or ():
        found[f"{status[0]}_ticket"] = first(Ticket, status=status[0])
    for status in ("planned", "in_work", "done", "no_show"):
        found[f"{status}_visit"] = first(Visit, status=status)
    for status in ServiceReport._meta.get_field("status").choices or ():
        found[f"{status[0]}_report"] = first(ServiceReport, status=status[0])
    found |= invoices()
    local = PortalAccess.objects.get(person__username="lindner.stadtbau")
    found |= {
        "local_access": [local.customer_id, local.pk], "local_job": local.job_id,
        "open_wish": first(ChangeRequest, status="open"), "confirmed_wish": first(ChangeRequest, status="confirmed"),
        "prospect": first(Customer, referred_by__isnull=False),
        "own_contact": first(Contact, first_name="Miriam", **brandt),
    }  # fmt: skip
    found |= {
        "seen_ticket": ["ticket", first(Ticket, messages__is_internal=False, **brandt)],
        "seen_invoice": ["invoice", first(Invoice, status="issued", **brandt)],
        "seen_report": ["report", first(ServiceReport, status="signed", **brandt)], "seen_site": ["site", site],
    }  # fmt: skip
    found |= {
        "brandt_ticket": first(Ticket, messages__is_internal=False, **brandt), "brandt_done_ticket": first(Ticket, status="done", **brandt),
        "brandt_visit": first(Visit, status="planned", moves=None, **brandt), "brandt_done_visit": first(Visit, status="done", **brandt),
        "brandt_move": first(Visit, moves__status="asked", **brandt),
        "brandt_open_report": first(ServiceReport, status="open", **brandt),
        "brandt_signed_report": first(ServiceReport, status="signed", **brandt),
    }  # fmt: skip
    return {name: value if isinstance(value, list) else [value] for name, value in found.items()}


def invoices() -> dict[str, int]:
    brandt = {"customer__name": "Hausverwaltung Brandt", "status": "issued", "kind": "380"}
    return {
        "draft_invoice": first(Invoice, status="draft"),
        "open_invoice": first(Invoice, status="issued", kind="380", paid_total=0),
        "partly_paid_invoice": first(Invoice, status="issued", kind="380", customer__name="Stadtbau Freiburg", paid_total__gt=0),
        "cancelled_invoice": first(Invoice, status="cancelled"),
        "storno": first(Invoice, kind="384"),
        "authority_invoice": first(Invoice, einvoice_format="xrechnung"),
        "reverse_charge_invoice": first(Invoice, tax_mode="reverse_charge"),
        "brandt_open_invoice": first(Invoice, billing_party__name="WEG Uferstraße 4", **brandt),
        "brandt_paid_invoice": first(Invoice, paid_total__gt=0, **brandt),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(ids()))
