"""Drafts: made, changed as a whole, thrown away. No number, no trace for the customer."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.customers.models import BillingParty, Customer, Site
from torhaus.customers.queries import is_site_of
from torhaus.invoices import references
from torhaus.invoices.actions.rows import check_year, count, locked_draft, make_findable, release_reports, tell
from torhaus.invoices.models import Invoice, InvoiceLine, TaxMode
from torhaus.jobs.models import Job
from torhaus.kernel import search, units
from torhaus.kernel.errors import Refused
from torhaus.kernel.money import ZERO
from torhaus.providers.models import Provider

MOST_LINES = 300
EDITABLE = frozenset(
    {
        "billing_party", "title", "intro", "order_number", "cost_centre", "contract_number", "leitweg_id", "service_from",
        "service_to", "payment_days", "discount_percent", "tax_mode",
    }
)  # fmt: skip


@dataclasses.dataclass(frozen=True, kw_only=True)
class LineData:
    """One position as people type it. `id` names the line that it replaces, so that its link to the report stays."""

    text: str
    quantity: Decimal
    unit_price: Decimal
    detail: str = ""
    unit: str = units.DEFAULT
    discount_percent: Decimal = ZERO
    tax_rate: Decimal = Decimal(19)
    is_labour: bool = False
    id: int | None = None
    report_line_id: int | None = None


@transaction.atomic
def draft_invoice(
    *,
    provider: Provider,
    customer: Customer,
    by: Person,
    job: Job | None = None,
    site: Site | None = None,
    billing_party: BillingParty | None = None,
    title: str = "",
    service_from: dt.date | None = None,
    service_to: dt.date | None = None,
    lines: Sequence[LineData] = (),
) -> Invoice:
    """A new draft with everything that customer, site and job propose."""
    _check_belongings(provider=provider, customer=customer, job=job, site=site, billing_party=billing_party)
    site = site or (job.site if job else None)
    proposed = references.proposal(customer=customer, job=job, site=site, billing_party=billing_party)
    invoice = Invoice.objects.create(
        provider=provider,
        customer=customer,
        job=job,
        site=site,
        title=(title or (job.title if job else ""))[:200],
        tax_mode=tax_mode_of(provider, customer),
        einvoice_format=customer.einvoice_format,
        payment_days=provider.payment_days if customer.payment_days is None else customer.payment_days,
        service_from=service_from,
        service_to=service_to or service_from,
        **{field.name: getattr(proposed, field.name) for field in dataclasses.fields(proposed)},
    )
    _put_lines(invoice, lines, known={})
    count(invoice)
    invoice.save(update_fields=["net_total", "tax_total", "gross_total"])
    make_findable(invoice)
    tell("invoice.drafted", invoice, by=by)
    return invoice


@transaction.atomic
def change_draft(
    *, invoice: Invoice, version: int, by: Person, values: Mapping[str, Any], lines: Sequence[LineData] | None = None
) -> Invoice:
    """Change head and lines together; `lines` None leaves them. Conflict when somebody else was faster."""
    row = locked_draft(invoice.pk, version=version)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"Not editable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(row, name, value)
    _check_belongings(provider=row.provider, customer=row.customer, billing_party=row.billing_party)
    _check_dates(row)
    if lines is not None:
        known = {line.pk: line for line in row.lines.all()}
        row.lines.all().delete()
        _put_lines(row, lines, known=known)
    count(row)
    row.version += 1
    row.save()
    make_findable(row)
    tell("invoice.changed", row, by=by, data={"gross": str(row.gross_total)})
    return row


@transaction.atomic
def discard_draft(*, invoice: Invoice, by: Person) -> None:
    """Throw a draft away; its reports can be billed again."""
    row = locked_draft(invoice.pk)
    tell("invoice.discarded", row, by=by, data={"title": row.title})
    search.remove(row)
    release_reports(row)
    row.delete()


def tax_mode_of(provider: Provider, customer: Customer) -> str:
    """§ 19 goes before § 13b: a small business charges no tax to anybody."""
    if provider.is_small_business:
        return TaxMode.SMALL_BUSINESS
    return TaxMode.REVERSE_CHARGE if customer.is_reverse_charge else TaxMode.STANDARD


def _put_lines(invoice: Invoice, lines: Sequence[LineData], *, known: Mapping[int, InvoiceLine]) -> None:
    if len(lines) > MOST_LINES:
        raise Refused(_("Eine Rechnung hat höchstens %(count)s Positionen.") % {"count": MOST_LINES})
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            provider_id=invoice.provider_id,
            invoice=invoice,
            position=position,
            text=line.text,
            detail=line.detail,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax_rate=line.tax_rate,
            is_labour=line.is_labour,
            report_line_id=_source(line, known),
        )
        for position, line in enumerate(lines, start=1)
    )


def _source(line: LineData, known: Mapping[int, InvoiceLine]) -> int | None:
    """The report line that this one was copied from; an id of a line elsewhere counts as none."""
    replaced = known.get(line.id) if line.id else None
    return replaced.report_line_id if replaced else line.report_line_id


def _check_belongings(
    *,
    provider: Provider,
    customer: Customer,
    job: Job | None = None,
    site: Site | None = None,
    billing_party: BillingParty | None = None,
) -> None:
    """Nothing of another provider or another customer ever meets on one invoice."""
    parts = [part for part in (job, billing_party) if part is not None]
    is_foreign = any(part.customer_id != customer.pk for part in parts)
    if customer.provider_id != provider.pk or is_foreign or (site is not None and not is_site_of(site, customer.pk)):
        raise Refused(_("Auftrag, Ort und Rechnungsempfänger müssen zu diesem Kunden gehören."))


def _check_dates(invoice: Invoice) -> None:
    for day in (invoice.service_from, invoice.service_to):
        check_year(day)
    if invoice.service_from and invoice.service_to and invoice.service_to < invoice.service_from:
        raise Refused(_("Das Ende der Leistung liegt vor ihrem Beginn."))
