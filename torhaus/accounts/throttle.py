"""How many wrong passwords, codes and links are borne: per account and per address, counted in the database, so that
parallel tries on several processes share one limit.

A try is counted before the password or code is looked at and given back when the login succeeded. Nobody can lock an owner
out by guessing: a browser that once logged in carries a signed mark (device cookie, OWASP) and has a count of its own,
whatever happens at its network address.
"""

import datetime as dt
import hashlib
import ipaddress
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from torhaus.accounts.models import Person
from torhaus.kernel import throttle

WINDOW = dt.timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 100
MAILS_PER_ACCOUNT = 3
MAILS_PER_ADDRESS = 20
COOKIE = "__Host-device" if settings.IS_TLS else "device"
COOKIE_AGE = dt.timedelta(days=365)
SALT = "torhaus.accounts.device"
MOST_MARKS = 8  # logins that one browser is known to, each address and username by itself


def may_try(request: HttpRequest, *, login: str) -> bool:
    """Count one try to log in; False when account or address had too many within the window."""
    return _may(request, _account_key(request, login), device=_device(request, login))


def may_try_code(request: HttpRequest, *, person: Person) -> bool:
    """Count one try at the second step; whoever gets here knew the password or had the mail."""
    device = _device(request, _logins(person)[0])
    return _may(request, _code_key(person, device), device=device)


def may_use_link(request: HttpRequest) -> bool:
    """Count one try with a link or a passkey, which name no account by themselves."""
    return throttle.is_allowed(_address_key(request), limit=PER_ADDRESS, window=WINDOW)


def _may(request: HttpRequest, account_key: str, *, device: str) -> bool:
    account = throttle.is_allowed(account_key, limit=PER_ACCOUNT, window=WINDOW)
    if device:
        return account
    address = throttle.is_allowed(_address_key(request), limit=PER_ADDRESS, window=WINDOW)
    return account and address


def is_known(request: HttpRequest, person: Person) -> bool:
    """Whether somebody logged in as this person from this browser before."""
    return any(_device(request, login) for login in _logins(person))


def succeeded(request: HttpRequest, response: HttpResponse, *, person: Person) -> None:
    """Forget the account's failures, give the address its try back, and mark this browser as known to the account."""
    logins = _logins(person)
    for login in logins:
        throttle.forget(_account_key(request, login))
    throttle.forget(_code_key(person, _device(request, logins[0])))
    if not is_known(request, person):
        throttle.give_back(_address_key(request))
    response.set_signed_cookie(
        COOKIE,
        _marks_with(request, logins),
        salt=SALT,
        max_age=COOKIE_AGE,
        secure=settings.IS_TLS,
        httponly=True,
        samesite="Lax",
    )


def may_ask_for_mail(request: HttpRequest, *, address: str) -> bool:
    """Whether one more mail with a link may go to this mail address, asked for from this network address."""
    network = throttle.is_allowed(f"mail:{_address_key(request)}", limit=MAILS_PER_ADDRESS, window=WINDOW)
    return throttle.is_allowed(f"mail:{_digest(address)}", limit=MAILS_PER_ACCOUNT, window=WINDOW) and network


def may_confirm(person_id: int) -> bool:
    """Whether somebody who is logged in may try once more to confirm the old password."""
    return throttle.is_allowed(f"confirm:{person_id}", limit=PER_ACCOUNT, window=WINDOW)


def confirmed(person_id: int) -> None:
    throttle.forget(f"confirm:{person_id}")


def _logins(person: Person) -> list[str]:
    """Everything under which the person can log in."""
    return [login for login in (person.email, person.username) if login]


def _account_key(request: HttpRequest, login: str) -> str:
    return f"login:{_digest(login)}:{_device(request, login)}".rstrip(":")


def _code_key(person: Person, device: str) -> str:
    return f"code:{person.pk}:{device}".rstrip(":")


def _device(request: HttpRequest, login: str) -> str:
    """The mark of a browser that logged in as this account before; empty for every other one."""
    found = (mark.partition(".") for mark in _marks(request))
    return next((device for account, _dot, device in found if account == _digest(login)), "")


def _marks(request: HttpRequest) -> list[str]:
    marks = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE) or ""
    return marks.split("|")[:MOST_MARKS]


def _marks_with(request: HttpRequest, logins: Sequence[str]) -> str:
    """The cookie's marks with fresh ones for these logins in front."""
    new = [f"{_digest(login)}.{secrets.token_hex(8)}" for login in logins]
    own = tuple(_digest(login) for login in logins)
    return "|".join([*new, *(mark for mark in _marks(request) if mark and not mark.startswith(own))][:MOST_MARKS])


def _digest(login: str) -> str:
    return hashlib.sha256(login.strip().lower().encode()).hexdigest()[:32]


def _address_key(request: HttpRequest) -> str:
    """The client's address; of IPv6 the /64, which one line has for itself."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "login-from:unknown"
    if address.version == 6:
        return f"login-from:{ipaddress.ip_network((address, 64), strict=False)}"
    return f"login-from:{address}"
