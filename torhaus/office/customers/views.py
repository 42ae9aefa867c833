"""Customers in the office: list, page, create, edit, switch off and on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions, queries
from torhaus.customers.models import Contact, Customer
from torhaus.flows.activate_portal import create_customer
from torhaus.kernel.once import once
from torhaus.office.customers import overview
from torhaus.office.customers.forms import CustomerForm, NewCustomerForm
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

ORDER = ("name", "id")


@require_GET
@office_view(P.CUSTOMER_READ)
def customers(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    rows = queries.in_state(list_for(viewer, Customer, P.CUSTOMER_READ), asked.get("state", ""))
    rows = queries.of_kind(rows, asked.get("kind", ""))
    rows = queries.searched(rows, provider_id=viewer.provider.pk, words=asked.get("q", ""))
    page = keyset_page(rows, order=ORDER, cursor=asked.get("after"))
    mains = queries.main_contacts(list_for(viewer, Contact, P.CUSTOMER_READ), page.items)
    context = overview.list_context(request, page, mains)
    return page_or_fragment(request, "office/customers/list.html", "rows", context)


@require_GET
@office_view(P.CUSTOMER_READ)
def customer(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Customer, pk, P.CUSTOMER_READ, related=("referred_by",))
    return render_page(request, "office/customers/detail.html", overview.detail_context(request.viewer, row))


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def customer_new(request: ViewerRequest) -> HttpResponse:
    form = NewCustomerForm(request.POST or None, provider=request.viewer.provider)
    if request.method == "POST" and form.is_valid():
        address = carried_out(form, lambda: once(form_key(request), lambda: _created(request, form)))
        if address:
            return redirect(address)
    return _form_page(request, form, row=None)


def _created(request: ViewerRequest, form: CustomerForm) -> str:
    viewer = request.viewer
    row = create_customer(provider=viewer.provider, by=viewer.person, **form.values)
    messages.success(request, _("%(name)s ist angelegt.") % {"name": row.name})
    return reverse("office:customer", args=[row.pk])


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def customer_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Customer, pk, P.CUSTOMER_EDIT)
    form = CustomerForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        changed = carried_out(
            form,
            lambda: actions.change_customer(customer=row, by=request.viewer.person, version=version, **form.values),
            current=lambda: get_for(request.viewer, Customer, pk, P.CUSTOMER_EDIT),
        )
        if changed:
            messages.success(request, _("Gespeichert."))
            return redirect("office:customer", pk)
    return _form_page(request, form, row=row)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def customer_activation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=True)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def customer_deactivation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=False)


def _switched(request: ViewerRequest, pk: int, *, is_active: bool) -> HttpResponse:
    row = get_for(request.viewer, Customer, pk, P.CUSTOMER_EDIT)
    actions.set_customer_active(customer=row, is_active=is_active, by=request.viewer.person)
    return redirect("office:customer", pk)


def _form_page(request: ViewerRequest, form: CustomerForm, *, row: Customer | None) -> HttpResponse:
    context = {
        "form": form,
        "customer": row,
        "back": reverse("office:customer", args=[row.pk]) if row else reverse("office:customers"),
    }
    return render_page(request, "office/customers/form.html", context, status=422 if form.errors else 200)
