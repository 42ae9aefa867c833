"""How many wrong passwords are borne: per account and per address, counted in the database, so that parallel tries on
several processes share one limit.

A try is counted before the password is looked at and given back when it was right. Nobody can lock an owner out by
guessing: a browser that once logged in carries a signed mark (device cookie, OWASP) and has a count of its own, whatever
happens at its network address.
"""

import datetime as dt
import hashlib
import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from torhaus.kernel import throttle

WINDOW = dt.timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 100
MAILS_PER_ACCOUNT = 3
MAILS_PER_ADDRESS = 20
COOKIE = "__Host-device" if settings.IS_TLS else "device"
COOKIE_AGE = dt.timedelta(days=365)
SALT = "torhaus.accounts.device"


def may_try(request: HttpRequest, *, login: str) -> bool:
    """Count one try to log in; False when account or address had too many within the window."""
    account = throttle.is_allowed(_account_key(request, login), limit=PER_ACCOUNT, window=WINDOW)
    if _device(request, login):
        return account
    address = throttle.is_allowed(_address_key(request), limit=PER_ADDRESS, window=WINDOW)
    return account and address


def succeeded(request: HttpRequest, response: HttpResponse, *, login: str) -> None:
    """Forget the account's failures, give the address its try back, and mark this browser as known to the account."""
    throttle.forget(_account_key(request, login))
    if not _device(request, login):
        throttle.give_back(_address_key(request))
    response.set_signed_cookie(
        COOKIE,
        f"{_digest(login)}.{secrets.token_hex(8)}",
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


def _account_key(request: HttpRequest, login: str) -> str:
    return f"login:{_digest(login)}:{_device(request, login)}".rstrip(":")


def _device(request: HttpRequest, login: str) -> str:
    """The mark of a browser that logged in as this account before; empty for every other one."""
    mark = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE) or ""
    account, _, device = mark.partition(".")
    return device if account == _digest(login) else ""


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
