"""Passkeys (WebAuthn): the questions put to the browser and the check of its answers. Keeping them is for factors.

The challenge of a question waits in the session and counts once. Every passkey is asked to make sure of its person
(fingerprint, face, PIN), so that it is two factors in one.
"""

import json
from typing import Any, cast

from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError

from torhaus.accounts.models import Person

NOT_IT = (ValidationError, InvalidSignature, ValueError, TypeError, KeyError, AttributeError)
LONGEST_ANSWER = 20_000  # characters; real ones have about 1,500


def _webauthn() -> Any:
    """allauth's WebAuthn, loaded here for weight (fido2, cryptography): most web requests touch no passkey."""
    from allauth.mfa.webauthn.internal import auth

    return auth


def registration_options(person: Person) -> dict[str, Any]:
    """What navigator.credentials.create() is asked; known passkeys of the person are left out by the device."""
    return cast(dict[str, Any], json_ready(_webauthn().begin_registration(person, True)))


def login_options(person: Person | None = None) -> dict[str, Any]:
    """What navigator.credentials.get() is asked: any passkey for this site, or only those of `person`."""
    auth = _webauthn()
    options, state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(person) if person else [], user_verification="required"
    )
    auth.set_state(state)
    return cast(dict[str, Any], json_ready(dict(options)))


def json_ready(options: dict[str, Any]) -> Any:
    return json.loads(json.dumps(options, default=dict))


def check_registration(answer: str) -> dict[str, Any] | None:
    """The credential to keep; None when the answer does not fit the question or the device did not ask its person."""
    auth, credential = _webauthn(), _parsed(answer)
    try:
        auth.parse_registration_response(credential)
        data = auth.complete_registration(credential)
    except NOT_IT:
        return None
    finally:
        auth.clear_state()
    return credential if data.is_user_verified() else None


def check_login(answer: str, *, person: Person | None = None) -> Person | None:
    """Whose passkey answered; None for a wrong, foreign, replayed or late answer. With `person` it must be theirs."""
    auth, credential = _webauthn(), _parsed(answer)
    try:
        auth.parse_authentication_response(credential)
        owner = cast(Person, person or auth.extract_user_from_response(credential))
        authenticator: Authenticator = auth.complete_authentication(owner, credential)
    except NOT_IT:
        return None
    finally:
        auth.clear_state()
    authenticator.record_usage()
    return owner if owner.is_active else None


def _parsed(answer: str) -> Any:
    try:
        return json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        return None
