"""What allauth may do here: log people in and out. Nobody signs up; accounts come from invitations and the office."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from torhaus.accounts import sessions

log = structlog.get_logger("torhaus.login")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Keep quiet: the page that follows a login says enough."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Every way of logging in ends here: a new session id, the clock of the session starts, a line in the log."""
        super().login(request, user)
        sessions.start(request)
        log.info("login", person=user.pk, address=request.META.get("REMOTE_ADDR", ""))
