"""Payments in the office: recorded, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.invoices import actions
from torhaus.invoices.models import Invoice, Payment
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.invoices import overview
from torhaus.office.invoices.forms import PaymentForm
from torhaus.office.invoices.views import find
from torhaus.ui import formats
from torhaus.ui.forms import form_key


@require_POST
@office_view(P.PAYMENT_RECORD)
def invoice_payments(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find(request, pk, P.PAYMENT_RECORD)
    if row.is_draft:
        return redirect("office:invoice", pk)
    form, asks = PaymentForm(request.POST), False
    if form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _recorded(request, row, form)))
        except Refused as refused:
            asks = isinstance(refused, actions.Overpaid)
            form.add_error("amount", str(refused.message))
    return overview.issued_page(request, row, form=form, asks_overpayment=asks)


def _recorded(request: ViewerRequest, invoice: Invoice, form: PaymentForm) -> str:
    payment = actions.record_payment(invoice=invoice, by=request.viewer.person, **form.cleaned_data)
    messages.success(request, _("Zahlung über %(amount)s erfasst.") % {"amount": formats.money(payment.amount)})
    return reverse("office:invoice", args=[invoice.pk])


@require_POST
@office_view(P.PAYMENT_RECORD)
def payment_reversal(request: ViewerRequest, pk: int) -> HttpResponse:
    payment = get_for(request.viewer, Payment, pk, P.PAYMENT_RECORD)
    try:
        actions.reverse_payment(payment=payment, by=request.viewer.person)
        messages.success(request, _("Die Zahlung ist zurückgenommen."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("office:invoice", payment.invoice_id)
