"""The inbox and a ticket's page, with its files."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import children_for, get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.files.serve import file_response, thumbnail_response
from torhaus.office.entry import office_view
from torhaus.office.tickets.detail import RELATED, detail_context
from torhaus.office.tickets.forms import MessageForm
from torhaus.office.tickets.inbox import list_context
from torhaus.tickets import queries
from torhaus.tickets.models import Ticket, TicketAttachment
from torhaus.ui.render import render_fragment, render_page, wants_fragment

PAGE = "office/tickets/inbox.html"


@require_GET
@office_view(P.TICKET_READ)
def tickets(request: ViewerRequest) -> HttpResponse:
    return render_page(request, PAGE, list_context(request) | {"ticket": None})


@require_GET
@office_view(P.TICKET_READ)
def ticket(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_READ, related=RELATED)
    return ticket_page(request, row)


def ticket_page(
    request: ViewerRequest,
    row: Ticket,
    *,
    form: MessageForm | None = None,
    typed_reason: str = "",
    status: int = 200,
) -> HttpResponse:
    """The open ticket: alone for the list's script, with the list around it for everybody else."""
    context = detail_context(request, row, form=form, typed_reason=typed_reason)
    if wants_fragment(request):
        response = render_fragment(request, PAGE, "open_ticket", context, status=status)
        response["HX-Push-Url"] = request.get_full_path()
    else:
        response = render_page(request, PAGE, list_context(request) | context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    return response


@require_GET
@office_view(P.TICKET_READ)
def ticket_attachment(request: ViewerRequest, pk: int, attachment_pk: int) -> HttpResponse:
    attachment = _attachment(request, pk, attachment_pk)
    return file_response(attachment.file, inline=not request.GET.get("download"), request=request)


@require_GET
@office_view(P.TICKET_READ)
def ticket_thumbnail(request: ViewerRequest, pk: int, attachment_pk: int) -> HttpResponse:
    return thumbnail_response(_attachment(request, pk, attachment_pk).file, request=request)


def _attachment(request: ViewerRequest, pk: int, attachment_pk: int) -> TicketAttachment:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_READ)
    return queries.one_of(children_for(request.viewer, TicketAttachment, row), attachment_pk)
