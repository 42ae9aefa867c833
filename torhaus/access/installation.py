"""What the operator of the installation sees of its companies: name, plan, and two numbers. Never a row of theirs."""

from django.db.models import OuterRef, QuerySet
from django.http import Http404

from torhaus.customers.models import Customer
from torhaus.kernel.counting import CountUpTo
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Provider
from torhaus.providers.queries import by_name

MOST = 1000
"""Customers and accounts are counted up to here, so that the page costs the same at every size."""


def companies(words: str = "") -> QuerySet[Provider]:
    """All companies, with `customers` and `accounts` (active ones, at most MOST) as values of each."""
    customers = Customer.objects.filter(provider=OuterRef("pk"), is_active=True)
    accounts = PortalAccess.objects.filter(provider=OuterRef("pk"), is_active=True, person__is_active=True)
    return by_name(words).annotate(
        customers=CountUpTo(customers.order_by().values("pk")[:MOST]),
        accounts=CountUpTo(accounts.order_by().values("pk")[:MOST]),
    )


def company(pk: int) -> Provider:
    """One of them; 404 for an id that is none."""
    found = companies().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
