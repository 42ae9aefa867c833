"""„Vertretung“: who acts for me while I am away, and for whom I do."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access import deputies as doors
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.portal.entry import portal_view
from torhaus.portal_access import actions
from torhaus.portal_access.models import PortalAccess
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page


class DeputyForm(forms.Form):
    """Who, from when, until when."""

    deputy = forms.ChoiceField(label=gettext_lazy("Wer vertritt Sie?"))
    starts_on = forms.DateField(
        label=gettext_lazy("Von"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Bis einschließlich"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, colleagues: list[PortalAccess], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in colleagues}
        is_several = len({row.customer_id for row in colleagues}) > 1
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            (key, f"{row.person} ({row.customer.name})" if is_several else str(row.person))
            for key, row in self.by_key.items()
        ]


@require_http_methods(["GET", "POST"])
@portal_view(P.HOME_READ)
def deputies(request: ViewerRequest) -> HttpResponse:
    found = doors.colleagues(request.viewer)
    today = timezone.localdate()
    first = {"starts_on": today, "ends_on": today + dt.timedelta(days=14)}
    form = DeputyForm(request.POST or None, colleagues=found, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _named(request, form)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = {
        "form": form,
        "has_colleagues": bool(found),
        "may_name": bool(doors.own_accesses(request.viewer)),
        "given": list(doors.given(request.viewer)),
        "taken": list(doors.taken(request.viewer)),
    }
    return render_page(request, "portal/account/deputies.html", context, status=422 if form.errors else 200)


@require_POST
@portal_view(P.HOME_READ)
def deputy_end(request: ViewerRequest, pk: int) -> HttpResponse:
    row = doors.given_by(request.viewer, pk)
    actions.end_deputyship(deputyship=row, by=request.viewer.person, side="portal")
    messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("portal:deputies")


def _named(request: ViewerRequest, form: DeputyForm) -> str:
    deputy = form.by_key[form.cleaned_data["deputy"]]
    own = next(row for row in doors.own_accesses(request.viewer) if row.customer_id == deputy.customer_id)
    days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
    actions.name_deputy(access=own, deputy=deputy, by=request.viewer.person, **days)
    messages.success(request, _("%(name)s vertritt Sie in dieser Zeit.") % {"name": deputy.person})
    return reverse("portal:deputies")
