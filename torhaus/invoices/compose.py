"""Takes the snapshot of a draft: reads everything that the invoice will say from its rows. Writes nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings

from torhaus.customers import queries as customer_queries
from torhaus.customers.models import BillingParty, Customer, CustomerKind
from torhaus.files.models import StoredFile
from torhaus.invoices import references
from torhaus.invoices import snapshot as snap
from torhaus.invoices.models import Invoice, InvoiceLine
from torhaus.invoices.totals import totals
from torhaus.providers.models import Provider
from torhaus.reports.models import ServiceReport


def snapshot_of(
    invoice: Invoice, *, issued_on: dt.date | None = None, lines: Sequence[snap.Line] | None = None
) -> snap.Snapshot:
    """What the invoice would say if it were issued on `issued_on`; `lines` instead of the stored ones.

    Fetch the invoice with `queries.complete`.
    """
    if lines is None:
        lines = [line_of(line) for line in invoice.lines.order_by("position")]
    return snap.Snapshot(
        seller=seller_of(invoice.provider),
        branding=branding_of(invoice.provider),
        account=account_of(invoice.provider),
        note=invoice.provider.invoice_note,
        buyer=buyer_of(invoice.customer, invoice.billing_party),
        lines=tuple(lines),
        totals=totals(lines, tax_mode=invoice.tax_mode, discount_percent=invoice.discount_percent),
        kind=invoice.kind,
        issued_on=issued_on,
        service_from=invoice.service_from,
        service_to=invoice.service_to,
        due_on=issued_on + dt.timedelta(days=invoice.payment_days) if issued_on else None,
        title=invoice.title,
        intro=invoice.intro,
        tax_mode=invoice.tax_mode,
        einvoice_format=invoice.einvoice_format,
        discount_percent=invoice.discount_percent,
        has_retention_note=invoice.site_id is not None and not is_business(invoice.customer, invoice.billing_party),
        language=customer_queries.language_of(invoice.customer),
        references=_references(invoice),
        place=_place(invoice),
        portal_url=portal_url(invoice),
    )


def said(invoice: Invoice) -> snap.Snapshot:
    """What the invoice says: the frozen words of an issued one, those of today for a draft."""
    if invoice.snapshot is None:
        return snapshot_of(invoice)
    return snap.Snapshot.from_json(invoice.snapshot)


def line_of(line: InvoiceLine) -> snap.Line:
    return snap.Line(
        position=line.position, text=line.text, detail=line.detail, quantity=line.quantity, unit=line.unit,
        unit_price=line.unit_price, discount_percent=line.discount_percent, tax_rate=line.tax_rate,
        is_labour=line.is_labour,
    )  # fmt: skip


def seller_of(provider: Provider) -> snap.Seller:
    person = provider.contact_person
    contact = snap.ContactPoint(
        name=str(person) if person else "",
        phone=(person.phone if person else "") or provider.phone,
        email=provider.email,
    )
    return snap.Seller(
        name=provider.legal_name or provider.name,
        address=snap.Address(
            street=provider.street, postcode=provider.postcode, city=provider.city, country=provider.country
        ),
        tax_number=provider.tax_number, vat_id=provider.vat_id, register_court=provider.register_court,
        register_number=provider.register_number, managing_directors=provider.managing_directors, phone=provider.phone,
        email=provider.email, website=provider.website, contact=contact,
    )  # fmt: skip


def branding_of(provider: Provider) -> snap.Branding:
    """The logo is named by the hash of its bytes, so that the paper can be made again as it was."""
    logo = StoredFile.objects.filter(pk=provider.logo_file_id).values_list("sha256", flat=True).first()
    return snap.Branding(
        name=provider.name,
        tagline=provider.tagline,
        logo=logo or "",
        hue=provider.brand_hue,
        chroma=provider.brand_chroma,
    )


def account_of(provider: Provider) -> snap.Account:
    return snap.Account(holder=provider.account_holder, iban=provider.iban, bic=provider.bic, bank=provider.bank_name)


def is_business(customer: Customer, party: BillingParty | None) -> bool:
    """Whether an enterprise or an authority owes the invoice."""
    return party.is_business if party else customer.kind != CustomerKind.HOUSEHOLD


def buyer_of(customer: Customer, party: BillingParty | None) -> snap.Buyer:
    """The billing party with its own VAT id; the customer itself where there is none."""
    owner = party or customer
    return snap.Buyer(
        name=owner.name,
        care_of=party.care_of if party else "",
        address=snap.Address(
            street=owner.street,
            extra=owner.address_extra,
            postcode=owner.postcode,
            city=owner.city,
            country=owner.country,
        ),
        number=customer.number,
        vat_id=owner.vat_id,
        email=owner.email or customer.email,
        is_business=is_business(customer, party),
        is_authority=bool(party.leitweg_id) if party else customer.kind == CustomerKind.AUTHORITY,
    )


def portal_url(invoice: Invoice) -> str:
    """Where the customer finds the invoice; empty where the portal is closed to them."""
    if not (invoice.provider.has_portal and invoice.customer.portal_enabled):
        return ""
    if invoice.job is not None and not invoice.job.shows_in_portal(invoice.provider):
        return ""
    return f"{settings.BASE_URL}/portal/invoices/{invoice.pk}/"


def _references(invoice: Invoice) -> snap.References:
    return snap.References(
        leitweg_id=invoice.leitweg_id,
        order_number=invoice.order_number,
        contract_number=invoice.contract_number,
        cost_centre=invoice.cost_centre,
        supplier_number=references.supplier_number(customer=invoice.customer, billing_party=invoice.billing_party),
        job_number=invoice.job.number if invoice.job else "",
        report_numbers=tuple(report.number for report in billed_reports(invoice)),
        requires_order_number=references.requires_order_number(
            customer=invoice.customer, billing_party=invoice.billing_party
        ),
    )


def billed_reports(invoice: Invoice) -> Iterable[ServiceReport]:
    """The service reports that stand on this invoice, oldest first."""
    return ServiceReport.objects.filter(billings__invoice=invoice).order_by("performed_on", "id")


def _place(invoice: Invoice) -> snap.Place | None:
    site, job = invoice.site, invoice.job
    if site is None:
        return None
    room = job.room if job and job.site_id == site.pk else None
    return snap.Place(
        name=site.name,
        address=snap.Address(
            street=site.street, extra=site.address_extra, postcode=site.postcode, city=site.city, country=site.country
        ),
        room=room.name if room else "",
        contact_name=(job.contact_name if job else "") or site.contact_name,
        contact_phone=(job.contact_phone if job and job.contact_name else "") or site.contact_phone,
    )
