"""Contacts of a customer: create, edit, switch off and on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions
from torhaus.customers.models import Contact, Customer
from torhaus.kernel.once import once
from torhaus.office.customers.forms import ContactForm
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def contact_new(request: ViewerRequest, pk: int) -> HttpResponse:
    customer = get_for(request.viewer, Customer, pk, P.CUSTOMER_EDIT)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = carried_out(form, lambda: once(form_key(request), lambda: _created(request, customer, form)))
        if address:
            return redirect(address)
    return _form_page(request, form, customer=customer, row=None)


def _created(request: ViewerRequest, customer: Customer, form: ContactForm) -> str:
    row = actions.create_contact(customer=customer, by=request.viewer.person, **form.values)
    messages.success(request, _("%(name)s ist angelegt.") % {"name": row})
    return reverse("office:customer", args=[customer.pk]) + "#contacts"


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def contact_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Contact, pk, P.CUSTOMER_EDIT, related=("customer",))
    form = ContactForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        changed = carried_out(
            form,
            lambda: actions.change_contact(contact=row, by=request.viewer.person, version=version, **form.values),
            current=lambda: get_for(request.viewer, Contact, pk, P.CUSTOMER_EDIT),
        )
        if changed:
            messages.success(request, _("Gespeichert."))
            return redirect(reverse("office:customer", args=[row.customer_id]) + "#contacts")
    return _form_page(request, form, customer=row.customer, row=row)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def contact_activation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=True)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def contact_deactivation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=False)


def _switched(request: ViewerRequest, pk: int, *, is_active: bool) -> HttpResponse:
    row = get_for(request.viewer, Contact, pk, P.CUSTOMER_EDIT, related=("customer",))
    actions.change_contact(contact=row, by=request.viewer.person, is_active=is_active)
    return redirect(reverse("office:customer", args=[row.customer_id]) + "#contacts")


def _form_page(request: ViewerRequest, form: ContactForm, *, customer: Customer, row: Contact | None) -> HttpResponse:
    context = {"form": form, "customer": customer, "contact": row}
    return render_page(request, "office/customers/contact_form.html", context, status=422 if form.errors else 200)
