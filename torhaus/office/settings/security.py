"""What the company asks of everybody who logs in to its office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.office.entry import office_view
from torhaus.office.settings.forms import SecurityForm
from torhaus.office.settings.tabs import tabs
from torhaus.providers import actions, queries
from torhaus.providers.models import Membership
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.STAFF_EDIT)
def security(request: ViewerRequest) -> HttpResponse:
    provider, person = request.viewer.provider, request.viewer.person
    initial = {"requires_second_factor": provider.requires_second_factor}
    form = SecurityForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        is_required = form.cleaned_data["requires_second_factor"]
        actions.require_second_factor(provider=provider, is_required=is_required, by=person)
        messages.success(request, _("Gespeichert."))
        return redirect("office:security")
    members = queries.working(list_for(request.viewer, Membership, P.STAFF_EDIT))
    context = {"form": form, "tabs": tabs(request), "without": queries.without_factor(members)}
    return render_page(request, "office/settings/security.html", context)
