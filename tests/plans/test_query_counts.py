"""How many queries a page takes, exactly, and that fifty rows take no more than one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.cast import Cast
from tests.factories import invoices as bill
from torhaus.accounts.models import Person
from torhaus.tickets.models import TicketMessage

pytestmark = pytest.mark.django_db

LISTS = {
    "/office/tickets/?view=all": 3,
    "/office/visits/?view=all": 5,
    "/office/jobs/": 3,
    "/office/reports/": 3,
    "/office/invoices/": 3,
    "/office/customers/": 4,
    "/office/change-requests/": 3,
    "/office/sites/": 3,
    "/office/mails/": 3,
    "/office/tickets/?view=trials": 3,
    "/office/installation/": 3,
    "/portal/tickets/": 5,
    "/portal/visits/": 4,
    "/portal/reports/": 3,
    "/portal/invoices/": 3,
}
OTHERS = {
    "/office/": 6,
    "/office/counts/": 3,
    "/office/tickets/{ticket}/": 10,
    "/office/jobs/{job}/": 11,
    "/office/visits/{visit}/": 9,
    "/office/customers/{customer}/": 11,
    "/office/customers/{customer}/portal/": 8,
    "/office/customers/{customer}/portal/link/": 4,
    "/office/jobs/{job}/portal/": 4,
    "/office/sites/{site}/": 7,
    "/office/invoices/{invoice}/": 6,
    "/office/reports/{report}/": 8,
    "/office/sites/{site}/handover/": 4,
    "/office/sites/{site}/handover/?to={other}": 8,
    "/office/customers/{customer}/portal/sites/": 4,
    "/office/customers/{customer}/portal/local/new/": 5,
    "/office/customers/{customer}/portal/test-contact/": 3,
    "/office/visibility/ticket/{ticket}/": 9,
    "/office/visibility/job/{job}/": 8,
    "/office/visibility/visit/{visit}/": 9,
    "/office/visibility/report/{report}/": 9,
    "/office/visibility/invoice/{invoice}/": 9,
    "/office/visibility/site/{site}/": 8,
    "/office/settings/": 3,
    "/office/settings/basics/": 2,
    "/office/settings/plugins/": 2,
    "/office/settings/security/": 3,
    "/office/settings/staff/": 3,
    "/office/settings/portal/": 2,
    "/office/account/security/": 4,
    "/portal/account/security/": 4,
    "/portal/account/deputies/": 5,
    "/portal/sites/{site}/": 9,
    "/portal/visits/{visit}/": 9,
    "/portal/reports/{report}/": 8,
    "/portal/": 9,
    "/portal/counts/": 3,
    "/portal/details/": 5,
    "/portal/referrals/": 4,
    "/portal/tickets/{ticket}/": 8,
    "/portal/invoices/{invoice}/": 6,
}
MOST_OF_A_LIST, MOST = 6, 12


def grow(cast: Cast, number: int) -> dict[str, int]:
    """So many of everything at the Uferstraße: tickets with messages, jobs, visits with performers, reports, invoices;
    companies beside Lindner; accounts of Brandt for all, for one site and for one job."""
    member = make.make_member(cast.lindner, "technician")
    job = make.make_job(cast.brandt, site=cast.ufer)
    other_site = make.make_site(cast.brandt)
    ids = {"customer": cast.brandt.pk, "site": cast.ufer.pk, "job": job.pk, "other": cast.stadtbau.pk}
    for _ in range(number):
        visit = make.make_visit(job, performers=(member,))
        report = make.make_report(visit, status="open", pdf=make.make_stored_file(cast.lindner))
        ticket = make.make_ticket(cast.brandt, site=cast.ufer, job=job, visit=visit)
        make.make_job(cast.brandt, site=cast.ufer)
        make.make_site(cast.brandt)
        make.make_customer(cast.lindner)
        make.make_contact(cast.brandt)
        make.make_provider()
        make.make_access(cast.brandt, make.make_person(email=None, username=f"lindner.{make.next_number()}"))
        make.make_access(cast.brandt, sites=(other_site,), scope="sites")
        make.make_access(cast.brandt, scope="job", job=job)
        make.make_change_request(cast.brandt, by=cast["brandt.all"])
        make.make_referral(cast.brandt, by=cast["brandt.all"])
        invoice = bill.make_issued(cast.brandt, by=cast["owner1"], site=cast.ufer, job=job)
        ids |= {"visit": visit.pk, "ticket": ticket.pk, "invoice": invoice.pk, "report": report.pk}
    for _ in range(number):
        TicketMessage.objects.create(
            provider=cast.lindner, ticket_id=ids["ticket"], author=cast["office1"], author_name="Jonas Keller",
            is_from_office=True, body="Guten Tag",
        )  # fmt: skip
    return ids


def count(client: Client, path: str) -> int:
    client.get(path)  # notes the first use of the session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.fixture
def clients(cast: Cast, login: Callable[[Person], Client]) -> dict[str, Client]:
    return {
        "office": login(cast["owner1"]),
        "portal": login(cast["brandt.all"]),
        "installation": login(cast["operator"]),
    }


def asked(clients: dict[str, Client], ids: dict[str, int]) -> dict[str, int]:
    """Address → queries. The pages „Installation“ belong to the operator alone."""
    found = {}
    for path in LISTS | OTHERS:
        _start, face, page, *_rest = path.split("/")
        found[path] = count(clients[page if page in clients else face], path.format(**ids))
    return found


def test_pages_take_the_same_queries_for_one_row_and_for_fifty(cast: Cast, clients: dict[str, Client]) -> None:
    few = asked(clients, grow(cast, 1))
    many = asked(clients, grow(cast, 50))
    assert few == LISTS | OTHERS
    assert many == few


def test_no_page_may_take_more_than_the_house_allows() -> None:
    assert max(LISTS.values()) <= MOST_OF_A_LIST
    assert max(OTHERS.values()) <= MOST
