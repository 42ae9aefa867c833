"""Writes to accesses: what a person may see and do at a customer, and shutting them out."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.accounts.sessions import end_all
from torhaus.activity.actions import record
from torhaus.customers.models import Site
from torhaus.kernel.errors import Conflict, Refused
from torhaus.portal_access.models import PortalAccess, PortalAccessSite, Scope
from torhaus.providers.models import Membership

ACCOUNT_RIGHTS = (
    "sees_visits", "sees_reports", "signs_reports", "sees_working_times", "sees_materials", "sees_invoices",
    "sees_prices", "creates_tickets", "sees_colleagues_tickets", "reads_messages", "writes_messages",
)  # fmt: skip
"""The rights that the office gives, in the order of its page. Columns of areas that are still to come are not among them."""
RIGHTS = frozenset({*ACCOUNT_RIGHTS, "valid_until"})


@transaction.atomic
def change_access(
    *, access: PortalAccess, by: Person, version: int | None = None, sites: Collection[Site] = (), **rights: Any
) -> PortalAccess:
    """Write the given rights. `sites` narrows the access to these; none opens everything of the customer.

    An access to a single job keeps its scope. The customer's and the sites' switches still come on top.
    """
    if unknown := set(rights) - RIGHTS:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    row = _locked(access)
    if version is not None and row.version != version:
        raise Conflict(_("Diese Daten hat inzwischen jemand anderes geändert."))
    changes = {name: [getattr(row, name), value] for name, value in rights.items() if getattr(row, name) != value}
    for name, value in rights.items():
        setattr(row, name, value)
    if row.scope != Scope.JOB:
        changes |= _set_sites(row, sites)
    if changes:
        row.version += 1
        row.save(update_fields=[*rights, "scope", "version"])
        _record(row, changes, by=by)
    return row


def _set_sites(access: PortalAccess, sites: Collection[Site]) -> dict[str, Any]:
    if any(site.customer_id != access.customer_id for site in sites):
        raise Refused(_("Dieser Ort gehört nicht zum Kunden."))
    old = sorted(PortalAccessSite.objects.filter(access=access).values_list("site_id", flat=True))
    new = sorted(site.pk for site in sites)
    if old == new:
        return {}
    PortalAccessSite.objects.filter(access=access).delete()
    rows = [PortalAccessSite(provider_id=access.provider_id, access=access, site_id=pk) for pk in new]
    PortalAccessSite.objects.bulk_create(rows)
    access.scope = Scope.SITES if new else Scope.CUSTOMER
    return {"sites": [old, new]}


@transaction.atomic
def set_access_active(*, access: PortalAccess, is_active: bool, by: Person) -> PortalAccess:
    """Shut a person out of this customer at once, or let them in again."""
    row = _locked(access)
    if row.is_active != is_active:
        row.is_active = is_active
        row.version += 1
        row.save(update_fields=["is_active", "version"])
        _follow_with_login(row)
        _record(row, {"is_active": [not is_active, is_active]}, by=by)
    return row


def _follow_with_login(access: PortalAccess) -> None:
    """A local account's login lives and dies with its access; anybody else's sessions end when nothing else is open."""
    person = Person.objects.select_for_update().get(pk=access.person_id)
    if is_local(access, person):
        person.is_active = access.is_active
        person.save(update_fields=["is_active"])
    if not access.is_active and not _has_other_seats(person):
        end_all(person)


def is_local(access: PortalAccess, person: Person) -> bool:
    """Whether the person is nothing but this access: a username without an e-mail address, no contact, no colleague."""
    return not person.email and access.contact_id is None and not _works_somewhere(person)


def _has_other_seats(person: Person) -> bool:
    return PortalAccess.objects.filter(person=person, is_active=True).exists() or _works_somewhere(person)


def _works_somewhere(person: Person) -> bool:
    return Membership.objects.filter(person=person, is_active=True).exists()


def note_preview(*, access: PortalAccess, by: Person, has_begun: bool) -> None:
    """Somebody of the office sees the portal through this access, or has stopped to."""
    record(
        "portal.preview_begun" if has_begun else "portal.preview_ended",
        provider_id=access.provider_id, by=by, side="office", customer_id=access.customer_id,
        data={"access_id": access.pk, "person_id": access.person_id, "name": str(access.person)},
    )  # fmt: skip


def _locked(access: PortalAccess) -> PortalAccess:
    return PortalAccess.objects.select_for_update().get(pk=access.pk)


def _record(access: PortalAccess, changes: dict[str, Any], *, by: Person) -> None:
    plain = {
        name: [value if isinstance(value, bool | list | None) else str(value) for value in pair]
        for name, pair in changes.items()
    }
    record(
        "portal.changed",
        provider_id=access.provider_id,
        by=by,
        side="office",
        customer_id=access.customer_id,
        data={"access_id": access.pk, "person_id": access.person_id, "changes": plain},
    )
