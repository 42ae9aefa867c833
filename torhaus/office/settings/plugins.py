"""Einstellungen › Plugins: the plan with its trial, and the switch „Kundenportal“ of the whole company."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.office.entry import office_view
from torhaus.office.settings.tabs import tabs
from torhaus.office.steps import carry
from torhaus.portal_access.checks import missing_for_portal
from torhaus.providers import actions
from torhaus.providers.queries import operator_email
from torhaus.ui.render import render_page


@require_GET
@office_view(P.PROVIDER_EDIT)
def plugins(request: ViewerRequest) -> HttpResponse:
    provider = request.viewer.provider
    needs_plan = not provider.plan_has_portal
    context = {
        "provider": provider,
        "tabs": tabs(request),
        "missing": missing_for_portal(provider),
        "needs_plan": needs_plan,
        "may_try": needs_plan and provider.trial_until is None,
        "operator": operator_email() if needs_plan or provider.lives_by_trial else "",
    }
    return render_page(request, "office/settings/plugins.html", context)


@require_POST
@office_view(P.PROVIDER_EDIT)
def portal_activation(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    return _carried(
        request,
        lambda: actions.set_portal_plugin(provider=viewer.provider, is_on=True, by=viewer.person),
        _("Das Kundenportal ist eingeschaltet. Alles ist wieder da, wie es war."),
    )


@require_POST
@office_view(P.PROVIDER_EDIT)
def portal_deactivation(request: ViewerRequest) -> HttpResponse:
    viewer = request.viewer
    return _carried(
        request,
        lambda: actions.set_portal_plugin(provider=viewer.provider, is_on=False, by=viewer.person),
        _("Das Kundenportal ist ausgeschaltet. Ihre Kunden sehen ab sofort einen freundlichen Hinweis."),
    )


@require_POST
@office_view(P.PROVIDER_EDIT)
def trial(request: ViewerRequest) -> HttpResponse:
    """Begin the trial, once."""
    viewer = request.viewer
    return _carried(
        request,
        lambda: actions.start_trial(provider=viewer.provider, by=viewer.person),
        _("Die Testphase läuft. Sie können jetzt Kunden einladen."),
    )


def _carried(request: ViewerRequest, action: Callable[[], object], text: str) -> HttpResponse:
    carry(request, action, text)
    return redirect("office:plugins")
