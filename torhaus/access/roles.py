"""Role → permissions for staff; portal access → permissions for customers. Plain lists, no exceptions elsewhere."""

from torhaus.access.permissions import Permission as P
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Role

_TECHNICIAN = frozenset(
    {
        P.HOME_READ, P.TICKET_READ, P.THREAD_READ, P.TICKET_NOTE, P.JOB_READ, P.VISIT_READ, P.VISIT_PERFORM,
        P.REPORT_READ, P.PAPER_READ, P.MATERIAL_READ, P.TIME_READ, P.TIME_DETAIL, P.REPORT_WRITE, P.REPORT_SIGN,
        P.SITE_READ,
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
        P.HOME_READ, P.CUSTOMER_READ, P.SITE_READ, P.JOB_READ, P.VISIT_READ, P.REPORT_READ, P.PAPER_READ,
        P.MATERIAL_READ, P.TIME_READ, P.TIME_DETAIL, P.INVOICE_READ, P.PROVIDER_READ,
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

PORTAL_NEEDS: dict[P, tuple[str, ...]] = {
    P.HOME_READ: (),
    P.SITE_READ: (),
    P.TICKET_READ: (),
    P.JOB_READ: (),
    P.TICKET_CREATE: ("creates_tickets",),
    P.TICKET_ANSWER: ("writes_messages",),
    P.THREAD_READ: ("reads_messages",),
    P.VISIT_READ: ("sees_visits",),
    P.VISIT_MOVE: ("sees_visits", "is_real"),
    P.REPORT_READ: ("sees_reports",),
    P.PAPER_READ: ("sees_reports",),
    P.MATERIAL_READ: ("sees_reports", "sees_materials"),
    P.TIME_READ: ("sees_reports", "sees_working_times"),
    P.TIME_DETAIL: ("sees_reports", "sees_working_times"),
    P.REPORT_SIGN: ("sees_reports", "signs_reports", "is_real"),
    P.INVOICE_READ: ("sees_invoices", "sees_prices"),
    P.CUSTOMER_ASK: ("is_whole", "is_real"),
    P.REFERRAL_CREATE: ("is_whole", "is_real"),
}
"""What an account's own rights open in the portal: all the named ones must be on; what is not named is the office's."""


def portal_permissions(access: PortalAccess) -> frozenset[P]:
    """What one access allows by its own rights; the customer's and site's switches come on top, in rows."""
    return frozenset(
        permission for permission, needs in PORTAL_NEEDS.items() if all(getattr(access, name) for name in needs)
    )
