"""Writes to sites: address, position on the map, contact on site, who pays, what the portal shows of them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers import places
from torhaus.customers.actions import editing
from torhaus.customers.models import Customer, Site
from torhaus.kernel import search
from torhaus.kernel.errors import Refused

FIELDS = frozenset(
    {
        "number", "name", *editing.ADDRESS, "latitude", "longitude", "billing_party", "contact_name", "contact_phone",
        "access_note", "cost_centre", "order_number", "show_visits", "show_reports", "show_invoices", "show_performers",
        "show_times",
    }
)  # fmt: skip


@transaction.atomic
def create_site(*, customer: Customer, by: Person | None, verb: str = "site.created", **fields: Any) -> Site:
    """A new site; without a position it gets the middle of its postcode area where that is known."""
    site = Site(provider_id=customer.provider_id, customer=customer)
    editing.apply(site, editing.cleaned(fields, allowed=FIELDS))
    _check(site)
    if site.latitude is None:
        _place(site)
    site.save(force_insert=True)
    index(site)
    _record(site, by=by, verb=verb, data={"name": site.name})
    return site


@transaction.atomic
def change_site(
    *, site: Site, by: Person | None, version: int | None = None, verb: str = "site.changed", **fields: Any
) -> Site:
    """Write the given columns. A position that came from the postcode follows it, one set by hand stays."""
    row = editing.locked(site, version=version)
    follows_postcode = _stands_at_postcode(row)
    changes = editing.apply(row, editing.cleaned(fields, allowed=FIELDS, country=row.country))
    _check(row)
    is_moved = row.latitude is None or (follows_postcode and not changes.keys() & {"latitude", "longitude"})
    if is_moved and changes.keys() & {"postcode", "country", "latitude", "longitude"}:
        changes |= _place(row)
    if changes:
        editing.save_change(row, changes)
        index(row)
        _record(row, by=by, verb=verb, data={"changes": changes})
    return row


@transaction.atomic
def set_site_active(*, site: Site, is_active: bool, by: Person | None, version: int | None = None) -> Site:
    """Close a site (it leaves portal and choices, its history stays) or open it again."""
    row = editing.locked(site, version=version)
    changes = editing.apply(row, {"is_active": is_active})
    if changes:
        editing.save_change(row, changes)
        _record(row, by=by, verb="site.changed", data={"changes": changes})
    return row


def index(site: Site) -> None:
    """Put name, number, address and contact into the search."""
    words = [site.number, site.name, site.street, site.postcode, site.city, site.contact_name, site.customer.name]
    words += editing.phones_for_search(site.contact_phone)
    search.put(site, provider_id=site.provider_id, text=" ".join(word for word in words if word))


def _check(site: Site) -> None:
    editing.required(site, "name")
    editing.checked_length(site)
    if (site.latitude is None) != (site.longitude is None):
        raise Refused(_("Zur Position gehören Breite und Länge."))
    party = site.billing_party
    if party is not None and party.customer_id != site.customer_id:
        raise Refused(_("Dieser Rechnungsempfänger gehört zu einem anderen Kunden."))


def _stands_at_postcode(site: Site) -> bool:
    point = places.point_of(site.postcode, country=site.country)
    return site.latitude is None or (
        point is not None and (site.latitude, site.longitude) == (point.latitude, point.longitude)
    )


def _place(site: Site) -> editing.Changes:
    point = places.point_of(site.postcode, country=site.country)
    where = (point.latitude, point.longitude) if point else (None, None)
    return editing.apply(site, dict(zip(("latitude", "longitude"), where, strict=True)))


def _record(site: Site, *, by: Person | None, verb: str, data: dict[str, Any]) -> None:
    activity.record(
        verb,
        provider_id=site.provider_id,
        by=by,
        side="office",
        customer_id=site.customer_id,
        site_id=site.pk,
        data=data,
    )
