"""A test contact goes the real way, counts nowhere, reaches nothing real, and can be taken away."""

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import PASSWORD
from torhaus.accounts.models import Person
from torhaus.customers.models import Contact
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import invite, issue_token
from torhaus.portal_access.models import Invitation, PortalAccess
from torhaus.tickets import actions as tickets
from torhaus.tickets.models import Ticket

BOX = "jonas+test@lindner.example"


@pytest.fixture
def trial(cast, login):
    """Invited by the office's page, in by the link of the mail, with one test ticket."""
    office = login(cast["office1"])
    answer = office.post(f"/office/customers/{cast.brandt.pk}/portal/test-contact/", {"email": BOX})
    assert answer.status_code == 302
    link = f"/invitation/{issue_token(Invitation.objects.get(email=BOX))}/"
    client = Client()
    values = {"first_name": "Test", "last_name": "Keller", "language": "de", "password": PASSWORD}
    assert client.post(link, values)["Location"] == "/portal/"
    sent = {
        "customer": cast.brandt.pk,
        "title": "Testmeldung",
        "kind": "damage",
        "urgency": "normal",
        "site": cast.ufer.pk,
    }
    assert client.post("/portal/tickets/new/", sent).status_code == 302
    return client


def ticket():
    return Ticket.objects.get(title="Testmeldung")


def test_the_real_way_ends_in_a_marked_access_and_ticket(cast, trial):
    access = PortalAccess.objects.get(person__email=BOX)
    assert (access.is_test, access.contact.is_test, access.contact.is_main) == (True, True, False)
    assert ticket().is_test
    assert trial.get(f"/portal/tickets/{ticket().pk}/").status_code == 200
    assert "Testmeldung" in trial.get("/portal/tickets/").text


def test_real_people_of_the_customer_do_not_see_the_test(cast, login, trial):
    colleague = login(cast["brandt.all"])
    assert colleague.get(f"/portal/tickets/{ticket().pk}/").status_code == 404
    assert "Testmeldung" not in colleague.get("/portal/tickets/").text
    assert "Testmeldung" not in colleague.get("/portal/").text


def test_it_counts_nowhere_but_is_found_by_the_filter(cast, login, trial):
    office = login(cast["office1"])
    assert office.get("/office/counts/").json()["tickets"] == 0
    assert office.get("/office/tickets/counts/").json()["new"] == 0
    assert "Testmeldung" not in office.get("/office/tickets/?view=all").text
    assert "Testmeldung" not in office.get("/office/").text
    assert "Testmeldung" in office.get("/office/tickets/?view=trials").text
    make.make_ticket(cast.brandt, title="Echte Meldung")
    assert office.get("/office/counts/").json()["tickets"] == 1
    assert "Echte Meldung" not in office.get("/office/tickets/?view=trials").text


def test_it_reaches_no_real_ticket_and_signs_nothing(cast, trial):
    real = make.make_ticket(cast.brandt, site=cast.ufer, reported_by=cast["brandt.all"])
    assert trial.get(f"/portal/tickets/{real.pk}/").status_code == 200
    assert trial.post(f"/portal/tickets/{real.pk}/messages/", {"body": "Hallo"}).status_code == 404
    assert trial.post(f"/portal/tickets/{real.pk}/closure/").status_code == 404
    assert trial.post(f"/portal/tickets/{ticket().pk}/messages/", {"body": "Hallo"}).status_code == 302
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    assert trial.get(f"/portal/visits/{visit.pk}/").status_code == 200
    assert trial.get(f"/portal/visits/{visit.pk}/move/").status_code == 404
    report = make.make_report(visit, status="open", pdf=make.make_stored_file(cast.lindner))
    assert trial.get(f"/portal/reports/{report.pk}/").status_code == 200
    assert trial.post(f"/portal/reports/{report.pk}/signature/").status_code == 404
    assert trial.get("/portal/referrals/").status_code == 404


def test_test_ticket_becomes_no_job(cast, trial):
    with pytest.raises(Refused):
        accept_ticket(ticket=ticket(), by=cast["office1"])
    tickets.decline(ticket=ticket(), by=cast["office1"], reason="War nur ein Test")


def test_removal_takes_everything_away_and_only_that(cast, login, trial):
    real = make.make_ticket(cast.brandt)
    office, contact = login(cast["office1"]), Contact.objects.get(email=BOX)
    trial.post(f"/portal/tickets/{ticket().pk}/messages/", {"body": "Hallo"})
    office.post(f"/office/customers/{cast.brandt.pk}/portal/contacts/{contact.pk}/removal/")
    assert list(Ticket.objects.all()) == [real]
    assert not Contact.objects.filter(email=BOX).exists()
    assert not PortalAccess.objects.filter(is_test=True).exists()
    assert not Invitation.objects.filter(email=BOX).exists()
    assert trial.get("/portal/")["Location"].startswith("/login/")
    assert not Person.objects.filter(email=BOX).exists()
    assert "Testkontakt Test Jonas Keller entfernt" in office.get(f"/office/customers/{cast.brandt.pk}/").text


def test_real_contact_is_not_removed(cast, login):
    contact = make.make_contact(cast.brandt)
    office = login(cast["office1"])
    address = f"/office/customers/{cast.brandt.pk}/portal/contacts/{contact.pk}/removal/"
    assert "Nur Testkontakte" in office.post(address, follow=True).text
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_address_with_a_real_access_is_refused(cast, login):
    office = login(cast["office1"])
    address = f"/office/customers/{cast.brandt.pk}/portal/test-contact/"
    assert office.post(address, {"email": cast["brandt.all"].email}).status_code == 422
    real = make.make_contact(cast.brandt, email="da@brandt.example")
    assert office.post(address, {"email": "DA@brandt.example"}).status_code == 422
    assert not invite(contact=real, by=cast["office1"]).contact.is_test
