"""Writes to change requests: the customer asks, the office takes the values over or declines."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity import actions as activity
from torhaus.customers.actions import billing, customers, editing
from torhaus.customers.models import BillingParty, ChangeRequest, ChangeStatus, Customer
from torhaus.kernel.errors import Refused

OF_CUSTOMER = ("name", *editing.ADDRESS, "email", "phone", "vat_id")
OF_PARTY = ("name", "care_of", *editing.ADDRESS, "email", "vat_id")
MOST_OPEN = 5
LONGEST_WISH = 2000


@transaction.atomic
def ask_change(
    *, customer: Customer, by: Person, party: BillingParty | None = None, wish: str = "", **wanted: Any
) -> ChangeRequest:
    """Ask for other values; only what differs is kept. Refused when nothing does and nothing is said."""
    subject: Any = party or customer
    allowed = OF_PARTY if party else OF_CUSTOMER
    values = editing.cleaned(wanted, allowed=frozenset(allowed), country=subject.country)
    if "name" in values and not values["name"]:
        raise Refused(_("%(field)s fehlt.") % {"field": _("Name")})
    changes = {key: [getattr(subject, key), value] for key, value in values.items() if getattr(subject, key) != value}
    _check(customer, subject, changes=changes, wish=wish)
    row = ChangeRequest.objects.create(
        provider_id=customer.provider_id,
        customer=customer,
        party=party,
        asked_by=by,
        changes=changes,
        wish=wish.strip(),
    )
    _record("change.asked", row, by=by, side="portal")
    return row


def _check(customer: Customer, subject: Any, *, changes: dict[str, list[Any]], wish: str) -> None:
    if not changes and not wish.strip():
        raise Refused(_("Sie haben nichts geändert. Schreiben Sie uns, was anders werden soll."))
    if len(wish) > LONGEST_WISH:
        raise Refused(_("Der Text ist zu lang (höchstens 2.000 Zeichen)."))
    Customer.objects.select_for_update().get(pk=customer.pk)
    if ChangeRequest.objects.filter(customer=customer, status=ChangeStatus.OPEN).count() >= MOST_OPEN:
        raise Refused(_("Es sind schon mehrere Wünsche offen. Bitte warten Sie, bis wir sie bearbeitet haben."))
    trial = type(subject)(**{key: new for key, (_old, new) in changes.items()})
    editing.checked_length(trial)


@transaction.atomic
def confirm_change(*, request: ChangeRequest, by: Person) -> ChangeRequest:
    """Take the wanted values over into the master data."""
    row = _locked_open(request)
    wanted = {key: new for key, (_old, new) in row.changes.items()}
    if row.party is not None:
        billing.change_billing_party(party=row.party, by=by, **wanted)
    elif wanted:
        customers.change_customer(customer=row.customer, by=by, **wanted)
    return _decided(row, ChangeStatus.CONFIRMED, by=by)


@transaction.atomic
def decline_change(*, request: ChangeRequest, by: Person, reason: str) -> ChangeRequest:
    """Leave everything as it is, and say why."""
    row = _locked_open(request)
    if not reason.strip():
        raise Refused(_("Bitte nennen Sie dem Kunden einen Grund."))
    row.reason = reason.strip()[:500]
    return _decided(row, ChangeStatus.DECLINED, by=by)


def _locked_open(request: ChangeRequest) -> ChangeRequest:
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("customer", "party")
    row = rows.get(pk=request.pk)
    if not row.is_open:
        raise Refused(_("Über diesen Wunsch ist schon entschieden."))
    return row


def _decided(row: ChangeRequest, status: ChangeStatus, *, by: Person) -> ChangeRequest:
    row.status, row.decided_by, row.decided_at = status, by, timezone.now()
    row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    _record(f"change.{status.value}", row, by=by, side="office")
    return row


def _record(verb: str, row: ChangeRequest, *, by: Person, side: str) -> None:
    activity.record(
        verb, provider_id=row.provider_id, by=by, side=side, public=True, customer_id=row.customer_id,
        data={"request_id": row.pk, "asked_by_id": row.asked_by_id, "reason": row.reason},
    )  # fmt: skip
