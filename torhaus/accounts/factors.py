"""A person's second factors: authenticator app (TOTP), passkeys, recovery codes. Each change is told to the person by mail.

The rows are allauth's `Authenticator`. Its own marks of used codes live in a cache per process; here they are rows, so that
a code counts once however many processes there are. Recovery codes are kept as keyed hashes and shown once.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.kernel.errors import Refused

Type = Authenticator.Type
REAL = (Type.TOTP, Type.WEBAUTHN)  # recovery codes alone are no second factor
CODES = 10
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
CODE_LENGTH = 10  # 50 bits
MOST_PASSKEYS = 20
SALT = "torhaus.accounts.recovery_code"


@dataclass(frozen=True)
class Passkey:
    """One passkey, as its person reads it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """All of a person's factors, read with one query."""

    passkeys: list[Passkey]
    has_totp: bool
    codes_left: int | None  # None: none were ever made

    @property
    def is_protected(self) -> bool:
        return self.has_totp or bool(self.passkeys)


def factors_of(person: Person) -> Factors:
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    codes = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    keys = [row for row in rows if row.type == Type.WEBAUTHN]
    return Factors(
        passkeys=[Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at) for row in keys],
        has_totp=any(row.type == Type.TOTP for row in rows),
        codes_left=len(codes.data["hashes"]) if codes else None,
    )


def is_protected(person: Person) -> bool:
    """Whether a login asks for more than the password; asked of the rows themselves, not of the mark on the person."""
    return bool(Authenticator.objects.filter(user=person, type__in=REAL).exists())


def new_totp_secret() -> str:
    return str(totp.generate_totp_secret())


@transaction.atomic
def add_totp(*, person: Person, secret: str, code: str) -> bool:
    """Take up the app that knows `secret`, proved by a code of the moment; False when the code is wrong."""
    _lock(person)
    if Authenticator.objects.filter(user=person, type=Type.TOTP).exists():
        raise Refused(_("Eine Authenticator-App ist schon eingerichtet."))
    step = _step_of(secret, code)
    if step is None:
        return False
    data = {"secret": encrypt(secret), "last_step": step}
    Authenticator.objects.create(user=person, type=Type.TOTP, data=data)
    _changed(person, "totp_added")
    return True


@transaction.atomic
def add_passkey(*, person: Person, name: str, credential: dict[str, Any]) -> None:
    """Keep a passkey whose registration was checked (passkeys.check_registration)."""
    _lock(person)
    if Authenticator.objects.filter(user=person, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise Refused(_("Mehr als %(count)s Passkeys sind nicht möglich.") % {"count": MOST_PASSKEYS})
    Authenticator.objects.create(user=person, type=Type.WEBAUTHN, data={"name": name, "credential": credential})
    _changed(person, "passkey_added", name=name)


@transaction.atomic
def rename_passkey(*, person: Person, pk: int, name: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=person, type=Type.WEBAUTHN, pk=pk).first()
    if row is None:
        return False
    row.data["name"] = name
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def remove_passkey(*, person: Person, pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=person, type=Type.WEBAUTHN, pk=pk).first()
    if row is None:
        return False
    row.delete()
    _changed(person, "passkey_removed", name=row.data["name"])
    return True


@transaction.atomic
def remove_totp(*, person: Person) -> None:
    if Authenticator.objects.filter(user=person, type=Type.TOTP).delete()[0]:
        _changed(person, "totp_removed")


@transaction.atomic
def remove_all(*, person: Person) -> None:
    """For somebody who lost everything; the operator does it on the machine, after making sure who asks."""
    Authenticator.objects.filter(user=person).delete()
    _changed(person, "all_removed")


@transaction.atomic
def new_recovery_codes(*, person: Person) -> list[str]:
    """Ten fresh codes, which are given out here and never again; the earlier ones end."""
    _lock(person)
    if not is_protected(person):
        raise Refused(_("Richten Sie zuerst einen Passkey oder eine Authenticator-App ein."))
    codes = ["".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH)) for _code in range(CODES)]
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    data = {"hashes": [_hash(person, code) for code in codes]}
    Authenticator.objects.create(user=person, type=Type.RECOVERY_CODES, data=data)
    _changed(person, "codes_made")
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def are_own_codes(*, person: Person, codes: list[str]) -> bool:
    """Whether all of these are the person's open recovery codes; uses none up."""
    row = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return bool(codes) and row is not None and all(_hash(person, _plain(code)) in row.data["hashes"] for code in codes)


def check_code(*, person: Person, code: str) -> bool:
    """Whether this is the app's code of the moment or an open recovery code; either counts once."""
    plain = _plain(code)
    return _use_totp(person, plain) if plain.isdecimal() and len(plain) == 6 else _use_recovery(person, plain)


@transaction.atomic
def _use_totp(person: Person, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=person, type=Type.TOTP).first()
    step = _step_of(decrypt(row.data["secret"]), code) if row else None
    if row is None or step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    row.record_usage()
    return True


@transaction.atomic
def _use_recovery(person: Person, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=person, type=Type.RECOVERY_CODES).first()
    wanted = _hash(person, code)
    found = next((one for one in row.data["hashes"] if constant_time_compare(one, wanted)), None) if row else None
    if row is None or found is None:
        return False
    row.data["hashes"].remove(found)
    row.save(update_fields=["data"])
    _changed(person, "code_used", left=len(row.data["hashes"]))
    return True


def _step_of(secret: str, code: str) -> int | None:
    """The time step (RFC 6238) whose code this is, one to either side allowed."""
    if not secret:
        return None
    steps = totp.yield_hotp_counters_from_time()
    return next(
        (s for s in steps if constant_time_compare(totp.format_hotp_value(totp.hotp_value(secret, s)), code)), None
    )


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum() and sign.isascii())[:40]


def _hash(person: Person, code: str) -> str:
    return salted_hmac(SALT, f"{person.pk}:{code}", algorithm="sha256").hexdigest()


def _lock(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)


def _changed(person: Person, what: str, **data: Any) -> None:
    """Keep the person's mark true, let recovery codes go with the last real factor, and have the person told."""
    person.has_second_factor = is_protected(person)
    if not person.has_second_factor:
        Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    person.save(update_fields=["has_second_factor"])
    record("person.factor_changed", provider_id=0, by=person, data={"person_id": person.pk, "what": what} | data)
