"""What the views of the page „Kundenportal“ share: the customer of the address, its rows, an action's message."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Contact, Customer, Site
from torhaus.kernel.errors import Refused
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


def carry(request: ViewerRequest, action: Callable[[], object], text: str) -> None:
    """Run the action and say `text`, or why it was refused."""
    try:
        action()
    except Refused as refused:
        messages.error(request, " ".join([str(refused.message), *map(str, refused.points)]))
    else:
        messages.success(request, text)
