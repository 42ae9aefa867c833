"""Questions about service reports. Each takes rows that access has narrowed already and returns rows."""

from django.db.models import QuerySet

from torhaus.customers.models import SignatureDuty
from torhaus.jobs.models import Job
from torhaus.kernel import search
from torhaus.reports.models import ReportStatus, ServiceReport

Reports = QuerySet[ServiceReport]
NEW_FIRST = ("-id",)


def waiting(reports: Reports) -> Reports:
    """Presented and not yet signed."""
    return reports.filter(status=ReportStatus.OPEN)


def drafts(reports: Reports) -> Reports:
    return reports.filter(status=ReportStatus.DRAFT)


def refused(reports: Reports) -> Reports:
    return reports.filter(status=ReportStatus.REFUSED)


def closed(reports: Reports) -> Reports:
    """Signed, or closed without a signature: what invoices are made from."""
    return reports.filter(status__in=[ReportStatus.SIGNED, ReportStatus.UNSIGNED])


def search_reports(reports: Reports, *, provider_id: int, words: str) -> Reports:
    return search.narrow(reports, provider_id=provider_id, words=words)


def duty_of(job: Job) -> SignatureDuty:
    """Whether a signature is asked for: the job's own setting, else its customer's."""
    return SignatureDuty(job.signature_duty or job.customer.signature_duty)
