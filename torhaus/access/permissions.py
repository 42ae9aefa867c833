"""What can be done, one word each; roles and portal rights are sets of these."""

import enum


class Permission(enum.Enum):
    """NOUN_VERB. Rows decide what is seen, a permission decides what may be done with it."""

    TICKET_READ = enum.auto()
    TICKET_CREATE = enum.auto()
    TICKET_ANSWER = enum.auto()
    TICKET_NOTE = enum.auto()
    TICKET_DECIDE = enum.auto()
    THREAD_READ = enum.auto()
    JOB_READ = enum.auto()
    JOB_EDIT = enum.auto()
    VISIT_READ = enum.auto()
    VISIT_PLAN = enum.auto()
    VISIT_PERFORM = enum.auto()
    VISIT_MOVE = enum.auto()
    REPORT_READ = enum.auto()
    PAPER_READ = enum.auto()
    MATERIAL_READ = enum.auto()
    TIME_READ = enum.auto()
    TIME_DETAIL = enum.auto()
    REPORT_WRITE = enum.auto()
    REPORT_SIGN = enum.auto()
    REPORT_CLOSE = enum.auto()
    INVOICE_READ = enum.auto()
    INVOICE_WRITE = enum.auto()
    INVOICE_ISSUE = enum.auto()
    PAYMENT_RECORD = enum.auto()
    CUSTOMER_READ = enum.auto()
    CUSTOMER_EDIT = enum.auto()
    CUSTOMER_IMPORT = enum.auto()
    CUSTOMER_ASK = enum.auto()
    REFERRAL_CREATE = enum.auto()
    SITE_READ = enum.auto()
    PORTAL_INVITE = enum.auto()
    PROVIDER_READ = enum.auto()
    PROVIDER_EDIT = enum.auto()
    STAFF_EDIT = enum.auto()
    MAIL_READ = enum.auto()
    HOME_READ = enum.auto()
