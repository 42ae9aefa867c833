"""Mails about a job whose switch „Kundenportal“ is off: the customer hears nothing, the office still does."""

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.access.permissions import Permission as P
from torhaus.activity.actions import record
from torhaus.delivery.audience import INVOICE, TICKET, Told, customers, invoice_boxes, office
from torhaus.jobs.models import JobPortal

pytestmark = pytest.mark.django_db


def told(cast, **touched):
    row = record(
        "test.told",
        provider_id=cast.lindner.pk,
        by=cast["office1"],
        side="office",
        public=True,
        customer_id=cast.brandt.pk,
        **touched,
    )
    return Told(row, cast.lindner)


def addresses(rule, one):
    return {recipient.address for recipient in rule(one)}


def test_ticket_of_a_job_that_is_off_is_told_to_the_office_only(cast):
    job = make.make_job(cast.brandt, site=cast.ufer)
    one = told(cast, ticket_id=make.make_ticket(cast.brandt, site=cast.ufer, job=job).pk)
    rule, inside = customers(TICKET, P.TICKET_READ), office(TICKET, P.TICKET_DECIDE)
    assert cast["brandt.all"].email in addresses(rule, one)
    type(job).objects.update(portal=JobPortal.OFF)
    assert addresses(rule, one) == set()
    assert cast["owner1"].email in addresses(inside, one)


def test_invoice_of_a_job_that_is_off_goes_by_mail_to_the_main_contact(cast):
    """The portal does not show it, so it takes the way of a customer without portal."""
    contact = make.make_contact(cast.brandt, is_main=True)
    job = make.make_job(cast.brandt, site=cast.ufer)
    one = told(cast, invoice_id=bill.make_issued(cast.brandt, by=cast["owner1"], site=cast.ufer, job=job).pk)
    rule = customers(INVOICE, P.INVOICE_READ)
    assert cast["brandt.all"].email in addresses(rule, one)
    assert addresses(invoice_boxes, one) == set()
    type(job).objects.update(portal=JobPortal.OFF)
    assert addresses(rule, one) == set()
    assert addresses(invoice_boxes, one) == {contact.email}
