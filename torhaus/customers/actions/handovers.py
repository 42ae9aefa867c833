"""Writes to handovers: a site is to have another customer from a day on. What goes along is carried out by flows."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions.sites import index
from torhaus.customers.models import BillingParty, Customer, Site, SiteHandover
from torhaus.kernel.errors import Refused


@transaction.atomic
def plan_handover(
    *,
    site: Site,
    to_customer: Customer,
    starts_on: dt.date,
    by: Person,
    billing_party: BillingParty | None = None,
    job_ids: Collection[int] = (),
    ticket_ids: Collection[int] = (),
) -> SiteHandover:
    """Note that the site belongs to `to_customer` from this day on; `job_ids` and `ticket_ids` go along if still open."""
    fresh = Site.objects.select_for_update(of=("self",)).select_related("customer").get(pk=site.pk)
    _check(fresh, to_customer, billing_party)
    row = SiteHandover.objects.create(
        provider_id=fresh.provider_id,
        site=fresh,
        from_customer=fresh.customer,
        to_customer=to_customer,
        billing_party=billing_party,
        starts_on=starts_on,
        job_ids=sorted(job_ids),
        ticket_ids=sorted(ticket_ids),
        decided_by=by,
    )
    Customer.objects.filter(pk__in=[fresh.customer_id, to_customer.pk]).update(is_in_handover=True)
    _record("site.handover_planned", row, by=by)
    return row


def _check(site: Site, to_customer: Customer, billing_party: BillingParty | None) -> None:
    if to_customer.provider_id != site.provider_id or to_customer.pk == site.customer_id:
        raise Refused(_("Bitte wählen Sie einen anderen Kunden als den jetzigen."))
    if not to_customer.is_active:
        raise Refused(_("Dieser Kunde ist nicht aktiv."))
    if billing_party is not None and billing_party.customer_id != to_customer.pk:
        raise Refused(_("Dieser Rechnungsempfänger gehört zu einem anderen Kunden."))
    if SiteHandover.objects.filter(site=site, settled_at=None).exists():
        raise Refused(_("Für %(site)s ist schon ein Wechsel vorgesehen.") % {"site": site.name})


@transaction.atomic
def withdraw_handover(*, handover: SiteHandover, by: Person) -> None:
    """Take a handover back before its day."""
    row = SiteHandover.objects.select_for_update().filter(pk=handover.pk).first()
    if row is None:
        return
    if row.settled_at is not None or row.starts_on <= timezone.localdate():
        raise Refused(_("Dieser Wechsel gilt schon."))
    _record("site.handover_withdrawn", row, by=by)
    customers = [row.from_customer_id, row.to_customer_id]
    row.delete()
    _clear_marks(customers)


def settle_site(*, handover: SiteHandover) -> None:
    """Give the site its new customer; inside the transaction that moves what goes along."""
    site = Site.objects.select_for_update(of=("self",)).get(pk=handover.site_id)
    site.customer, site.billing_party = handover.to_customer, handover.billing_party
    site.version += 1
    site.save(update_fields=["customer", "billing_party", "version"])
    index(site)
    handover.settled_at = timezone.now()
    handover.save(update_fields=["settled_at"])
    _clear_marks([handover.from_customer_id, handover.to_customer_id])
    _record("site.handed_over", handover, by=None)


def _clear_marks(customer_ids: list[int]) -> None:
    """No handover to come: pages need not look for one."""
    for pk in customer_ids:
        coming = SiteHandover.objects.filter(Q(from_customer=pk) | Q(to_customer=pk), settled_at=None)
        if not coming.exists():
            Customer.objects.filter(pk=pk).update(is_in_handover=False)


def _record(verb: str, row: SiteHandover, *, by: Person | None) -> None:
    """For the office only: neither customer learns from a history who comes after or came before them."""
    names = {"name": row.site.name, "from": row.from_customer.name, "to": row.to_customer.name}
    for customer_id, site_id in ((row.from_customer_id, row.site_id), (row.to_customer_id, None)):
        activity.record(
            verb,
            provider_id=row.provider_id,
            by=by,
            side="office",
            customer_id=customer_id,
            site_id=site_id,
            data=names | {"day": row.starts_on.strftime("%d.%m.%Y")},
        )
