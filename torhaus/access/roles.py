"""Role → permissions for staff; portal access → permissions for customers. Plain lists, no exceptions elsewhere."""

from torhaus.access.permissions import Permission as P
from torhaus.portal_access.models import PortalAccess, Scope
from torhaus.providers.models import Role

_TECHNICIAN = frozenset(
    {
        P.HOME_READ, P.TICKET_READ, P.TICKET_NOTE, P.JOB_READ, P.VISIT_READ, P.VISIT_PERFORM, P.REPORT_READ,
        P.REPORT_WRITE, P.REPORT_SIGN, P.SITE_READ,
    }
)  # fmt: skip
_OFFICE = _TECHNICIAN | {
    P.TICKET_CREATE, P.TICKET_ANSWER, P.TICKET_DECIDE, P.JOB_EDIT, P.VISIT_PLAN, P.VISIT_MOVE, P.REPORT_CLOSE,
    P.INVOICE_READ, P.INVOICE_WRITE, P.INVOICE_ISSUE, P.PAYMENT_RECORD, P.CUSTOMER_READ, P.CUSTOMER_EDIT,
    P.CUSTOMER_IMPORT, P.PORTAL_INVITE, P.PROVIDER_READ,
}  # fmt: skip
_OWNER = _OFFICE | {P.PROVIDER_EDIT, P.STAFF_EDIT, P.MAIL_READ}
_ACCOUNTANT = frozenset(
    {
        P.HOME_READ, P.CUSTOMER_READ, P.SITE_READ, P.JOB_READ, P.VISIT_READ, P.REPORT_READ, P.INVOICE_READ,
        P.PROVIDER_READ,
    }
)  # fmt: skip

STAFF: dict[str, frozenset[P]] = {
    Role.OWNER: _OWNER,
    Role.OFFICE: _OFFICE,
    Role.TECHNICIAN: _TECHNICIAN,
    Role.SUBCONTRACTOR: _TECHNICIAN,
    Role.ACCOUNTANT: _ACCOUNTANT,
}
ONLY_OWN_VISITS = {Role.TECHNICIAN, Role.SUBCONTRACTOR}
"""Roles that see the visits they perform, and what hangs on these, but not the rest of the company."""

_PORTAL_RIGHTS: dict[str, frozenset[P]] = {
    "creates_tickets": frozenset({P.TICKET_CREATE}),
    "writes_messages": frozenset({P.TICKET_ANSWER}),
    "sees_visits": frozenset({P.VISIT_READ, P.VISIT_MOVE}),
    "sees_reports": frozenset({P.REPORT_READ}),
}


_NOT_FOR_TESTS = frozenset({P.VISIT_MOVE, P.REPORT_SIGN, P.CUSTOMER_ASK, P.REFERRAL_CREATE})
"""What would reach real visits, reports and people: a test contact only tries out its own tickets."""


def portal_permissions(access: PortalAccess) -> frozenset[P]:
    """What one access allows by its own rights; the customer's and site's switches come on top, in rows.

    `reads_messages` opens no page, it narrows the thread: see rows.own_marks.
    """
    permissions = {P.HOME_READ, P.SITE_READ, P.TICKET_READ, P.JOB_READ}
    for right, allowed in _PORTAL_RIGHTS.items():
        if getattr(access, right):
            permissions |= allowed
    if access.sees_reports and access.signs_reports:
        permissions.add(P.REPORT_SIGN)
    if access.sees_invoices and access.sees_prices:
        permissions.add(P.INVOICE_READ)
    if access.scope == Scope.CUSTOMER:
        permissions |= {P.CUSTOMER_ASK, P.REFERRAL_CREATE}
    if access.is_test:
        permissions -= _NOT_FOR_TESTS
    return frozenset(permissions)
