"""One's own account in the portal: data, language and look, password, sessions, the provider whose customer one is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import change_seat, choices
from torhaus.access.viewer import staff_viewer
from torhaus.accounts import own
from torhaus.accounts.forms import ChangePasswordForm, PersonForm
from torhaus.portal.entry import portal_view
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@portal_view(P.HOME_READ)
def account(request: ViewerRequest) -> HttpResponse:
    form = own.person_form(request, request.viewer.person)
    if request.method == "POST" and own.save_person(form, person=request.viewer.person):
        messages.success(request, _("Gespeichert."))
        return redirect("portal:account")
    return _page(request, form, ChangePasswordForm(person=request.viewer.person))


@require_POST
@sensitive_post_parameters()
@portal_view(P.HOME_READ)
def password(request: ViewerRequest) -> HttpResponse:
    person = request.viewer.person
    form = ChangePasswordForm(request.POST, person=person)
    if own.save_password(request, form, person=person):
        messages.success(request, _("Ihr Passwort ist geändert. Auf allen anderen Geräten sind Sie abgemeldet."))
        return redirect("portal:account")
    return _page(request, PersonForm(initial={name: getattr(person, name) for name in own.FIELDS}), form)


@require_POST
@portal_view(P.HOME_READ)
def other_sessions(request: ViewerRequest) -> HttpResponse:
    own.end_other_sessions(request, person=request.viewer.person)
    messages.success(request, _("Auf allen anderen Geräten sind Sie abgemeldet."))
    return redirect("portal:account")


@require_POST
@portal_view(P.HOME_READ)
def seat(request: ViewerRequest) -> HttpResponse:
    """See another of one’s providers from now on."""
    change_seat(request, request.POST.get("provider", ""))
    return redirect("portal:home")


def _page(request: ViewerRequest, form: PersonForm, password_form: ChangePasswordForm) -> HttpResponse:
    failed = form.errors or password_form.errors
    person = request.viewer.person
    context = {
        "form": form,
        "password_form": password_form,
        "seats": choices(request.viewer),
        "person": person,
        "provider": request.viewer.provider,
        "has_office": staff_viewer(person) is not None,
    }
    return render_page(request, "portal/account/account.html", context, status=422 if failed else 200)
