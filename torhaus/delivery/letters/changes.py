"""Letters about changes of master data that customers ask for: to the office the wish, to whoever asked the decision."""

from django.http import Http404
from django.utils.translation import gettext as _

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import portal_viewer
from torhaus.accounts.models import Person
from torhaus.customers.models import ChangeRequest
from torhaus.delivery.audience import Recipient, Told, as_recipient, staff_with
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling


def asker(told: Told) -> list[Recipient]:
    """Whoever asked, if they may still ask at this customer."""
    person = Person.objects.filter(pk=told.data.get("asked_by_id"), is_active=True).exclude(email=None).first()
    viewer = portal_viewer(person, provider_id=told.activity.provider_id) if person else None
    return [as_recipient(person, viewer)] if person and viewer and viewer.may(P.CUSTOMER_ASK) else []


def wish(told: Told, recipient: Recipient) -> Letter | None:
    row = _request(told, recipient, P.CUSTOMER_EDIT)
    if row is None:
        return None
    return Letter(
        title=_("%(customer)s wünscht eine Änderung der Stammdaten") % {"customer": row.customer.name},
        facts=[(str(_label(row, key)), str(new) or "–") for key, (_old, new) in row.changes.items()],
        quote=row.wish,
        link=address_of("office:change_request", pk=row.pk),
        link_label=_("Prüfen und entscheiden"),
    )


def decision(told: Told, recipient: Recipient) -> Letter | None:
    row = _request(told, recipient, P.CUSTOMER_ASK)
    if row is None or row.is_open:
        return None
    is_confirmed = told.activity.verb == "change.confirmed"
    return Letter(
        title=_("Ihre Daten sind geändert") if is_confirmed else _("Ihre Änderung konnten wir nicht übernehmen"),
        paragraphs=[_("Danke für den Hinweis, wir haben alles übernommen.")] if is_confirmed else [],
        quote=row.reason,
        link=address_of("portal:details"),
        link_label=_("Ihre Angaben ansehen"),
    )


def _request(told: Told, recipient: Recipient, permission: P) -> ChangeRequest | None:
    pk = told.data.get("request_id")
    if recipient.viewer is None or not isinstance(pk, int):
        return None
    try:
        return get_for(recipient.viewer, ChangeRequest, pk, permission, related=("customer", "party"))
    except Http404:
        return None


def _label(row: ChangeRequest, key: str) -> str:
    return str((row.party or row.customer)._meta.get_field(key).verbose_name)  # type: ignore[union-attr]


TELLINGS = {
    "change.asked": [Telling(staff_with(P.CUSTOMER_EDIT), wish)],
    "change.confirmed": [Telling(asker, decision)],
    "change.declined": [Telling(asker, decision)],
}
