"""The step between password and session: whoever has a second factor is nobody until they gave it.

The half-open login waits in the anonymous session (allauth's stash, 15 minutes); `request.user` stays anonymous, so that no
page behind the login knows a state "almost in".
"""

from typing import Any

from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from torhaus.accounts import factors
from torhaus.accounts.models import Person

KEY = "second_step"
PAGE = "/login/factor/"
LASTS = 15 * 60  # seconds, as long as allauth keeps its stash


class SecondStep(LoginStage):
    key = KEY

    def handle(self) -> tuple[HttpResponse | None, bool]:
        person = self.login.user
        if not isinstance(person, Person) or not factors.is_protected(person):
            return None, True
        self.state["hash"] = person.get_session_auth_hash()
        self.request.session.set_expiry(LASTS)
        return redirect(PAGE), True


def start(person: Person, *, to: str, has_both_factors: bool) -> Login:
    """A login that begins; a passkey that made sure of its person has brought both factors at once."""
    state: dict[str, Any] = {"stages": {KEY: {"handled": True}}} if has_both_factors else {}
    return Login(user=person, email=person.email, redirect_url=to, state=state)


def waiting(request: HttpRequest) -> SecondStep | None:
    """The half-open login of this session, if the person is still the one who began it (active, same password)."""
    if request.user.is_authenticated:
        return None
    stage = LoginStageController.enter(request, KEY)
    person = stage.login.user if isinstance(stage, SecondStep) else None
    if not isinstance(person, Person) or not isinstance(stage, SecondStep):
        return None
    is_same = constant_time_compare(stage.state.get("hash", ""), person.get_session_auth_hash())
    return stage if person.is_active and is_same else None


def person_of(stage: SecondStep) -> Person:
    assert isinstance(stage.login.user, Person)
    return stage.login.user


def finish(request: HttpRequest, stage: SecondStep) -> HttpResponse:
    """The factor was right: open the session."""
    unstash_login(request)
    response: HttpResponse = stage.exit()
    return response


def give_up(request: HttpRequest) -> None:
    clear_login(request)
