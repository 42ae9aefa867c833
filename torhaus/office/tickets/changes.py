"""What the office does to a ticket, one POST each: message, assignment, acceptance, refusal, closure, reopening, edit."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.naming import hidden_names
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.files.actions import take_pending
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.tickets.detail import RELATED, open_jobs_of, own_member
from torhaus.office.tickets.forms import NOTE, AcceptanceForm, AssignmentForm, MessageForm, ReasonForm, ReopeningForm
from torhaus.office.tickets.views import ticket_page
from torhaus.providers.models import Membership
from torhaus.tickets import actions, queries
from torhaus.tickets.models import Ticket
from torhaus.ui.forms import form_key


@require_POST
@office_view(P.TICKET_NOTE)
def ticket_messages(request: ViewerRequest, pk: int) -> HttpResponse:
    """An answer or an internal note, as the form says; an answer needs its own permission."""
    form = MessageForm(request.POST, request.FILES)
    is_note = request.POST.get("kind") == NOTE
    row = get_for(request.viewer, Ticket, pk, P.TICKET_NOTE if is_note else P.TICKET_ANSWER, related=RELATED)
    form.hold(provider=row.provider, by=request.viewer.person)
    if form.is_valid() and not _must_ask(request, row, form, is_note=is_note):
        try:
            return redirect(once(form_key(request), lambda: _said(request, row, form, is_note=is_note)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    return ticket_page(request, row, form=form, status=422)


def _must_ask(request: ViewerRequest, ticket: Ticket, form: MessageForm, *, is_note: bool) -> bool:
    """Whether the answer names a performer whom this customer may not see, and nobody has said „Trotzdem senden“ yet."""
    if is_note or "anyway" in request.POST:
        return False
    form.named = hidden_names(form.cleaned_data["body"], customer=ticket.customer, site=ticket.site)
    return bool(form.named)


def _said(request: ViewerRequest, ticket: Ticket, form: MessageForm, *, is_note: bool) -> str:
    person, values = request.viewer.person, form.cleaned_data
    files = take_pending(by=person, form_key=form.key)
    if is_note:
        message = actions.note(
            ticket=ticket, body=values["body"], by=person, files=files, called_back=values["called_back"]
        )
    else:
        message = actions.answer(ticket=ticket, body=values["body"], by=person, files=files, asks=values["asks"])
    return f"{_address(request, ticket)}#m{message.pk}"


@require_POST
@office_view(P.TICKET_DECIDE)
def ticket_assignment(request: ViewerRequest, pk: int) -> HttpResponse:
    """To the member named, or to oneself with `me`."""
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE)
    members = queries.assignable(list_for(request.viewer, Membership, P.TICKET_DECIDE))
    form = AssignmentForm(request.POST, members=members)
    if "me" in request.POST:
        member = own_member(request.viewer, row)
    elif form.is_valid():
        member = form.cleaned_data["member"]
    else:
        messages.error(request, _("Diese Person arbeitet nicht mehr hier."))
        return redirect(_address(request, row))
    return _carried_out(request, row, lambda: actions.assign(ticket=row, member=member, by=request.viewer.person))


@require_POST
@office_view(P.TICKET_DECIDE)
def tickets_assignment(request: ViewerRequest) -> HttpResponse:
    """Take several tickets over at once; one that is foreign or missing stops all."""
    ids = [id_in(pk) for pk in request.POST.getlist("ticket")[:50]]
    rows = [get_for(request.viewer, Ticket, pk or 0, P.TICKET_DECIDE) for pk in ids]
    taken = 0
    for row in rows:
        try:
            actions.assign(ticket=row, member=own_member(request.viewer, row), by=request.viewer.person)
            taken += 1
        except Refused as refused:
            messages.error(request, f"{row.number}: {refused.message}")
    if taken:
        words = ngettext("%(count)s Ticket übernommen.", "%(count)s Tickets übernommen.", taken)
        messages.success(request, words % {"count": taken})
    kept = request.GET.urlencode()
    return redirect(reverse("office:tickets") + (f"?{kept}" if kept else ""))


@require_POST
@office_view(P.TICKET_DECIDE)
def ticket_acceptance(request: ViewerRequest, pk: int) -> HttpResponse:
    """Accepted: a new job, or the open one chosen. `then=plan` goes on to planning."""
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE)
    form = AcceptanceForm(request.POST, jobs=open_jobs_of(request.viewer, row))
    if not form.is_valid():
        messages.error(request, _("Diesen Eintrag gibt es nicht."))
        return redirect(_address(request, row))

    def accept() -> str:
        job = accept_ticket(ticket=row, by=request.viewer.person, job=form.cleaned_data["job"])
        messages.success(
            request, _("Angenommen als %(job)s %(number)s.") % {"job": request.words.job.inline, "number": job.number}
        )
        return _address(request, row)

    return _once(request, row, accept)


@require_POST
@office_view(P.TICKET_DECIDE)
def ticket_refusal(request: ViewerRequest, pk: int) -> HttpResponse:
    """With a reason; when somebody else decided meanwhile, the words typed stand in the page that says so."""
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE, related=RELATED)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def decline() -> str:
        actions.decline(ticket=row, reason=reason, by=request.viewer.person)
        return _address(request, row)

    try:
        return redirect(once(form_key(request), decline))
    except Refused as refused:
        messages.error(request, str(refused.message))
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE, related=RELATED)
    kept = MessageForm(initial={"kind": NOTE, "body": request.POST.get("reason", "")})
    return ticket_page(request, row, form=kept, typed_reason=request.POST.get("reason", ""), status=422)


@require_POST
@office_view(P.TICKET_DECIDE)
def ticket_closure(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE)
    return _carried_out(request, row, lambda: actions.close(ticket=row, by=request.viewer.person, side="office"))


@require_POST
@office_view(P.TICKET_DECIDE)
def ticket_reopening(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Ticket, pk, P.TICKET_DECIDE)
    form = ReopeningForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    person = request.viewer.person
    return _carried_out(request, row, lambda: actions.reopen(ticket=row, by=person, side="office", reason=reason))


def _carried_out(request: ViewerRequest, ticket: Ticket, action: Callable[[], object]) -> HttpResponse:
    """Carry out once, then back to the ticket."""

    def run() -> str:
        action()
        return _address(request, ticket)

    return _once(request, ticket, run)


def _once(request: ViewerRequest, ticket: Ticket, action: Callable[[], str]) -> HttpResponse:
    try:
        return redirect(once(form_key(request), action))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(_address(request, ticket))


def _address(request: ViewerRequest, ticket: Ticket) -> str:
    kept = request.GET.urlencode()
    return reverse("office:ticket", args=[ticket.pk]) + (f"?{kept}" if kept else "")
