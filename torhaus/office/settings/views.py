"""Company data and the company's look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.files.logos import store_logo
from torhaus.kernel.errors import Refused
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.settings.forms import CompanyForm, LogoForm, LookForm
from torhaus.office.settings.tabs import tabs
from torhaus.providers import actions, checks, colours
from torhaus.providers.models import Membership
from torhaus.providers.queries import current
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.PROVIDER_EDIT)
def company(request: ViewerRequest) -> HttpResponse:
    provider, person = request.viewer.provider, request.viewer.person
    members = list_for(request.viewer, Membership, P.STAFF_EDIT)
    form = CompanyForm(request.POST or None, instance=provider, members=members)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = carried_out(
            form,
            lambda: actions.change_company(provider=provider, by=person, version=version, **form.values),
            current=lambda: current(provider),
        )
        if saved:
            messages.success(request, _("Gespeichert."))
            return redirect("office:settings")
    context = {"form": form, "tabs": tabs(request), "missing": checks.missing_for_invoices(provider)}
    return render_page(request, "office/settings/company.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@office_view(P.PROVIDER_EDIT)
def look(request: ViewerRequest) -> HttpResponse:
    provider = request.viewer.provider
    colour = colours.solid(hue=provider.brand_hue, chroma=provider.brand_chroma)
    form = LookForm(request.POST or None, initial={"colour": colour, "version": provider.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_look(
                provider=provider,
                by=request.viewer.person,
                version=form.cleaned_data["version"],
                colour=form.cleaned_data["colour"],
            )
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("office:look")
    return _look_page(request, form, LogoForm())


@require_POST
@office_view(P.PROVIDER_EDIT)
def logo(request: ViewerRequest) -> HttpResponse:
    provider, person = request.viewer.provider, request.viewer.person
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = store_logo(provider=provider, upload=form.cleaned_data["logo"], by=person)
            actions.set_logo(provider=provider, file_id=stored.pk, by=person)
        except Refused as refused:
            form.add_error("logo", str(refused.message))
        else:
            messages.success(request, _("Das Logo ist gespeichert."))
            return redirect("office:look")
    colour = colours.solid(hue=provider.brand_hue, chroma=provider.brand_chroma)
    return _look_page(request, LookForm(initial={"colour": colour, "version": provider.version}), form)


@require_POST
@office_view(P.PROVIDER_EDIT)
def logo_removal(request: ViewerRequest) -> HttpResponse:
    actions.set_logo(provider=request.viewer.provider, file_id=None, by=request.viewer.person)
    messages.success(request, _("Das Logo ist entfernt."))
    return redirect("office:look")


def _look_page(request: ViewerRequest, form: LookForm, logo_form: LogoForm) -> HttpResponse:
    failed = form.errors or logo_form.errors
    context = {"form": form, "logo_form": logo_form, "tabs": tabs(request), "provider": request.viewer.provider}
    return render_page(request, "office/settings/look.html", context, status=422 if failed else 200)
