"""A forgotten password: a new one is asked for by mail and chosen behind a one-time link."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.accounts import login as door
from torhaus.accounts import recovery, throttle
from torhaus.accounts.actions import ask_for_reset
from torhaus.accounts.forms import NewPasswordForm
from torhaus.accounts.models import Person
from torhaus.accounts.recovery import Purpose
from torhaus.ui.render import render_page


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-Mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Send a link to the address if it is somebody's; the answer is the same if it is nobody's."""
    form = ResetForm(door.posted(request))
    if request.method != "POST":
        return render_page(request, "portal/doorstep/reset.html", {"form": form})
    if not form.is_valid():
        return render_page(request, "portal/doorstep/reset.html", {"form": form}, status=422)
    address = form.cleaned_data["email"]
    if throttle.may_ask_for_mail(request, address=address):
        person = recovery.find(address)
        if person is not None:
            ask_for_reset(person=person, provider_id=_provider_id(person))
    return redirect("doorstep:reset_sent")


@require_http_methods(["GET", "HEAD"])
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/doorstep/reset_sent.html")


def _provider_id(person: Person) -> int:
    """Whose brand the mail wears; 0 for a person without any provider at present."""
    viewer = staff_viewer(person) or portal_viewer(person)
    return viewer.provider.pk if viewer else 0


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password behind a link; only the POST uses it up."""
    person = recovery.person_for(token, purpose=Purpose.RESET)
    if person is None:
        return render_page(request, "portal/doorstep/link_expired.html", status=410)
    form = NewPasswordForm(door.posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        return _chosen(request, form, token=token)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": person}
    return render_page(request, "portal/doorstep/choose_password.html", context, status=status)


def _chosen(request: HttpRequest, form: NewPasswordForm, *, token: str) -> HttpResponse:
    try:
        person = recovery.choose_password(token=token, purpose=Purpose.RESET, password=form.cleaned_data["password"])
    except ValidationError:
        person = None
    if person is None:
        return redirect(request.path)
    return door.enter(request, person, method="mail")
