"""The numbers beside the portal's navigation: what waits for the customer. Bounded, in one query."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from torhaus.access.counts import counted
from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.invoices import queries as invoice_queries
from torhaus.invoices.models import Invoice
from torhaus.invoices.states import State
from torhaus.portal.entry import portal_view
from torhaus.reports import queries as report_queries
from torhaus.reports.models import ServiceReport
from torhaus.tickets import queries as ticket_queries
from torhaus.tickets.models import Ticket


@require_GET
@portal_view(P.HOME_READ)
def counts(request: ViewerRequest) -> HttpResponse:
    """Questions to the customer, reports to sign, invoices to pay."""
    viewer = request.viewer
    found = counted(
        viewer,
        tickets=ticket_queries.waiting(list_for(viewer, Ticket, P.TICKET_READ)),
        reports=report_queries.waiting(list_for(viewer, ServiceReport, P.REPORT_SIGN))
        if viewer.may(P.REPORT_SIGN)
        else None,
        invoices=invoice_queries.in_state(list_for(viewer, Invoice, P.INVOICE_READ), State.OPEN)
        if viewer.may(P.INVOICE_READ)
        else None,
    )
    return JsonResponse(found)
