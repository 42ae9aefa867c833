"""What the actions share: the locked row, its sums, its words for the search, its ids for the history."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.invoices.models import BilledReport, Invoice
from torhaus.invoices.totals import Totals, totals
from torhaus.kernel import search
from torhaus.kernel.errors import Conflict, Refused
from torhaus.reports.models import ServiceReport

LARGEST = 999_999_999  # euros; what the columns hold and a GiroCode can say


def locked(pk: int) -> Invoice:
    """The row with whom and what it is about, kept from others until the transaction ends."""
    rows = Invoice.objects.select_related("customer", "billing_party", "site")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def locked_draft(pk: int, *, version: int | None = None) -> Invoice:
    """The locked draft; refused when it is issued already, Conflict when somebody changed it since `version`."""
    invoice = locked(pk)
    if not invoice.is_draft:
        raise Refused(_("Diese Rechnung ist schon gestellt und lässt sich nicht mehr ändern."))
    if version is not None and invoice.version != version:
        raise Conflict(_("Jemand anderes hat diesen Entwurf inzwischen geändert. Bitte laden Sie die Seite neu."))
    return invoice


def check_year(day: dt.date | None) -> None:
    """Refuse a day that can only be a typing error."""
    if day is not None and not 2000 <= day.year <= 2100:
        raise Refused(_("Das Jahr %(year)s kann nicht stimmen. Bitte prüfen Sie das Datum.") % {"year": day.year})


def count(invoice: Invoice) -> Totals:
    """Put the sums of the lines into the row (not saved)."""
    sums = totals(
        list(invoice.lines.order_by("position")), tax_mode=invoice.tax_mode, discount_percent=invoice.discount_percent
    )
    if max(abs(sums.gross), abs(sums.net)) > LARGEST:
        raise Refused(_("Die Summe ist zu groß für eine Rechnung."))
    invoice.net_total, invoice.tax_total, invoice.gross_total = sums.net, sums.tax, sums.gross
    return sums


def make_findable(invoice: Invoice) -> None:
    """Number, subject, who and where; called in the transaction that writes the row."""
    party, site = invoice.billing_party, invoice.site
    words = [
        invoice.number, invoice.title, invoice.customer.name, invoice.customer.number, party.name if party else "",
        site.name if site else "", site.street if site else "", invoice.order_number,
    ]  # fmt: skip
    search.put(invoice, provider_id=invoice.provider_id, text=" ".join(word for word in words if word))


def tell(
    verb: str, invoice: Invoice, *, by: Person | None, public: bool = False, data: dict[str, Any] | None = None
) -> None:
    """The activity row of an invoice with the ids of all it touches."""
    activity.record(
        verb,
        provider_id=invoice.provider_id,
        by=by,
        public=public,
        side="office" if by else "",
        data=data,
        invoice_id=invoice.pk,
        customer_id=invoice.customer_id,
        site_id=invoice.site_id,
        job_id=invoice.job_id,
    )


def release_reports(invoice: Invoice) -> None:
    """The reports of a cancelled invoice or a discarded draft can be billed again."""
    current = BilledReport.objects.filter(invoice=invoice, is_current=True)
    ServiceReport.objects.filter(pk__in=current.values("report_id")).update(is_billed=False)
    current.update(is_current=False)
