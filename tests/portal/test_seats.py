"""One login for several customers and companies: the active one rules lists and counts, links open through each."""

import pytest

from tests import factories as make
from torhaus.customers.models import Contact
from torhaus.providers.models import Membership, Role


@pytest.fixture
def client(cast, login):
    """Bea looks after Stadtbau and Brandt at Lindner (at Brandt without invoices), and after Altmann at Hofer."""
    make.make_access(cast.brandt, cast["both"], sees_invoices=False)
    return login(cast["both"])


def choose(client, customer):
    assert client.post("/portal/seat/", {"customer": customer.pk})["Location"] == "/portal/"


def test_list_and_counts_show_the_active_customer_only(cast, client):
    for customer, title in ((cast.stadtbau, "Kran klemmt"), (cast.brandt, "Tor klemmt"), (cast.altmann, "Hahn tropft")):
        make.make_ticket(customer, title=title)
    for customer, own in ((cast.stadtbau, "Kran klemmt"), (cast.brandt, "Tor klemmt"), (cast.altmann, "Hahn tropft")):
        choose(client, customer)
        page = client.get("/portal/tickets/").text
        assert [title for title in ("Kran klemmt", "Tor klemmt", "Hahn tropft") if title in page] == [own]
        assert client.get("/portal/counts/").json().get("tickets", 0) <= 1


def test_link_of_a_mail_opens_whichever_customer_is_active(cast, client):
    tickets = [make.make_ticket(customer) for customer in (cast.stadtbau, cast.brandt, cast.altmann)]
    choose(client, cast.altmann)
    assert [client.get(f"/portal/tickets/{ticket.pk}/").status_code for ticket in tickets] == [200] * 3
    stranger = make.make_ticket(make.make_customer(cast.lindner))
    assert client.get(f"/portal/tickets/{stranger.pk}/").status_code == 404


def test_right_at_one_customer_counts_at_that_one_only(cast, client):
    choose(client, cast.stadtbau)
    assert 'href="/portal/invoices/"' in client.get("/portal/").text
    choose(client, cast.brandt)
    assert 'href="/portal/invoices/"' not in client.get("/portal/").text


def test_switcher_names_all_and_marks_the_active_one(cast, client, login):
    choose(client, cast.brandt)
    page = client.get("/portal/").text
    switch = page[page.index('class="seats"') : page.index('<ul class="nav"')]
    assert [name in switch for name in ("Stadtbau Freiburg", "Hausverwaltung Brandt", "Familie Altmann")] == [True] * 3
    assert switch.count('aria-current="true"') == 1
    assert 'class="seats"' not in login(cast["brandt.all"]).get("/portal/").text


def test_foreign_customer_is_404(cast, client):
    for customer in (cast.kita.pk, cast.weber.pk, "", "x", 10**30):
        assert client.post("/portal/seat/", {"customer": customer}).status_code == 404


def test_provider_s_doorstep_leads_to_a_customer_there(cast, client):
    choose(client, cast.stadtbau)
    client.post("/p/hofer/seat/")
    assert "Familie Altmann" in client.get("/portal/account/").text.split('class="seats"')[1][:400]


def test_way_to_the_other_side_is_shown_to_whoever_has_one(cast, client, login):
    assert 'href="/office/"' not in client.get("/portal/").text
    Membership.objects.create(provider=cast.hofer, person=cast["both"], role=Role.TECHNICIAN)
    assert 'href="/office/"' in client.get("/portal/").text
    assert 'href="/portal/"' in login(cast["both"]).get("/office/").text
    assert 'href="/portal/"' not in login(cast["tech1"]).get("/office/").text


def test_way_to_the_portal_is_not_shown_where_its_only_contact_is_no_longer_active(cast, login):
    contact = make.make_contact(cast.stadtbau)
    make.make_access(cast.stadtbau, cast["tech1"], contact=contact)
    client = login(cast["tech1"])
    assert 'href="/portal/"' in client.get("/office/").text
    Contact.objects.filter(pk=contact.pk).update(is_active=False)
    assert 'href="/portal/"' not in client.get("/office/").text


def test_colleagues_of_one_customer_have_rights_of_their_own(cast, login):
    for who, status in (("brandt.all", 200), ("brandt.colleague", 404)):
        assert login(cast[who]).get("/portal/invoices/").status_code == status
