"""One's own account in the office: data, language and look, the company one works for. The login is in accounts/pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import change_seat, choices
from torhaus.accounts import own
from torhaus.accounts.forms import PersonForm
from torhaus.office.entry import office_view
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.HOME_READ, is_setup=True)
def account(request: ViewerRequest) -> HttpResponse:
    form = own.person_form(request, request.viewer.person)
    if request.method == "POST" and own.save_person(form, person=request.viewer.person):
        messages.success(request, _("Gespeichert."))
        return redirect("office:account")
    return _page(request, form)


@require_POST
@office_view(P.HOME_READ, is_setup=True)
def seat(request: ViewerRequest) -> HttpResponse:
    """Work for another of one's companies from now on."""
    change_seat(request, provider_id=request.POST.get("provider", ""))
    return redirect("office:home")


def _page(request: ViewerRequest, form: PersonForm) -> HttpResponse:
    person = request.viewer.person
    context = {
        "form": form,
        "seats": choices(request.viewer),
        "person": person,
        "has_portal": request.viewer.has_other_side,
    }
    return render_page(request, "office/account/account.html", context, status=422 if form.errors else 200)
