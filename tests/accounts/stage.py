"""Small steps of the tests about logging in: codes of an authenticator app, links out of mails, a person with a factor."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.test import Client

from tests.factories import PASSWORD
from torhaus.accounts import factors
from torhaus.accounts.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """What an app shows now, or so many steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def protect(person: Person) -> list[str]:
    """Set up the app, as if long ago so that the present code is still good; the recovery codes."""
    assert factors.add_totp(person=person, secret=SECRET, code=code())
    Authenticator.objects.filter(user=person, type="totp").update(data={"secret": encrypt(SECRET), "last_step": 0})
    return factors.new_recovery_codes(person=person)


def give_password(client: Client, person: Person, **more: str):
    return client.post("/login/", {"login": person.email or person.username, "password": PASSWORD} | more)


def confirm(client: Client, side: str) -> None:
    assert client.post(f"/{side}/account/confirmation/", {"password": PASSWORD}).status_code == 302
