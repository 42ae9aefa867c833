"""Addresses of the pages about the login, for a face to take in."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from torhaus.accounts.pages import second_factors, security
from torhaus.accounts.pages.face import Face, View

PAGES: list[tuple[str, View, str]] = [
    ("account/security/", security.security, "account_security"),
    ("account/password/", security.password, "account_password"),
    ("account/email/", security.email, "account_email"),
    ("account/confirmation/", security.confirmation, "account_confirmation"),
    ("account/confirmation/options/", security.confirmation_options, "account_confirmation_options"),
    ("account/other-sessions/", security.other_sessions, "account_other_sessions"),
    ("account/sessions/<str:id>/ending/", security.session_ending, "account_session_ending"),
    ("account/passkeys/new/", second_factors.passkey_new, "account_passkey_new"),
    ("account/passkeys/options/", second_factors.passkey_options, "account_passkey_options"),
    ("account/passkeys/<int:pk>/", second_factors.passkey, "account_passkey"),
    ("account/passkeys/<int:pk>/removal/", second_factors.passkey_removal, "account_passkey_removal"),
    ("account/app/", second_factors.app, "account_app"),
    ("account/app/removal/", second_factors.app_removal, "account_app_removal"),
    ("account/recovery-codes/", second_factors.recovery_codes, "account_recovery_codes"),
    ("account/recovery-codes/file/", second_factors.recovery_file, "account_recovery_file"),
]


def own_login(face: Face, gate: Callable[[View], View]) -> list[URLPattern]:
    """All pages behind the face's gate."""
    return [path(address, gate(_in(face, view)), name=name) for address, view, name in PAGES]


def _in(face: Face, view: View) -> View:
    @functools.wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, face=face, **kwargs)

    return shown
