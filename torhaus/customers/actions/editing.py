"""What every change of master data has in common: lock, version, cleaned values, the list of what changed."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from torhaus.customers import checks
from torhaus.kernel.errors import Conflict, Refused
from torhaus.kernel.rows import Tracked

R = TypeVar("R", bound=Tracked)
Changes = dict[str, list[Any]]

CLEANERS: dict[str, Callable[[str], str]] = {
    "email": checks.clean_email,
    "vat_id": checks.clean_vat_id,
    "leitweg_id": checks.clean_leitweg_id,
}
ADDRESS = ("street", "address_extra", "postcode", "city", "country")


def locked(row: R, *, version: int | None) -> R:
    """The row as it is now, locked. `version` is what the person read; None for callers that read it just now."""
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version is not None and fresh.version != version:
        raise Conflict(_("Diese Daten hat inzwischen jemand anderes geändert."))
    return fresh


def cleaned(fields: dict[str, Any], *, allowed: frozenset[str], country: str = "DE") -> dict[str, Any]:
    """The given values, checked; a field that is not `allowed` is a programming error (no mass assignment)."""
    unknown = set(fields) - allowed
    if unknown:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    values = {name: _cleaned(name, value) for name, value in fields.items()}
    if "country" in values:
        country = values["country"] = (values["country"] or "DE").upper()
    if values.get("postcode"):
        values["postcode"] = checks.clean_postcode(values["postcode"], country=country)
    return values


def _cleaned(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return CLEANERS.get(name, checks.clean_text)(value)


def checked_length(row: Tracked) -> None:
    """Refuse texts that are longer than their column (SQLite would take them)."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.max_length and isinstance(value, str) and len(value) > field.max_length:
            raise Refused(
                _("%(field)s: höchstens %(limit)s Zeichen, es sind %(count)s.")
                % {"field": field.verbose_name, "limit": field.max_length, "count": len(value)}
            )


def required(row: Tracked, *names: str) -> None:
    """Refuse when one of these columns is empty."""
    for name in names:
        if not getattr(row, name):
            raise Refused(_("%(field)s fehlt.") % {"field": row._meta.get_field(name).verbose_name})  # type: ignore[union-attr]


def apply(row: Tracked, values: dict[str, Any]) -> Changes:
    """Set the values on the row, unsaved; returns {column: [old, new]} of those that differ, ready for JSON."""
    changes: Changes = {}
    for name, value in values.items():
        attname = row._meta.get_field(name).attname  # type: ignore[union-attr]
        old = getattr(row, attname)
        setattr(row, name, value)
        new = getattr(row, attname)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
    return changes


def save_change(row: Tracked, changes: Changes) -> None:
    """Write the changed columns and move the version on."""
    row.version += 1
    row.save(update_fields=[*changes, "version"])


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def phones_for_search(*phones: str) -> list[str]:
    """Each number as written and as its national digits, so that both spellings are found."""
    words: list[str] = []
    for phone in phones:
        if phone:
            words += [re.sub(r"[/()\-.]", " ", phone), checks.national_digits(phone)]
    return words
