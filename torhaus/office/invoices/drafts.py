"""Drafts in the office: begun, written, counted while typing, thrown away, issued."""

from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import queries as customers
from torhaus.customers.models import Customer
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.invoices import editor as editing
from torhaus.office.invoices.editor import Editor
from torhaus.office.invoices.forms import NewInvoiceForm
from torhaus.office.invoices.views import find_draft
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_fragment, render_page

CHOICES = 20
M = TypeVar("M", bound=Model)


@require_http_methods(["GET", "POST"])
@office_view(P.INVOICE_WRITE)
def invoice_new(request: ViewerRequest) -> HttpResponse:
    """First the customer, found by search or named in the address (or by a job); then the subject."""
    job = _asked(request, Job, "job")
    customer = job.customer if job else _asked(request, Customer, "customer")
    if customer is None:
        return _choose_customer(request)
    form = NewInvoiceForm(request.POST or None, initial={"title": job.title if job else ""})
    if request.method == "POST" and form.is_valid():
        return redirect(once(form_key(request), lambda: _drafted(request, form, customer=customer, job=job)))
    context = {"form": form, "customer": customer, "job": job}
    return render_page(request, "office/invoices/new.html", context, status=422 if form.errors else 200)


def _asked(request: ViewerRequest, model: type[M], name: str) -> M | None:
    """The row whose id came with the form or stands in the address; 404 for a foreign one."""
    pk = id_in(request.POST.get(name) or request.GET.get(name))
    return get_for(request.viewer, model, pk, P.INVOICE_WRITE) if pk else None


def _choose_customer(request: ViewerRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = customers.active(list_for(request.viewer, Customer, P.INVOICE_WRITE))
    rows = customers.searched(rows, provider_id=request.viewer.provider.pk, words=words)
    context = {"found": list(rows.order_by("name", "id")[:CHOICES]), "words": words}
    return render_page(request, "office/invoices/choose_customer.html", context)


def _drafted(request: ViewerRequest, form: NewInvoiceForm, *, customer: Customer, job: Job | None) -> str:
    row = actions.draft_invoice(
        provider=customer.provider,
        customer=customer,
        job=job,
        title=form.cleaned_data["title"],
        by=request.viewer.person,
    )
    return reverse("office:invoice", args=[row.pk])


@require_POST
@office_view(P.INVOICE_WRITE)
def invoice_content(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find_draft(request, pk, P.INVOICE_WRITE)
    editor = Editor.of(request.viewer, row, request.POST)
    if not _saved(request, editor):
        return editing.page(request, row, editor=editor, status=422)
    messages.success(request, _("Der Entwurf ist gespeichert."))
    return redirect("office:invoice", pk)


@require_POST
@office_view(P.INVOICE_WRITE)
def invoice_totals(request: ViewerRequest, pk: int) -> HttpResponse:
    """What the sums would be with what is typed; changes nothing."""
    row = find_draft(request, pk, P.INVOICE_WRITE)
    context = editing.context_of(Editor.of(request.viewer, row, request.POST)) | {"is_swap": True}
    return render_fragment(request, "office/invoices/sums.html", "sums", context)


@require_POST
@office_view(P.INVOICE_ISSUE)
def invoice_issue(request: ViewerRequest, pk: int) -> HttpResponse:
    """Save what stands in the editor, then issue; a second submit finds the invoice issued and leads there."""
    row = find_draft(request, pk, P.INVOICE_ISSUE)
    if row.is_draft and "lines-TOTAL_FORMS" in request.POST:
        editor = Editor.of(request.viewer, row, request.POST)
        if not _saved(request, editor):
            return _after_refusal(request, pk, editor)
    return _issued(request, pk)


def _issued(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find_draft(request, pk, P.INVOICE_ISSUE)
    try:
        invoice = issue_invoice(invoice=row, by=request.viewer.person)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return editing.page(request, find_draft(request, pk, P.INVOICE_ISSUE), points=refused.points, status=422)
    messages.success(request, _("Die Rechnung %(number)s ist gestellt.") % {"number": invoice.number})
    return redirect("office:invoice", pk)


def _after_refusal(request: ViewerRequest, pk: int, editor: Editor) -> HttpResponse:
    """Somebody may have issued it in the same second; else the form with its errors."""
    row = find_draft(request, pk, P.INVOICE_ISSUE)
    return editing.page(request, row, editor=editor, status=422) if row.is_draft else redirect("office:invoice", pk)


@require_POST
@office_view(P.INVOICE_WRITE)
def invoice_removal(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Invoice, pk, P.INVOICE_WRITE)
    try:
        actions.discard_draft(invoice=row, by=request.viewer.person)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("office:invoice", pk)
    messages.success(request, _("Der Entwurf ist verworfen. Seine Leistungsbelege lassen sich wieder abrechnen."))
    return redirect("office:invoices")


def _saved(request: ViewerRequest, editor: Editor) -> bool:
    """Write the form; False with the reasons in it when it is wrong or somebody else was faster. Twice is harmless."""
    if not editor.is_valid():
        return False
    address = carried_out(
        editor.form,
        lambda: once(form_key(request), lambda: _written(request, editor)),
        current=lambda: find_draft(request, editor.invoice.pk, P.INVOICE_WRITE),
        is_whole=False,
    )
    return bool(address)


def _written(request: ViewerRequest, editor: Editor) -> str:
    actions.change_draft(
        invoice=editor.invoice,
        version=editor.version,
        by=request.viewer.person,
        values=editor.form.values,
        lines=editor.rows.lines,
    )
    return reverse("office:invoice", args=[editor.invoice.pk])
