"""The customer's tickets: list, one of them, writing, closing, opening again, and their files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.fetch import children_for, get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.files.actions import take_pending
from torhaus.files.serve import file_response, thumbnail_response
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.portal.entry import portal_view
from torhaus.portal.tickets import overview
from torhaus.portal.tickets.forms import MessageForm, ReopeningForm
from torhaus.tickets import actions, queries
from torhaus.tickets.models import Ticket, TicketAttachment
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("provider", "customer", "site", "room", "category", "reported_by")
VIEWS = {"running": queries.running, "done": queries.done}


@require_GET
@portal_view(P.TICKET_READ)
def tickets(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    view = (
        asked.get("view", "")
        if asked.get("view") in {"running", "done", "all"}
        else "all"
        if asked.get("q")
        else "running"
    )
    rows = list_for(viewer, Ticket, P.TICKET_READ)
    rows = VIEWS[view](rows) if view in VIEWS else rows
    rows = queries.searched(rows, provider_id=viewer.provider.pk, words=asked.get("q", ""))
    page = keyset_page(queries.portal_columns(rows), order=queries.NEWEST, cursor=asked.get("after"), size=50)
    return page_or_fragment(request, "portal/tickets/list.html", "rows", overview.list_context(request, page, view))


@require_GET
@portal_view(P.TICKET_READ)
def ticket(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_READ, related=RELATED)
    return render_page(request, "portal/tickets/detail.html", overview.detail_context(request.viewer, row))


@require_POST
@portal_view(P.TICKET_ANSWER)
def ticket_messages(request: ViewerRequest, pk: int) -> HttpResponse:
    viewer = request.viewer
    row = get_for(viewer, Ticket, pk, P.TICKET_ANSWER, related=RELATED)
    form = MessageForm(request.POST, request.FILES)
    is_stored = form.hold(provider=row.provider, by=viewer.person)
    if form.is_valid() and is_stored:
        try:
            return redirect(once(form_key(request), lambda: _said(request, row, form)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = overview.detail_context(viewer, row, form=form)
    return render_page(request, "portal/tickets/detail.html", context, status=422)


def _said(request: ViewerRequest, row: Ticket, form: MessageForm) -> str:
    person = request.viewer.person
    files = take_pending(by=person, form_key=form.key)
    message = actions.comment(ticket=row, body=form.cleaned_data["body"], by=person, files=files)
    return f"{reverse('portal:ticket', args=[row.pk])}#m{message.pk}"


@require_POST
@portal_view(P.TICKET_CREATE)
def ticket_closure(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_CREATE)
    return _carried_out(request, row, lambda: actions.close(ticket=row, by=request.viewer.person, side="portal"))


@require_POST
@portal_view(P.TICKET_CREATE)
def ticket_reopening(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_CREATE)
    form = ReopeningForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    person = request.viewer.person
    return _carried_out(request, row, lambda: actions.reopen(ticket=row, by=person, side="portal", reason=reason))


def _carried_out(request: ViewerRequest, row: Ticket, action: Callable[[], object]) -> HttpResponse:
    address = reverse("portal:ticket", args=[row.pk])

    def run() -> str:
        action()
        return address

    try:
        return redirect(once(form_key(request), run))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(address)


@require_GET
@portal_view(P.TICKET_READ)
def ticket_attachment(request: ViewerRequest, pk: int, attachment_pk: int) -> HttpResponse:
    attachment = _attachment(request, pk, attachment_pk)
    return file_response(attachment.file, inline=not request.GET.get("download"), request=request)


@require_GET
@portal_view(P.TICKET_READ)
def ticket_thumbnail(request: ViewerRequest, pk: int, attachment_pk: int) -> HttpResponse:
    return thumbnail_response(_attachment(request, pk, attachment_pk).file, request=request)


def _attachment(request: ViewerRequest, pk: int, attachment_pk: int) -> TicketAttachment:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_READ)
    return queries.one_of(children_for(request.viewer, TicketAttachment, row), attachment_pk)
