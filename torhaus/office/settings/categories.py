"""Ticket categories in the company's own words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.kernel.once import once
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.settings.forms import CategoryForm
from torhaus.office.settings.tabs import tabs
from torhaus.tickets.actions import categories as actions
from torhaus.tickets.models import TicketCategory
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.PROVIDER_EDIT)
def categories(request: ViewerRequest) -> HttpResponse:
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = carried_out(form, lambda: once(form_key(request), lambda: _created(request, form)))
        if address:
            return redirect(address)
    rows = list_for(request.viewer, TicketCategory, P.PROVIDER_EDIT).order_by("-is_active", "position", "id")
    context = {"form": form, "categories": list(rows[:200]), "tabs": tabs(request)}
    return render_page(request, "office/settings/categories.html", context, status=422 if form.errors else 200)


def _created(request: ViewerRequest, form: CategoryForm) -> str:
    row = actions.create_category(provider=request.viewer.provider, name=form.values["name"], by=request.viewer.person)
    messages.success(request, _("„%(name)s“ ist angelegt.") % {"name": row})
    return reverse("office:categories")


@require_http_methods(["GET", "POST"])
@office_view(P.PROVIDER_EDIT)
def category(request: ViewerRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    form = CategoryForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        version, name = form.cleaned_data["version"], form.values["name"]
        saved = carried_out(
            form,
            lambda: actions.rename_category(category=row, name=name, by=request.viewer.person, version=version),
            current=lambda: _get(request, pk),
        )
        if saved:
            messages.success(request, _("Gespeichert."))
            return redirect("office:categories")
    context = {"form": form, "category": row}
    return render_page(request, "office/settings/category.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.PROVIDER_EDIT)
def category_deactivation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=False)


@require_POST
@office_view(P.PROVIDER_EDIT)
def category_activation(request: ViewerRequest, pk: int) -> HttpResponse:
    return _switched(request, pk, is_active=True)


def _switched(request: ViewerRequest, pk: int, *, is_active: bool) -> HttpResponse:
    row = _get(request, pk)
    actions.set_category_active(category=row, is_active=is_active, by=request.viewer.person)
    messages.success(request, _("Gespeichert."))
    return redirect("office:categories")


def _get(request: ViewerRequest, pk: int) -> TicketCategory:
    return get_for(request.viewer, TicketCategory, pk, P.PROVIDER_EDIT)
