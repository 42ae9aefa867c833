"""The Storno in the office: asked about on a page of its own, then carried out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.invoices.models import Invoice
from torhaus.kernel.errors import Refused
from torhaus.office.entry import office_view
from torhaus.office.invoices.forms import CancellationForm
from torhaus.office.invoices.views import find
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.INVOICE_ISSUE)
def invoice_cancellation(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find(request, pk, P.INVOICE_ISSUE)
    if row.is_draft or row.is_cancellation:
        return redirect("office:invoice", pk)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _cancelled(request, row, form)
        except Refused as refused:
            form.add_error("accepts_credit", str(refused.message))
    context = {"invoice": row, "form": form, "is_paid": row.paid_total > 0}
    return render_page(request, "office/invoices/cancellation.html", context, status=422 if form.errors else 200)


def _cancelled(request: ViewerRequest, row: Invoice, form: CancellationForm) -> HttpResponse:
    done = cancel_invoice(invoice=row, by=request.viewer.person, **form.cleaned_data)
    numbers = {"number": row.number, "storno": done.storno.number}
    messages.success(request, _("%(number)s ist storniert, die Stornorechnung hat die Nummer %(storno)s.") % numbers)
    return redirect("office:invoice", done.draft.pk if done.draft else row.pk)
