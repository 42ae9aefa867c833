"""„Empfehlen“: invite a business partner to the provider, and see who answered."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Customer
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.portal.entry import portal_view
from torhaus.portal_access.actions import refer
from torhaus.portal_access.models import Referral, ReferralStatus
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page

LATEST = 20


class ReferralForm(forms.Form):
    customer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Im Namen von"), queryset=None, empty_label=None
    )
    company = forms.CharField(label=gettext_lazy("Firma oder Name"), max_length=200)
    name = forms.CharField(label=gettext_lazy("Ansprechpartner"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-Mail"), max_length=254)
    message = forms.CharField(
        label=gettext_lazy("Ihre Nachricht"), max_length=1000, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("Steht in der E-Mail, die wir in Ihrem Namen senden."),
    )  # fmt: skip

    def __init__(self, *args: Any, customers: QuerySet[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = customers  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@portal_view(P.REFERRAL_CREATE)
def referrals(request: ViewerRequest) -> HttpResponse:
    customers = list_for(request.viewer, Customer, P.REFERRAL_CREATE).order_by("name", "id")
    form = ReferralForm(request.POST or None, customers=customers)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _referred(request, form)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    rows = list_for(request.viewer, Referral, P.REFERRAL_CREATE).order_by("-id")[:LATEST]
    context = {
        "form": form,
        "customers": list(customers),
        "rows": [(row, row.get_status_display(), row.status == ReferralStatus.ACCEPTED) for row in rows],
    }
    return render_page(request, "portal/referrals/referrals.html", context, status=422 if form.errors else 200)


def _referred(request: ViewerRequest, form: ReferralForm) -> str:
    row = refer(by=request.viewer.person, **form.cleaned_data)
    messages.success(request, _("Danke! Die Einladung an %(company)s ist unterwegs.") % {"company": row.company})
    return reverse("portal:referrals")
