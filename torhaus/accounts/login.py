"""Logging in and out: the form, the check of a password, and what is written down about both."""

import enum

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from torhaus.accounts import second_step, throttle
from torhaus.accounts.models import Person

log = structlog.get_logger("torhaus.login")


class LoginForm(forms.Form):
    """Address or username with the password; every field error reads like a wrong password."""

    login = forms.CharField(
        label=_("E-Mail oder Benutzername"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "inputmode": "email"}
        ),
    )
    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class Denial(enum.Enum):
    """Why nobody was logged in: text for people and HTTP status, the same for known and unknown accounts."""

    WRONG = (422, _("E-Mail, Benutzername oder Passwort stimmen nicht. Bitte prüfen Sie Ihre Eingaben."))
    WRONG_CODE = (422, _("Dieser Code stimmt nicht, ist abgelaufen oder schon benutzt."))
    WRONG_PASSKEY = (422, _("Die Anmeldung mit dem Passkey hat nicht geklappt. Bitte versuchen Sie es noch einmal."))
    TOO_MANY = (429, _("Zu viele Versuche. Bitte warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal."))

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def text(self) -> str:
        return str(self.value[1])


def check(request: HttpRequest, *, login: str, password: str) -> Person | Denial:
    """The person with this login and password, counted by the throttle; deactivated people count as unknown."""
    if not throttle.may_try(request, login=login):
        return denied(request, Denial.TOO_MANY)
    person = authenticate(request, username=login.strip(), password=password)
    return person if isinstance(person, Person) else denied(request, Denial.WRONG)


def enter(request: HttpRequest, person: Person, *, method: str = "password", to: str = "") -> HttpResponse:
    """Open a session and go to `to`, if that is an address of ours; where a second factor is due, to its page first.

    `method` is how the person proved who they are: password, mail (a link) or passkey, which is two factors in one.
    """
    record_authentication(request, person, method=method)
    started = second_step.start(person, to=local_address(to), has_both_factors=method == "passkey")
    return _opened(request, perform_login(request, started), person)


def finish(request: HttpRequest, stage: second_step.SecondStep) -> HttpResponse:
    """The second factor was right."""
    return _opened(request, second_step.finish(request, stage), second_step.person_of(stage))


def _opened(request: HttpRequest, response: HttpResponse, person: Person) -> HttpResponse:
    """Only a login that went all the way makes a browser known and failures forgotten."""
    if request.user.is_authenticated and request.user.pk == person.pk:
        throttle.succeeded(request, response, person=person)
    return response


def denied(request: HttpRequest, denial: Denial) -> Denial:
    log.warning("login_denied", reason=denial.name.lower(), address=request.META.get("REMOTE_ADDR", ""))
    return denial


def leave(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        log.info("logout", person=request.user.pk)
    get_adapter().logout(request)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was submitted, even if it is nothing; None for other methods."""
    return request.POST if request.method == "POST" else None


def local_address(address: str) -> str:
    """`address` if it is a path of this site, else the start."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"
