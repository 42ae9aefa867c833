"""The routine page „Heute“ and the numbers beside the office's navigation."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from torhaus.access.counts import counted
from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.invoices import queries as invoice_queries
from torhaus.invoices.models import Invoice
from torhaus.invoices.states import State
from torhaus.jobs import queries as job_queries
from torhaus.jobs.models import Visit
from torhaus.office.entry import office_view
from torhaus.office.home import tasks_of_day
from torhaus.reports import queries as report_queries
from torhaus.reports.models import ServiceReport
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket
from torhaus.ui.render import render_page


@require_GET
@office_view(P.HOME_READ)
def home(request: ViewerRequest) -> HttpResponse:
    context = tasks_of_day.context(request.viewer)
    return render_page(request, "office/home/home.html", context | {"today": timezone.localdate()})


@require_GET
@office_view(P.HOME_READ)
def counts(request: ViewerRequest) -> HttpResponse:
    """Bounded numbers for the navigation, in one query; what the viewer may not decide is left out."""
    viewer = request.viewer
    found = counted(
        viewer,
        tickets=ticket_queries.new(list_for(viewer, Ticket, P.TICKET_DECIDE)) if viewer.may(P.TICKET_DECIDE) else None,
        visits=job_queries.with_open_wish(list_for(viewer, Visit, P.VISIT_PLAN)) if viewer.may(P.VISIT_PLAN) else None,
        reports=report_queries.waiting(list_for(viewer, ServiceReport, P.REPORT_READ)),
        invoices=invoice_queries.in_state(list_for(viewer, Invoice, P.INVOICE_READ), State.OVERDUE)
        if viewer.may(P.INVOICE_READ)
        else None,
    )
    return JsonResponse(found)
