"""Sites in the office: list, page, create, edit, close and open."""

from typing import Any

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
from torhaus.customers.models import BillingParty, Customer, Site
from torhaus.kernel.once import once
from torhaus.kernel.rows import joined
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.sites import overview
from torhaus.office.sites.forms import SiteForm
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

ORDER = ("name", "id")


@require_GET
@office_view(P.SITE_READ)
def sites(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    rows = joined(list_for(viewer, Site, P.SITE_READ), "customer", without=("access_note",))
    rows = rows.filter(is_active=asked.get("state") != "inactive")
    customer = overview.asked_customer(request)
    rows = queries.of_customer(rows, customer) if customer else rows
    rows = queries.searched(rows, provider_id=viewer.provider.pk, words=asked.get("q", ""))
    page = keyset_page(rows, order=ORDER, cursor=asked.get("after"))
    context = overview.list_context(request, page, customer)
    return page_or_fragment(request, "office/sites/list.html", "rows", context)


@require_GET
@office_view(P.SITE_READ)
def site(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Site, pk, P.SITE_READ, related=("customer", "billing_party"))
    return render_page(request, "office/sites/detail.html", overview.detail_context(request, row))


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def site_new(request: ViewerRequest, pk: int) -> HttpResponse:
    customer = get_for(request.viewer, Customer, pk, P.CUSTOMER_EDIT)
    address = {name: getattr(customer, name) for name in ("street", "address_extra", "postcode", "city", "country")}
    form = SiteForm(request.POST or None, parties=_parties(request, customer), initial=address)
    if request.method == "POST" and form.is_valid():
        where = carried_out(form, lambda: once(form_key(request), lambda: _created(request, customer, form)))
        if where:
            return redirect(where)
    return _form_page(request, form, customer=customer, row=None)


def _created(request: ViewerRequest, customer: Customer, form: SiteForm) -> str:
    row = actions.create_site(customer=customer, by=request.viewer.person, **form.values)
    messages.success(request, _("%(name)s ist angelegt.") % {"name": row.name})
    return reverse("office:site", args=[row.pk])


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def site_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Site, pk, P.CUSTOMER_EDIT, related=("customer",))
    form = SiteForm(request.POST or None, instance=row, parties=_parties(request, row.customer))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        changed = carried_out(
            form,
            lambda: actions.change_site(site=row, by=request.viewer.person, version=version, **form.values),
            current=lambda: get_for(request.viewer, Site, pk, P.CUSTOMER_EDIT),
        )
        if changed:
            messages.success(request, _("Gespeichert."))
            return redirect("office:site", pk)
    return _form_page(request, form, customer=row.customer, row=row)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def site_activation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=True)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def site_deactivation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=False)


def _switched(request: ViewerRequest, pk: int, *, is_active: bool) -> HttpResponse:
    row = get_for(request.viewer, Site, pk, P.CUSTOMER_EDIT)
    actions.set_site_active(site=row, is_active=is_active, by=request.viewer.person)
    return redirect("office:site", pk)


def _parties(request: ViewerRequest, customer: Customer) -> Any:
    parties = queries.of_customer(list_for(request.viewer, BillingParty, P.CUSTOMER_EDIT), customer)
    return queries.parties_in_order(queries.active(parties))


def _form_page(request: ViewerRequest, form: SiteForm, *, customer: Customer, row: Site | None) -> HttpResponse:
    back = reverse("office:site", args=[row.pk]) if row else reverse("office:customer", args=[customer.pk])
    context = {"form": form, "customer": customer, "site": row, "back": back}
    return render_page(request, "office/sites/form.html", context, status=422 if form.errors else 200)
