"""Writes to deputyships: a colleague of the same customer stands in for somebody, from a day to a day."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.kernel.errors import Refused
from torhaus.portal_access.models import Deputyship, PortalAccess, Scope

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def name_deputy(
    *, access: PortalAccess, deputy: PortalAccess, starts_on: dt.date, ends_on: dt.date, by: Person
) -> Deputyship:
    """The holder of `deputy` acts with the rights of `access` on these days, both included, and ends by itself."""
    row = PortalAccess.objects.select_for_update(of=("self",)).select_related("person").get(pk=access.pk)
    _check(row, deputy, starts_on=starts_on, ends_on=ends_on)
    named = Deputyship.objects.create(
        provider_id=row.provider_id,
        customer_id=row.customer_id,
        access=row,
        deputy=deputy.person,
        starts_on=starts_on,
        ends_on=ends_on,
        named_by=by,
    )
    _record("deputy.named", named, by=by)
    return named


def _check(access: PortalAccess, deputy: PortalAccess, *, starts_on: dt.date, ends_on: dt.date) -> None:
    if deputy.customer_id != access.customer_id or deputy.person_id == access.person_id:
        raise Refused(_("Bitte wählen Sie eine Kollegin oder einen Kollegen."))
    if Scope.JOB in {access.scope, deputy.scope} or access.is_test or deputy.is_test or not deputy.is_active:
        raise Refused(_("Dieser Zugang kann keine Vertretung übernehmen."))
    if ends_on < starts_on or ends_on < timezone.localdate():
        raise Refused(_("Das Ende liegt vor dem Beginn oder ist schon vorbei."))
    if ends_on - starts_on > LONGEST:
        raise Refused(_("Eine Vertretung dauert höchstens ein Jahr."))
    same = Deputyship.objects.filter(access=access, deputy=deputy.person, ended_at=None)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(_("%(name)s vertritt in dieser Zeit schon.") % {"name": deputy.person})


@transaction.atomic
def end_deputyship(*, deputyship: Deputyship, by: Person, side: str) -> None:
    """End it now, from the next request on; ended already: nothing happens."""
    row = Deputyship.objects.select_for_update().get(pk=deputyship.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), by
        row.version += 1
        row.save(update_fields=["ended_at", "ended_by", "version"])
        _record("deputy.ended", row, by=by, side=side)


def _record(verb: str, row: Deputyship, *, by: Person, side: str = "portal") -> None:
    record(
        verb,
        provider_id=row.provider_id,
        by=by,
        side=side,
        customer_id=row.customer_id,
        data={
            "deputy": str(row.deputy),
            "away": str(row.access.person),
            "day": row.ends_on.strftime("%d.%m.%Y"),
            "deputyship_id": row.pk,
        },
    )
