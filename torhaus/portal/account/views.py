"""One's own account in the portal: data, language and look, the customer one looks at. The login is in accounts/pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access import deputies
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import change_seat, choices
from torhaus.accounts import own
from torhaus.accounts.forms import PersonForm
from torhaus.portal.entry import portal_view
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@portal_view(P.HOME_READ)
def account(request: ViewerRequest) -> HttpResponse:
    form = own.person_form(request, request.viewer.person)
    if request.method == "POST" and own.save_person(form, person=request.viewer.person):
        messages.success(request, _("Gespeichert."))
        return redirect("portal:account")
    return _page(request, form)


@require_POST
@portal_view(P.HOME_READ)
def seat(request: ViewerRequest) -> HttpResponse:
    """See another of one's customers or providers from now on."""
    change_seat(request, provider_id=request.POST.get("provider", ""), customer_id=request.POST.get("customer", ""))
    return redirect("portal:home")


def _page(request: ViewerRequest, form: PersonForm) -> HttpResponse:
    person = request.viewer.person
    context = {
        "form": form,
        "seats": choices(request.viewer),
        "person": person,
        "provider": request.viewer.provider,
        "has_deputies": bool(deputies.own_accesses(request.viewer)),
        "has_office": request.viewer.has_other_side,
    }
    return render_page(request, "portal/account/account.html", context, status=422 if form.errors else 200)
