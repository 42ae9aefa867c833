"""A draft becomes an invoice: checked, numbered, frozen, and the jobs whose work it bills are closed."""

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.invoices import actions, queries
from torhaus.invoices.models import Invoice
from torhaus.jobs.actions.jobs import set_status
from torhaus.jobs.models import Job, JobStatus
from torhaus.reports.models import ReportStatus, ServiceReport


def issue_invoice(*, invoice: Invoice, by: Person) -> Invoice:
    """Issue a draft; Refused with points when something is missing. A second call returns the issued invoice unchanged.

    Reading, checking and writing the XML happen before the transaction, printing after it in the worker.
    """
    if not invoice.is_draft:
        return invoice
    prepared = actions.prepare(invoice=invoice)
    with transaction.atomic():
        issued = actions.issue(prepared=prepared, by=by)
        close_jobs(issued)
    return issued


def close_jobs(invoice: Invoice) -> None:
    """Finished jobs become billed when none of their reports is left to bill."""
    for job in _locked_jobs(invoice, JobStatus.DONE):
        reports = ServiceReport.objects.filter(job=job)
        is_running = reports.filter(status__in=[ReportStatus.DRAFT, ReportStatus.OPEN]).exists()
        if not is_running and not queries.unbilled(reports).exists():
            set_status(job, JobStatus.BILLED)


def reopen_jobs(invoice: Invoice) -> None:
    """After a Storno the work is done but not billed."""
    for job in _locked_jobs(invoice, JobStatus.BILLED):
        set_status(job, JobStatus.DONE)


def _locked_jobs(invoice: Invoice, status: str) -> list[Job]:
    """The jobs in this status whose work the invoice bills."""
    ids = set(ServiceReport.objects.filter(billings__invoice=invoice).values_list("job_id", flat=True))
    ids |= {invoice.job_id} if invoice.job_id else set()
    return list(Job.objects.filter(pk__in=ids, status=status).order_by("pk").select_for_update()) if ids else []
