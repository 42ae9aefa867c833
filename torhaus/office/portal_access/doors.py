"""What the views of the page „Kundenportal“ share: the customer of the address and its rows."""

from typing import TypeVar

from django.http import Http404

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Contact, Customer, Site
from torhaus.portal_access.models import Deputyship, Invitation, PortalAccess

Row = TypeVar("Row", Contact, Deputyship, Invitation, PortalAccess, Site)


def customer_of(request: ViewerRequest, pk: int) -> Customer:
    """The customer of the address."""
    return get_for(request.viewer, Customer, pk, P.PORTAL_INVITE, related=("provider",))


def row_of(customer: Customer, row: Row) -> Row:
    """The row if it belongs to the customer of the address, else 404."""
    if row.customer_id != customer.pk:
        raise Http404
    return row
