"""Makers of signed reports, drafts, issued invoices and payments, through the product's own actions."""

import datetime as dt
from decimal import Decimal
from typing import Any

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.customers.models import Customer
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.invoices import actions
from torhaus.invoices.actions import LineData
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job
from torhaus.reports.models import LineKind, ReportLine, ReportStatus, ServiceReport

DAY = dt.date(2026, 11, 3)


def make_signed_report(job: Job, *, lines: tuple[dict[str, Any], ...] = ({},), **fields: Any) -> ServiceReport:
    """A signed report of one visit with two hours of work at 64 € unless `lines` say otherwise."""
    values: dict[str, Any] = {
        "status": ReportStatus.SIGNED, "pdf": make.make_stored_file(job.provider), "performed_on": DAY,
    }  # fmt: skip
    report = make.make_report(make.make_visit(job), **values | fields)
    for position, line in enumerate(lines, start=1):
        proposed = {
            "text": "Monteur Sanitär",
            "quantity": Decimal(2),
            "unit": "HUR",
            "unit_price": Decimal(64),
            "kind": LineKind.TIME,
        }
        ReportLine.objects.create(provider=job.provider, report=report, position=position, **proposed | line)
    return report


def line(text: str = "Leckortung", quantity: str = "1", unit_price: str = "189.00", **fields: Any) -> LineData:
    return LineData(text=text, quantity=Decimal(quantity), unit_price=Decimal(unit_price), **fields)


def make_draft(
    customer: Customer, *, by: Person | None = None, lines: tuple[LineData, ...] | None = None, **fields: Any
) -> Invoice:
    """A draft that may be issued: one line of 189 € net, 224.91 € gross."""
    values: dict[str, Any] = {"title": "Rohrbruch", "service_from": DAY}
    return actions.draft_invoice(
        provider=customer.provider, customer=customer, by=by or make.make_person(),
        lines=(line(),) if lines is None else lines, **values | fields,
    )  # fmt: skip


def make_issued(customer: Customer, *, by: Person | None = None, **fields: Any) -> Invoice:
    """An issued invoice whose PDF is still to come."""
    by = by or make.make_person()
    return issue_invoice(invoice=make_draft(customer, by=by, **fields), by=by)


def make_overdue(customer: Customer, *, days: int = 20, by: Person | None = None, **fields: Any) -> Invoice:
    """An invoice that was issued so long ago that it is overdue by `days`."""
    from torhaus.invoices import states

    by = by or make.make_person()
    draft = make_draft(customer, by=by, **fields)
    issued_on = states.today() - dt.timedelta(days=days + draft.payment_days)
    return actions.issue(prepared=actions.prepare(invoice=draft, issued_on=issued_on), by=by)


def make_payment(invoice: Invoice, amount: str = "100.00", **fields: Any) -> Any:
    from torhaus.invoices import states

    values: dict[str, Any] = {"paid_on": states.today(), "by": make.make_person()}
    return actions.record_payment(invoice=invoice, amount=Decimal(amount), **values | fields)
