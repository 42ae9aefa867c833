"""Ids out of addresses and forms: foreign, missing and impossible ones look alike, and none is an error of ours."""

import pytest

from tests import factories as make
from torhaus.tickets.models import Ticket

BAD = ["0", "999999999", "9" * 18, "9" * 30, "9" * 5000, "-1", "1e3", "٣", "²", "x", "\0", "1 OR 1=1"]
PREFILLED = {
    "owner1": [
        "/office/tickets/new/?customer={}", "/office/tickets/new/?customer=1&contact={}", "/office/tickets/rooms/?site={}",
        "/office/tickets/?customer={}", "/office/tickets/?site={}", "/office/tickets/?category={}", "/office/tickets/?assigned={}",
        "/office/jobs/new/?customer={}", "/office/jobs/?customer={}", "/office/visits/new/?ticket={}",
        "/office/visits/new/?job={}", "/office/visits/?performer={}", "/office/reports/?job={}",
        "/office/invoices/new/?customer={}", "/office/invoices/new/?job={}", "/office/invoices/?customer={}",
        "/office/sites/?customer={}",
    ],
    "brandt.all": [
        "/portal/?site={}", "/portal/tickets/new/?site={}", "/portal/tickets/new/?site=1&room={}",
        "/portal/tickets/new/?visit={}", "/portal/tickets/new/?invoice={}", "/portal/tickets/rooms/?site={}",
    ],
}  # fmt: skip


@pytest.mark.parametrize("key", list(PREFILLED))
def test_impossible_ids_in_addresses_are_no_error(cast, login, key):
    client = login(cast[key])
    for address in PREFILLED[key]:
        for pk in BAD:
            assert client.get(address.format(pk)).status_code in {200, 404}, address.format(pk[:30])


@pytest.mark.parametrize("pk", BAD)
def test_one_bad_id_stops_taking_over_tickets(cast, login, pk):
    ticket = make.make_ticket(cast.brandt)
    client = login(cast["office1"])
    assert client.post("/office/tickets/assignment/", {"ticket": [ticket.pk, pk]}).status_code == 404
    assert Ticket.objects.get().assigned_to is None
    assert client.post("/office/tickets/assignment/", {"ticket": [ticket.pk]}).status_code == 302
    assert Ticket.objects.get().assigned_to.person == cast["office1"]


def test_foreign_rows_are_no_start_for_anything(cast, login):
    """What an address names to fill a form in goes through the same doors as the row's own page."""
    job = make.make_job(cast.altmann, site=cast.altmann_site, title="Fremder Auftrag")
    visit = make.make_visit(job, title="Fremder Einsatz")
    ticket = make.make_ticket(cast.altmann, title="Fremde Meldung")
    rows = {"customer": cast.altmann.pk, "job": job.pk, "ticket": ticket.pk, "visit": visit.pk}
    addresses = {
        "/office/tickets/new/?customer={customer}": ("owner2", "office1"),
        "/office/jobs/new/?customer={customer}": ("owner2", "office1"),
        "/office/visits/new/?job={job}": ("owner2", "office1"),
        "/office/visits/new/?ticket={ticket}": ("owner2", "office1"),
        "/office/invoices/new/?job={job}": ("owner2", "office1"),
        "/office/invoices/?customer={customer}": ("owner2", "office1"),
        "/portal/tickets/new/?visit={visit}": ("altmann.all", "brandt.all"),
    }
    for address, (owner, stranger) in addresses.items():
        assert login(cast[owner]).get(address.format(**rows)).status_code == 200, address
        assert login(cast[stranger]).get(address.format(**rows)).status_code == 404, address


@pytest.mark.parametrize("about", ["visit", "site"])
def test_question_about_one_company_never_reaches_another(cast, login, about):
    """A customer of two companies follows a link of the second while the first one is active."""
    job = make.make_job(cast.altmann, site=cast.altmann_site)
    rows = {"visit": make.make_visit(job).pk, "site": cast.altmann_site.pk}
    client, address = login(cast["both"]), f"/portal/tickets/new/?{about}={rows[about]}"
    sent = {
        "kind": "question",
        "urgency": "normal",
        "title": "Wann kommen Sie?",
        "form_key": "k" * 20,
        "upload_key": "u" * 20,
    }
    assert client.get(address).status_code == 200
    assert client.post(address, sent | {"customer": cast.stadtbau.pk, "site": cast.baustelle.pk}).status_code == 422
    assert client.post(address, sent | {"customer": cast.altmann.pk, "site": cast.altmann_site.pk}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.provider, ticket.customer, ticket.site) == (cast.hofer, cast.altmann, cast.altmann_site)
