"""Grundeinstellungen: the line of business, the words of the company, Kundenstamm, what new jobs begin with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows.choose_sector import choose_sector
from torhaus.kernel.errors import Refused
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.settings.forms import BasicsForm, SectorForm
from torhaus.office.settings.tabs import tabs
from torhaus.providers import actions
from torhaus.providers.queries import current
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.PROVIDER_EDIT)
def basics(request: ViewerRequest) -> HttpResponse:
    provider, person = request.viewer.provider, request.viewer.person
    form = BasicsForm(request.POST or None, instance=provider)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = carried_out(
            form,
            lambda: actions.change_basics(provider=provider, by=person, version=version, **form.values),
            current=lambda: current(provider),
        )
        if saved:
            messages.success(request, _("Gespeichert. Die Einstellungen gelten ab sofort."))
            return redirect("office:basics")
    return _page(request, form, _sector_form(request))


@require_POST
@office_view(P.PROVIDER_EDIT)
def sector(request: ViewerRequest) -> HttpResponse:
    """Take over the presets of a line of business."""
    provider, person = request.viewer.provider, request.viewer.person
    form = SectorForm(request.POST)
    if form.is_valid():
        chosen, version = form.cleaned_data["sector"], form.cleaned_data["version"]
        try:
            chosen_for = choose_sector(provider=provider, sector=chosen, by=person, version=version)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Bezeichnungen, Kategorien und Voreinstellungen der Branche sind übernommen."))
            if provider.has_customer_master and not chosen_for.has_customer_master:
                messages.warning(
                    request,
                    _("Der Kundenstamm ist jetzt aus: Das Portal zeigt nur noch, wofür es eigens eingeschaltet ist."),
                )
            return redirect("office:basics")
    return _page(request, BasicsForm(instance=provider), form)


def _sector_form(request: ViewerRequest) -> SectorForm:
    provider = request.viewer.provider
    return SectorForm(initial={"sector": provider.sector, "version": provider.version})


def _page(request: ViewerRequest, form: BasicsForm, sector_form: SectorForm) -> HttpResponse:
    form.auto_id = "id_basics_%s"
    failed = form.errors or sector_form.errors
    context = {"form": form, "sector_form": sector_form, "tabs": tabs(request)}
    return render_page(request, "office/settings/basics.html", context, status=422 if failed else 200)
