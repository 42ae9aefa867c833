"""„Test-Zugang“: look at the portal as one access sees it, or make a test contact that goes the real way."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access import preview
from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Contact, Customer
from torhaus.flows import test_contacts
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.portal_access.doors import customer_of, row_of
from torhaus.office.steps import carry
from torhaus.portal_access.models import PortalAccess
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page


@require_POST
@office_view(P.PORTAL_INVITE)
def preview_begin(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    """See the portal with the eyes of this access."""
    row = get_for(request.viewer, PortalAccess, pk, P.PORTAL_INVITE, related=("person",))
    preview.begin(request, access=row_of(customer_of(request, customer_id), row), by=request.viewer.person)
    return redirect("portal:home")


@require_POST
@office_view(P.PORTAL_INVITE)
def preview_end(request: ViewerRequest) -> HttpResponse:
    customer_id = preview.end(request)
    return redirect("office:portal", customer_id) if customer_id else redirect("office:home")


class TestContactForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Ihre Adresse für den Test"),
        max_length=254,
        help_text=gettext_lazy("Eine, die noch keinen Zugang bei diesem Kunden hat, zum Beispiel name+test@firma.de."),
    )


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def test_contact_new(request: ViewerRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    form = TestContactForm(request.POST or None, initial={"email": _suggested(request)})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _invited(request, customer, form.cleaned_data["email"])))
        except Refused as refused:
            form.add_error("email", " ".join([str(refused.message), *map(str, refused.points)]))
    context = {"form": form, "customer": customer}
    return render_page(request, "office/portal_access/test_contact.html", context, status=422 if form.errors else 200)


def _invited(request: ViewerRequest, customer: Customer, email: str) -> str:
    invitation = test_contacts.invite_test_contact(customer=customer, email=email, by=request.viewer.person)
    messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": invitation.email})
    return reverse("office:portal", args=[customer.pk])


def _suggested(request: ViewerRequest) -> str:
    name, at, domain = (request.viewer.person.email or "").partition("@")
    return f"{name}+test{at}{domain}" if at else ""


@require_POST
@office_view(P.PORTAL_INVITE)
def test_contact_removal(request: ViewerRequest, customer_id: int, pk: int) -> HttpResponse:
    row = row_of(customer_of(request, customer_id), get_for(request.viewer, Contact, pk, P.PORTAL_INVITE))
    carry(
        request,
        lambda: test_contacts.remove_test_contact(contact=row, by=request.viewer.person),
        _("Der Testkontakt ist mit allem entfernt, was er gemacht hat."),
    )
    return redirect("office:portal", customer_id)
