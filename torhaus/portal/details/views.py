"""„Ihre Angaben“: one's own contact data are changed at once, the customer's only after the provider agreed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions, queries
from torhaus.customers.models import BillingParty, ChangeRequest, Contact, Customer
from torhaus.kernel.errors import Conflict, Refused
from torhaus.kernel.once import once
from torhaus.portal.details.forms import CustomerWishForm, OwnContactForm, PartyWishForm, WishForm
from torhaus.portal.entry import portal_view
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page

LATEST = 10
TONES = {"open": ("info", "clock"), "confirmed": ("ok", "check"), "declined": ("bad", "x")}


@require_GET
@portal_view(P.HOME_READ)
def details(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    contacts = list_for(viewer, Contact, P.HOME_READ).filter(provider=viewer.provider).select_related("customer")
    wishes = list_for(viewer, ChangeRequest, P.CUSTOMER_ASK).select_related("customer", "party")
    context = {
        "contacts": list(contacts.order_by("id")),
        "customers": list(list_for(viewer, Customer, P.CUSTOMER_ASK).order_by("name", "id")),
        "parties": list(queries.parties_in_order(list_for(viewer, BillingParty, P.CUSTOMER_ASK))[:50]),
        "wishes": [(row, row.get_status_display(), *TONES[row.status]) for row in wishes.order_by("-id")[:LATEST]],
    }
    return render_page(request, "portal/details/details.html", context)


@require_http_methods(["GET", "POST"])
@portal_view(P.HOME_READ)
def contact(request: ViewerRequest, pk: int) -> HttpResponse:
    """One's own entry among the customer's contacts; the address to log in with is not part of it."""
    row = get_for(request.viewer, Contact, pk, P.HOME_READ, related=("customer",))
    form = OwnContactForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        messages.success(request, _("Gespeichert."))
        return redirect("portal:details")
    context = {"form": form, "contact": row}
    return render_page(request, "portal/details/contact.html", context, status=422 if form.errors else 200)


def _saved(request: ViewerRequest, form: OwnContactForm, row: Contact) -> bool:
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        actions.change_contact(contact=row, by=request.viewer.person, version=version, side="portal", **values)
    except Conflict as conflict:
        form.add_error(None, str(conflict.message))
        form.data = form.data.copy()  # type: ignore[attr-defined]
        fresh = get_for(request.viewer, Contact, row.pk, P.HOME_READ)
        form.data["version"] = str(fresh.version)  # type: ignore[index]
        return False
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    return True


@require_http_methods(["GET", "POST"])
@portal_view(P.CUSTOMER_ASK)
def customer_change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask for other master data of the customer."""
    row = get_for(request.viewer, Customer, pk, P.CUSTOMER_ASK)
    form = CustomerWishForm(request.POST or None, instance=row)
    by = request.viewer.person
    return _asked(
        request, form, title=row.name, ask=lambda: actions.ask_change(customer=row, by=by, **form.cleaned_data)
    )


@require_http_methods(["GET", "POST"])
@portal_view(P.CUSTOMER_ASK)
def party_change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Ask for another billing address."""
    row = get_for(request.viewer, BillingParty, pk, P.CUSTOMER_ASK, related=("customer",))
    form = PartyWishForm(request.POST or None, instance=row)
    by = request.viewer.person
    return _asked(
        request,
        form,
        title=row.name,
        ask=lambda: actions.ask_change(customer=row.customer, party=row, by=by, **form.cleaned_data),
    )


def _asked(request: ViewerRequest, form: WishForm, *, title: str, ask: Callable[[], object]) -> HttpResponse:
    def run() -> str:
        ask()
        return reverse("portal:details") + "#wishes"

    if request.method == "POST" and form.is_valid():
        try:
            address = once(form_key(request), run)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Danke, wir prüfen Ihren Wunsch und geben Ihnen Bescheid."))
            return redirect(address)
    context = {"form": form, "subject": title}
    return render_page(request, "portal/details/change.html", context, status=422 if form.errors else 200)
