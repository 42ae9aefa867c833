"""Signed work becomes a draft: each service report is billed once, also when two people press at the same time."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from torhaus.invoices.actions.drafts import LineData
from torhaus.invoices.models import BilledReport, Invoice
from torhaus.kernel.errors import Refused
from torhaus.kernel.money import ZERO
from torhaus.reports.models import LineKind, ReportLine, ServiceReport

LABOUR = {LineKind.TIME, LineKind.TRAVEL}  # § 35a EStG favours work and journeys, not material


def bill_reports(*, invoice: Invoice, reports: Sequence[ServiceReport]) -> None:
    """Mark the reports as standing on this draft; refused when one of them stands on another already."""
    try:
        with transaction.atomic():
            BilledReport.objects.bulk_create(
                BilledReport(provider_id=invoice.provider_id, invoice=invoice, report=report) for report in reports
            )
    except IntegrityError as error:
        raise Refused(_("Einer dieser Leistungsbelege steht schon auf einer anderen Rechnung.")) from error
    ServiceReport.objects.filter(pk__in=[report.pk for report in reports]).update(is_billed=True)


def lines_of(reports: Sequence[ServiceReport]) -> list[LineData]:
    """The lines of these reports in order, with their proposed prices; a missing price is zero and asks to be filled in."""
    order = {report.pk: index for index, report in enumerate(reports)}
    rows = ReportLine.objects.filter(report__in=reports).order_by("position")
    return [line_from(row, order_of=reports) for row in sorted(rows, key=lambda row: order[row.report_id])]


def line_from(row: ReportLine, *, order_of: Sequence[ServiceReport]) -> LineData:
    """One line; where several reports meet, it says which it is from."""
    report = next(report for report in order_of if report.pk == row.report_id)
    return LineData(
        text=row.text,
        detail=_("Beleg %(number)s") % {"number": report.number} if len(order_of) > 1 else "",
        quantity=row.quantity,
        unit=row.unit,
        unit_price=ZERO if row.unit_price is None else row.unit_price,
        tax_rate=row.tax_rate,
        is_labour=row.kind in LABOUR,
        report_line_id=row.pk,
    )
