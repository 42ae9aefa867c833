"""Who owes an invoice and which numbers it carries: the first that is set on the way job → site → billing party → customer."""

from dataclasses import dataclass

from torhaus.customers.models import BillingParty, Customer, Site
from torhaus.jobs.models import Job


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a new draft takes over; people may change it until the invoice is issued."""

    billing_party: BillingParty | None
    order_number: str
    cost_centre: str
    contract_number: str
    leitweg_id: str


def billing_party_of(*, customer_id: int, job: Job | None, site: Site | None) -> BillingParty | None:
    """The job's, else the site's; None: the customer itself owes. A site that has changed hands names another's."""
    parties = (job.billing_party if job else None, site.billing_party if site else None)
    return next((party for party in parties if party and party.customer_id == customer_id), None)


def proposal(
    *, customer: Customer, job: Job | None, site: Site | None, billing_party: BillingParty | None = None
) -> Proposal:
    """Billing party and references for an invoice of this customer; a given billing party goes before job and site."""
    party = billing_party or billing_party_of(customer_id=customer.pk, job=job, site=site)
    way = (job, site, party, customer)
    return Proposal(
        billing_party=party,
        order_number=_first(way, "order_number"),
        cost_centre=_first(way, "cost_centre"),
        contract_number=_first(way, "contract_number"),
        leitweg_id=_first((party, customer), "leitweg_id"),
    )


def supplier_number(*, customer: Customer, billing_party: BillingParty | None) -> str:
    """Our number at whoever pays."""
    return _first((billing_party, customer), "supplier_number")


def requires_order_number(*, customer: Customer, billing_party: BillingParty | None) -> bool:
    """„Bestellnummer Pflicht“ at the billing party or the customer."""
    return customer.requires_order_number or bool(billing_party and billing_party.requires_order_number)


def _first(way: tuple[object, ...], name: str) -> str:
    return next((value for row in way if row is not None and (value := getattr(row, name, ""))), "")
