"""The demo shows every state, and its fixed accounts are what they say."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission
from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.cli.demo import accounts, load
from torhaus.customers.models import Site
from torhaus.invoices.models import Invoice, InvoiceStatus
from torhaus.jobs.models import Visit, VisitMove, VisitStatus
from torhaus.providers.models import Provider
from torhaus.reports.models import ReportStatus, ServiceReport, Signature, SignatureMethod
from torhaus.tickets.models import Ticket, TicketStatus

KEYS = {
    "owner1", "office1", "tech1", "brandt.all", "brandt.colleague", "brandt.site", "stadtbau.all", "stadtbau.job", "kita.off",
    "kita.deactivated", "owner2", "tech2", "altmann.all", "owner3", "weber.all", "both",
}  # fmt: skip
pytestmark = pytest.mark.django_db
CLOSED = {"kita.off", "kita.deactivated", "weber.all"}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            load()
            yield
            transaction.set_rollback(True)


def person_of(account):
    login = account["login"]
    return Person.objects.get(email=login) if "@" in login else Person.objects.get(username=login)


def test_every_account_of_the_contract_is_there(demo):
    assert {account["key"] for account in accounts()} == KEYS
    for account in accounts():
        person = person_of(account)
        assert check_password(account["password"], person.password)
        assert person.is_active == (account["key"] != "kita.deactivated")


def account_of(key):
    return next(account for account in accounts() if account["key"] == key)


def test_accounts_sit_on_their_side(demo):
    for account in accounts():
        build = staff_viewer if account["side"] == "office" else portal_viewer
        viewer = build(person_of(account))
        if account["key"] in CLOSED:
            assert viewer is None
        else:
            assert viewer.provider.name == account["provider"]


def test_every_ticket_status_occurs(demo):
    assert set(Ticket.objects.values_list("status", flat=True)) == set(TicketStatus.values)


def test_visits_are_past_and_coming_and_one_is_to_be_moved(demo):
    now = timezone.now()
    assert Visit.objects.filter(starts_at__lt=now, status=VisitStatus.DONE).count() >= 8
    assert Visit.objects.filter(starts_at__gt=now, status=VisitStatus.PLANNED).count() >= 3
    assert Visit.objects.filter(status=VisitStatus.NO_SHOW).exists()
    assert VisitMove.objects.filter(status="asked").count() == 1


def test_every_report_status_occurs(demo):
    assert set(ServiceReport.objects.values_list("status", flat=True)) == set(ReportStatus.values)
    assert set(Signature.objects.values_list("method", flat=True)) == set(SignatureMethod.values)


def test_nothing_has_happened_in_the_future(demo):
    assert not Ticket.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Activity.objects.filter(at__gt=timezone.now()).exists()


def test_the_technician_has_a_visit_soon_and_one_is_under_way(demo):
    soon = timezone.now() + dt.timedelta(hours=24)
    mine = Visit.objects.filter(performers__person=person_of(account_of("tech1")))
    assert mine.filter(starts_at__gt=timezone.now(), starts_at__lt=soon).exists()
    assert Visit.objects.filter(status=VisitStatus.IN_WORK).count() == 1


def test_invoices_name_the_right_debtor_and_their_references(demo):
    weg = Invoice.objects.filter(billing_party__name="WEG Uferstraße 4").get()
    assert (weg.billing_party.care_of, weg.cost_centre) == ("Hausverwaltung Brandt", "U4")
    assert Invoice.objects.get(billing_party__name="Gewerbepark Nord KG").order_number == "4500012877"
    authority = Invoice.objects.filter(customer__kind="authority")
    assert {(i.leitweg_id, i.order_number, i.einvoice_format) for i in authority} == {
        ("08311000-GMF26-12", "4711-2026-118", "xrechnung")
    }
    assert Invoice.objects.get(customer__name="Rehm Bau GmbH").tax_mode == "reverse_charge"
    assert Invoice.objects.filter(status=InvoiceStatus.DRAFT).count() == 1


def test_the_manager_has_six_sites_on_the_map(demo):
    sites = list_for(portal_viewer(person_of(account_of("brandt.all"))), Site, Permission.SITE_READ)
    assert sites.filter(latitude__isnull=False, longitude__isnull=False).count() == 6


def test_invoices_are_paid_open_overdue_partly_paid_and_cancelled(demo):
    today = timezone.localdate()
    issued = list(Invoice.objects.filter(status=InvoiceStatus.ISSUED, kind="380"))
    assert any(i.open_total == 0 for i in issued)
    assert any(0 < i.paid_total < i.gross_total for i in issued)
    assert any(i.open_total > 0 and i.due_on < today for i in issued)
    assert any(i.open_total > 0 and i.due_on >= today for i in issued)
    assert Invoice.objects.filter(status=InvoiceStatus.CANCELLED).exists()
    assert Invoice.objects.filter(kind="384").exists()
    assert not Invoice.objects.exclude(status="draft").filter(pdf=None).exists()


def test_loading_again_changes_nothing(demo):
    before = (Provider.objects.count(), Ticket.objects.count(), Invoice.objects.count())
    load()
    assert (Provider.objects.count(), Ticket.objects.count(), Invoice.objects.count()) == before


def test_people_around_the_portal(demo):
    from torhaus.customers.models import ChangeRequest, Contact, Customer
    from torhaus.portal_access.models import Invitation, PortalAccess, Referral

    assert set(ChangeRequest.objects.values_list("status", flat=True)) == {"open", "confirmed"}
    assert set(Referral.objects.values_list("status", flat=True)) == {"sent", "accepted"}
    assert Customer.objects.filter(is_prospect=True, referred_by__name="Hausverwaltung Brandt").count() == 1
    assert Invitation.objects.filter(status="bounced").count() == 1
    assert Contact.objects.exclude(email_problem="").count() == 1
    assert Invitation.objects.filter(status="sent", expires_at__lt=timezone.now()).exists()
    assert PortalAccess.objects.filter(is_test=True).count() == 1
    assert Ticket.objects.filter(is_test=True).count() == 1
    assert PortalAccess.objects.get(person__username="lindner.stadtbau").job.portal_greeting
