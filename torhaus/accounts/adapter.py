"""What allauth may do here: log people in and out, ask for the second factor. Nobody signs up by themselves."""

import base64
import hashlib
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from torhaus.accounts import devices, sessions, throttle
from torhaus.accounts.models import Person
from torhaus.activity.actions import record

log = structlog.get_logger("torhaus.login")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """One step behind the password: the second factor. allauth's own stages lead to pages that are not routed."""
        return ["torhaus.accounts.second_step.SecondStep"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Keep quiet: the page that follows a login says enough."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Every way of logging in ends here: a new session id, the clock of the session starts, a line in the log."""
        assert isinstance(user, Person)
        is_new_device = user.last_login is not None and not throttle.is_known(request, user)
        super().login(request, user)
        sessions.start(request)
        log.info("login", person=user.pk, address=request.META.get("REMOTE_ADDR", ""))
        if is_new_device:
            data = {"person_id": user.pk} | devices.described(request)
            record("person.new_device", provider_id=0, by=None, data=data)


class FactorAdapter(DefaultMFAAdapter):
    """Whose site a passkey is for, and how secrets lie in the database."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host of TORHAUS_BASE_URL, never the Host header: a passkey stays bound to one name."""
        return {"id": settings.HOST, "name": "Torhaus"}

    def encrypt(self, text: str) -> str:
        return str(_box().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """Empty for a secret of another secret key: then no code fits, and recovery codes or the operator help."""
        from cryptography.fernet import InvalidToken

        try:
            return str(_box().decrypt(encrypted_text.encode()).decode())
        except InvalidToken:
            return ""


def _box() -> Any:
    """Fernet under a key made from the installation's secret key; loaded here for weight."""
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"torhaus.accounts.factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
