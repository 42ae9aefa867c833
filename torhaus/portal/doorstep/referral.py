"""A referral's link: a short form at the provider's doorstep. GET consumes nothing; only a POST takes it up."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from torhaus.accounts.forms import spoken
from torhaus.flows.accept_referral import accept_referral
from torhaus.kernel.errors import Refused
from torhaus.portal_access import queries
from torhaus.portal_access.actions import is_answerable
from torhaus.portal_access.models import Referral
from torhaus.ui.brand import Brand
from torhaus.ui.render import render_page


class AnswerForm(forms.Form):
    company = forms.CharField(
        label=_("Firma oder Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    first_name = forms.CharField(
        label=_("Vorname"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    phone = forms.CharField(
        label=_("Telefon"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    message = forms.CharField(label=_("Worum geht es?"), max_length=2000, required=False, widget=forms.Textarea)


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.referral_by_token(token)
    if found is None or not is_answerable(found):
        return render_page(request, "portal/doorstep/referral_over.html", status=410)
    form = AnswerForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            accept_referral(referral=found, language=spoken(get_language(), otherwise="de"), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect("doorstep:referral_thanks")
    request.brand = Brand.of(found.provider)  # type: ignore[attr-defined]
    context = {"form": form, "referral": found, "provider": found.provider}
    return render_page(request, "portal/doorstep/referral.html", context, status=422 if form.errors else 200)


def _initial(found: Referral) -> dict[str, str]:
    first, _blank, last = found.name.rpartition(" ")
    return {"company": found.company, "first_name": first, "last_name": last}


@require_safe
def referral_thanks(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/doorstep/referral_thanks.html")
