"""Questions about invitations and accesses; functions that take a queryset get one that access has cut."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from torhaus.accounts.models import Person
from torhaus.customers.models import Contact, Customer
from torhaus.portal_access import tokens
from torhaus.portal_access.models import Deputyship, Invitation, PortalAccess, PortalAccessSite, Referral
from torhaus.providers.models import Provider


def by_token(token: str) -> Invitation | None:
    """The invitation of a link, whatever its state; knowing the token is the right to see it."""
    if not tokens.is_token(token):
        return None
    related = ("contact", "customer", "provider")
    return Invitation.objects.select_related(*related).filter(token_hash=tokens.digest(token)).first()


def referral_by_token(token: str) -> Referral | None:
    """The referral of a link, whatever its state; knowing the token is the right to see it."""
    if not tokens.is_token(token):
        return None
    related = ("customer__provider", "provider", "person")
    return Referral.objects.select_related(*related).filter(token_hash=tokens.digest(token)).first()


def latest_of(invitations: QuerySet[Invitation], contacts: Iterable[Contact]) -> dict[int, Invitation]:
    """The latest invitation of each contact, by contact id: one query."""
    found = invitations.filter(contact__in=[contact.pk for contact in contacts]).order_by("id")
    return {invitation.contact_id: invitation for invitation in found}


def of_customer(accesses: QuerySet[PortalAccess], customer: Customer) -> QuerySet[PortalAccess]:
    """Accesses to one customer with their persons."""
    return accesses.filter(customer=customer).select_related("person", "job").order_by("id")


def providers_of(person: Person) -> list[Provider]:
    """Whom a person with a closed portal can call: the companies at which an access of theirs is in force."""
    ids = PortalAccess.objects.filter(person=person, is_active=True).values("provider_id")
    return list(Provider.objects.filter(pk__in=ids).order_by("name", "id")[:10])


def site_ids_of(access: PortalAccess) -> list[int]:
    """The sites that the access is narrowed to; none: not narrowed."""
    return list(PortalAccessSite.objects.filter(access=access).values_list("site_id", flat=True))


def running(deputyships: QuerySet[Deputyship], customer: Customer) -> QuerySet[Deputyship]:
    """Those of the customer that are not over, with their persons."""
    rows = deputyships.filter(customer=customer, ended_at=None, ends_on__gte=timezone.localdate())
    return rows.select_related("access__person", "deputy").order_by("starts_on", "id")
