"""One person's access to a customer: rights, sites, an end date; blocked and opened again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import queries as customer_queries
from torhaus.customers.models import Customer, Site
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.portal_access.doors import customer_of, row_of
from torhaus.office.portal_access.forms import AccessForm
from torhaus.office.steps import carry
from torhaus.portal_access import actions, queries
from torhaus.portal_access.models import Deputyship, PortalAccess
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def access(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    row = _access(request, customer, pk)
    sites = customer_queries.of_customer(list_for(request.viewer, Site, P.SITE_READ), customer)
    form = AccessForm(
        request.POST or None,
        instance=row,
        sites=customer_queries.sites_in_order(sites),
        chosen=queries.site_ids_of(row),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, row, customer):
        messages.success(request, _("Gespeichert. Die Einstellungen gelten ab sofort."))
        return redirect("office:portal", customer_id)
    context = {"form": form, "customer": customer, "access": row}
    return render_page(request, "office/portal_access/access.html", context, status=422 if form.errors else 200)


def _saved(request: ViewerRequest, form: AccessForm, row: PortalAccess, customer: Customer) -> PortalAccess | None:
    version, person = form.cleaned_data["version"], request.viewer.person
    return carried_out(
        form,
        lambda: actions.change_access(access=row, by=person, version=version, **form.values),
        current=lambda: _access(request, customer, row.pk),
    )


@require_POST
@office_view(P.PORTAL_INVITE)
def access_deactivation(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    return _switched(request, customer_id, pk, is_active=False)


@require_POST
@office_view(P.PORTAL_INVITE)
def access_activation(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    return _switched(request, customer_id, pk, is_active=True)


@require_POST
@office_view(P.PORTAL_INVITE)
def deputyship_end(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    """End a deputyship that somebody of the customer has given."""
    customer = customer_of(request, customer_id)
    row = row_of(customer, get_for(request.viewer, Deputyship, pk, P.PORTAL_INVITE))
    actions.end_deputyship(deputyship=row, by=request.viewer.person, side="office")
    messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("office:portal", customer_id)


def _switched(request: ViewerRequest, customer_id: int, pk: int, *, is_active: bool) -> HttpResponse:
    row = _access(request, customer_of(request, customer_id), pk)
    text = (
        _("Der Zugang ist wieder offen.") if is_active else _("Der Zugang ist gesperrt, auch in laufenden Sitzungen.")
    )
    carry(request, lambda: actions.set_access_active(access=row, is_active=is_active, by=request.viewer.person), text)
    return redirect("office:portal", customer_id)


def _access(request: ViewerRequest, customer: Customer, pk: int) -> PortalAccess:
    return row_of(customer, get_for(request.viewer, PortalAccess, pk, P.PORTAL_INVITE, whole=("person",)))
