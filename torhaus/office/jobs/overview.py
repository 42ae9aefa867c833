"""What the list and the page of jobs show, gathered in a constant number of queries."""

import dataclasses
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from torhaus.access.fetch import get_for, history_for, id_in, list_for
from torhaus.access.history import describe
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Customer
from torhaus.invoices.models import Invoice
from torhaus.invoices.states import shown
from torhaus.jobs import queries
from torhaus.jobs.models import Job, JobStatus, Visit
from torhaus.jobs.states import job_chip, visit_chip
from torhaus.kernel.rows import joined
from torhaus.office.jobs import portal
from torhaus.office.visits.overview import attachments_of
from torhaus.reports.models import ServiceReport
from torhaus.reports.queries import duty_of
from torhaus.reports.states import report_chip
from torhaus.tickets.models import Ticket
from torhaus.ui.lists import Page, Tab, with_query

LONGEST_CHOICE = 30


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; nonsense in it counts as not asked."""

    status: str
    words: str
    numbers: dict[str, int]


def read_list(request: ViewerRequest) -> Asked:
    given = request.GET
    status = given.get("status", "running")
    numbers = {name: pk for name in ("customer", "site") if (pk := id_in(given.get(name))) is not None}
    known = {"running", "all", *JobStatus.values}
    default = "all" if numbers or given.get("q") else "running"
    return Asked(
        status=status if "status" in given and status in known else default,
        words=given.get("q", "").strip()[:200],
        numbers=numbers,
    )


def narrowed(viewer: Viewer, jobs: QuerySet[Job], asked: Asked) -> QuerySet[Job]:
    if asked.status == "running":
        jobs = queries.open_jobs(jobs)
    elif asked.status != "all":
        jobs = jobs.filter(status=asked.status)
    jobs = jobs.filter(**{f"{name}_id": pk for name, pk in asked.numbers.items()})
    jobs = queries.search_jobs(jobs, provider_id=viewer.provider.pk, words=asked.words)
    return joined(jobs, "customer", "site", without=("description",))


def list_context(request: ViewerRequest, page: Page[Job], asked: Asked) -> dict[str, Any]:
    first = page.items[0] if page.items else None
    names = {"customer": first.customer.name if first else _("Kunde")}
    names["site"] = str(first.site) if first and first.site else request.words.site.one
    views = [
        ("running", _("Laufend")),
        *((value, str(label)) for value, label in JobStatus.choices),
        ("all", _("Alle")),
    ]
    return {
        "rows": page,
        "chips": {job.pk: job_chip(job) for job in page.items},
        "tabs": [Tab(with_query(request, status=value), label, asked.status == value) for value, label in views],
        "pills": [(names[name], with_query(request, **{name: None})) for name in asked.numbers],
        "asked": asked,
        "keep": {name: value for name, value in request.GET.items() if name not in {"q", "after"} and value},
        "may_edit": request.viewer.may(P.JOB_EDIT),
        "may_set_up": request.viewer.may(P.PROVIDER_EDIT),
    }


def detail_context(viewer: Viewer, job: Job) -> dict[str, Any]:
    """The job with all that hangs on it, each list through its own door."""
    visits = list(joined(_of(viewer, Visit, P.VISIT_READ, job), "site").order_by("-starts_at", "-id")[:50])
    sees_invoices = viewer.may(P.INVOICE_READ)
    reports = list(_of(viewer, ServiceReport, P.REPORT_READ, job).order_by("-id")[:50])
    invoices = _of(viewer, Invoice, P.INVOICE_READ, job).order_by("-id")[:20] if sees_invoices else []
    return {
        "job": job,
        "job_status": job_chip(job),
        "duty": duty_of(job).label,
        **portal.context(viewer, job),
        "visits": [(visit, visit_chip(visit)) for visit in visits],
        "performers": performers_for(viewer, visits),
        "tickets": list(_of(viewer, Ticket, P.TICKET_READ, job).order_by("-id")[:20]),
        **attachments_of(viewer, job),
        "reports": [(row, report_chip(row)) for row in reports],
        "billable": [row.pk for row in reports if row.is_billable and not row.is_billed]
        if viewer.may(P.INVOICE_WRITE)
        else [],
        "invoices": [(row, shown(row)) for row in invoices],
        "entries": describe(history_for(viewer, job_id=job.pk).order_by("-id")[:40], viewer),
        "sees_invoices": sees_invoices,
        "may_invite": viewer.may(P.PORTAL_INVITE),
        "may_edit": viewer.may(P.JOB_EDIT),
        "may_plan": viewer.may(P.VISIT_PLAN) and job.status not in {JobStatus.BILLED, JobStatus.CANCELLED},
        "may_bill": viewer.may(P.INVOICE_WRITE),
        "may_finish": viewer.may(P.JOB_EDIT) and job.is_open and not any(visit.is_coming for visit in visits),
        "may_read_customer": viewer.may(P.CUSTOMER_READ),
    }


def asked_customer(request: ViewerRequest) -> Customer | None:
    """The customer that the address names (404 for a foreign one); None when it names none."""
    given = id_in(request.GET.get("customer"))
    return get_for(request.viewer, Customer, given, P.CUSTOMER_READ) if given is not None else None


def customers_context(request: ViewerRequest) -> dict[str, Any]:
    """Customers to choose from, for a new job."""
    words = request.GET.get("q", "").strip()
    rows = customer_queries.active(list_for(request.viewer, Customer, P.CUSTOMER_READ))
    rows = customer_queries.searched(rows, provider_id=request.viewer.provider.pk, words=words)
    return {"customers": list(rows.order_by("name", "id")[:LONGEST_CHOICE]), "words": words}


def first_values(request: ViewerRequest, customer: Customer) -> dict[str, Any]:
    """What a new job takes over from its customer, and the site that the address names."""
    site = request.GET.get("site", "")
    return {
        "order_number": customer.order_number,
        "cost_centre": customer.cost_centre,
        "contract_number": customer.contract_number,
        "site": id_in(site),
        "portal": request.viewer.provider.default_job_portal,
    }


def _of(viewer: Viewer, model: Any, permission: P, job: Job) -> Any:
    return list_for(viewer, model, permission).filter(job=job)
