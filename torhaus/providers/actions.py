"""Writes to a provider: company data, look, plan, plugin, basic settings, staff."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts import sessions
from torhaus.accounts.actions import create_person
from torhaus.accounts.models import Person, normal_email
from torhaus.activity.actions import record
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers import checks, queries
from torhaus.providers.models import Membership, Plan, Provider, Role

COMPANY = frozenset(
    {
        "name", "legal_name", "tagline", "street", "postcode", "city", "country", "state", "email", "phone", "website",
        "managing_directors", "register_court", "register_number", "tax_number", "vat_id", "is_small_business",
        "bank_name", "iban", "bic", "account_holder", "payment_days", "invoice_note", "emergency_phone", "reply_hours",
        "contact_person",
    }
)  # fmt: skip
BASICS = frozenset(
    {
        "sector", "job_word", "ticket_word", "report_word", "site_word", "has_customer_master", "default_job_portal",
    }
)  # fmt: skip
TRIAL_DAYS = 30


@transaction.atomic
def change_company(*, provider: Provider, by: Person, version: int | None = None, **fields: Any) -> Provider:
    """Write the given columns, checked; the BIC and the bank's name follow the IBAN when they are left empty."""
    _refuse_unknown(fields, COMPANY)
    row = _locked(provider, version=version)
    values = dict(fields)
    if "vat_id" in values:
        values["vat_id"] = checks.clean_vat_id(values["vat_id"])
    if "postcode" in values:
        country = values.get("country", row.country)
        values["postcode"] = checks.clean_postcode(values["postcode"], country=country)
    if "tax_number" in values:
        values["tax_number"] = checks.clean_tax_number(values["tax_number"])
    if "iban" in values:
        values |= _account(values)
    if values.get("contact_person") is not None:
        _refuse_stranger(row, values["contact_person"])
    return _save(row, values, by=by)


@transaction.atomic
def change_look(*, provider: Provider, by: Person, version: int | None = None, colour: str) -> Provider:
    """Take the brand's hue from a #hex colour, within what can be read."""
    row = _locked(provider, version=version)
    hue, chroma = checks.colour(colour)
    return _save(row, {"brand_hue": hue, "brand_chroma": chroma}, by=by)


@transaction.atomic
def set_logo(*, provider: Provider, file_id: int | None, by: Person) -> Provider:
    """Show this stored picture as logo, or none."""
    return _save(_locked(provider, version=None), {"logo_file_id": file_id}, by=by)


@transaction.atomic
def require_second_factor(*, provider: Provider, is_required: bool, by: Person) -> Provider:
    """Lead all staff without a second factor to setting one up, or no longer."""
    return _save(_locked(provider, version=None), {"requires_second_factor": is_required}, by=by)


@transaction.atomic
def change_plan(
    *, provider: Provider, by: Person | None, version: int | None = None, plan: str, has_portal_plus: bool,
    trial_until: dt.date | None,
) -> Provider:  # fmt: skip
    """What the operator of the installation sets. Nothing is lost by less of it: it hides, and comes back as it was."""
    row = _locked(provider, version=version)
    values = {"plan": Plan(plan), "has_portal_plus": has_portal_plus, "trial_until": trial_until}
    return _save(row, values, by=by, verb="provider.plan_changed", side="operator")


@transaction.atomic
def start_trial(*, provider: Provider, by: Person) -> Provider:
    """Thirty days of Portal Plus, today included; once per provider, and only where the plan lacks the portal."""
    row = _locked(provider, version=None)
    if row.trial_until is not None:
        raise Refused(_("Die Testphase gibt es einmal. Sie läuft schon oder ist vorbei."))
    if row.plan_has_portal:
        raise Refused(_("Ihr Tarif enthält das Kundenportal schon."))
    last_day = timezone.localdate() + dt.timedelta(days=TRIAL_DAYS - 1)
    return _save(row, {"trial_until": last_day, "has_portal_plugin": True}, by=by, verb="provider.trial_started")


@transaction.atomic
def set_portal_plugin(*, provider: Provider, is_on: bool, by: Person) -> Provider:
    """Open or close the customer portal of the whole company; counts from the next request on."""
    return _save(_locked(provider, version=None), {"has_portal_plugin": is_on}, by=by)


@transaction.atomic
def change_basics(*, provider: Provider, by: Person, version: int | None = None, **fields: Any) -> Provider:
    """Write words, Kundenstamm and what new jobs begin with."""
    _refuse_unknown(fields, BASICS)
    return _save(_locked(provider, version=version), fields, by=by)


@transaction.atomic
def add_member(
    *, provider: Provider, role: str, by: Person | None, email: str | None = None, username: str | None = None,
    password: str | None = None, job_title: str = "", **person: Any,
) -> Membership:  # fmt: skip
    """A new colleague. With a mail address: invited, a member only once they accept. Without: an account with a password.

    An address that has an account already is invited like any other; nothing of that account is shown or changed.
    """
    address = normal_email(email)
    if bool(address) == bool(password):
        raise Refused(_("Bitte eine E-Mail für die Einladung angeben, oder Benutzername und Passwort."))
    language = {"language": by.language} if by else {}  # until they choose their own
    found = Person.objects.filter(email=address).first() if address else None
    if found is None:
        names = {"email": address} if address else {"username": username}
        found = create_person(password=password, **names, **(language | person))
    if Membership.objects.filter(provider=provider, person=found).exists():
        raise Refused(_("%(email)s gehört schon zum Team oder ist eingeladen.") % {"email": address})
    member = Membership.objects.create(
        provider=provider, person=found, role=role, job_title=job_title,
        invited_name=f"{person.get('first_name', '')} {person.get('last_name', '')}".strip() or address or "",
        **({"accepted_at": None} if address else {}),
    )  # fmt: skip
    record_member("staff.added", member, by=by)
    if member.is_pending:
        record_member("staff.invited", member, by=by)
    return member


@transaction.atomic
def change_member(
    *, member: Membership, by: Person, version: int | None = None, role: str, job_title: str
) -> Membership:
    """Another role or job title; a company never loses its last owner."""
    row = _locked_member(member, version=version)
    if row.role == Role.OWNER and role != Role.OWNER:
        _refuse_last_owner(row)
    row.role, row.job_title = role, job_title
    row.version += 1
    row.save(update_fields=["role", "job_title", "version"])
    record_member("staff.changed", row, by=by)
    return row


@transaction.atomic
def set_member_active(*, member: Membership, is_active: bool, by: Person) -> Membership:
    """Let a colleague go, which ends all their sessions at once, or take them back."""
    row = _locked_member(member, version=None)
    if row.is_active == is_active:
        return row
    if row.is_pending:
        raise Refused(_("Diese Einladung ist noch nicht angenommen; Sie können sie zurückziehen."))
    if not is_active:
        if row.person_id == by.pk:
            raise Refused(_("Sich selbst können Sie nicht deaktivieren."))
        _refuse_last_owner(row)
        sessions.end_all(row.person)
    row.is_active = is_active
    row.version += 1
    row.save(update_fields=["is_active", "version"])
    record_member("staff.activated" if is_active else "staff.deactivated", row, by=by)
    return row


def _account(values: dict[str, Any]) -> dict[str, Any]:
    found = checks.account(values["iban"])
    return {
        "iban": found.iban,
        "bic": (values.get("bic") or found.bic).replace(" ", "").upper(),
        "bank_name": values.get("bank_name") or found.bank_name[:100],
    }


def _refuse_stranger(provider: Provider, person: Person) -> None:
    if not queries.working(Membership.objects.filter(provider=provider, person=person)).exists():
        raise Refused(_("Die Ansprechperson gehört nicht zum Team."))


def _refuse_unknown(fields: dict[str, Any], allowed: frozenset[str]) -> None:
    if unknown := set(fields) - allowed:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")


def _locked(provider: Provider, *, version: int | None) -> Provider:
    row = Provider.objects.select_for_update().get(pk=provider.pk)
    if version is not None and row.version != version:
        raise Conflict(_("Diese Daten hat inzwischen jemand anderes geändert."))
    return row


def _locked_member(member: Membership, *, version: int | None) -> Membership:
    Provider.objects.select_for_update().get(pk=member.provider_id)  # two owners cannot let each other go at once
    row = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    if version is not None and row.version != version:
        raise Conflict(_("Diese Daten hat inzwischen jemand anderes geändert."))
    return row


def _refuse_last_owner(member: Membership) -> None:
    owners = queries.working(Membership.objects.filter(provider_id=member.provider_id, role=Role.OWNER))
    if member.role == Role.OWNER and not member.is_pending and not owners.exclude(pk=member.pk).exists():
        raise Refused(_("Eine Firma braucht mindestens einen Inhaber."))


def _save(
    row: Provider, values: dict[str, Any], *, by: Person | None, verb: str = "provider.changed", side: str = "office"
) -> Provider:
    old = {name: getattr(row, row._meta.get_field(name).attname) for name in values}  # type: ignore[union-attr]
    for name, value in values.items():
        setattr(row, name, value)
    new = {name: getattr(row, row._meta.get_field(name).attname) for name in values}  # type: ignore[union-attr]
    changes = {name: [str(old[name]), str(new[name])] for name in values if old[name] != new[name]}
    if changes:
        row.version += 1
        row.save(update_fields=[*changes, "version"])
        record(verb, provider_id=row.pk, by=by, side=side, data={"changes": changes})
    return row


def record_member(verb: str, member: Membership, *, by: Person | None) -> None:
    record(
        verb, provider_id=member.provider_id, by=by, side="office",
        data={"membership_id": member.pk, "person_id": member.person_id, "role": member.role},
    )  # fmt: skip
