"""Somebody with a firm of their own who also works for another: what they may do at one never counts at the other."""

import pytest

from tests import factories as make
from torhaus.customers.models import Customer, Import
from torhaus.providers.models import Membership, Provider, Role
from torhaus.tickets.models import Ticket, TicketCategory

CUSTOMER = {
    "kind": "company", "name": "Neu GmbH", "street": "Weg 1", "postcode": "79098", "city": "Freiburg", "country": "DE",
    "einvoice_format": "zugferd", "signature_duty": "each",
}  # fmt: skip
TICKET = {
    "new_name": "Anna",
    "title": "Rohr",
    "kind": "damage",
    "urgency": "normal",
    "channel": "phone",
    "new_kind": "household",
}
MEMBER = {"last_name": "Neu", "salutation": "none", "role": "owner", "email": "neu@neu.example"}
MADE = [
    ("/office/customers/new/", CUSTOMER, Customer, {"name": "Neu GmbH"}),
    ("/office/tickets/new/", TICKET, Ticket, {"title": "Rohr"}),
    ("/office/settings/staff/new/", MEMBER, Membership, {"person__email": "neu@neu.example"}),
    ("/office/settings/categories/", {"name": "Neu"}, TicketCategory, {"name": "Neu"}),
]


@pytest.fixture
def client(cast, login):
    """Max owns Hofer, drives for Lindner, and looks at Lindner at the moment."""
    Membership.objects.create(provider=cast.lindner, person=cast["owner2"], role=Role.SUBCONTRACTOR)
    client = login(cast["owner2"])
    assert client.post("/office/seat/", {"provider": cast.lindner.pk}).status_code == 302
    assert "Lindner" in client.get("/office/visits/").text
    return client


@pytest.mark.parametrize(("address", "form", "model", "found"), MADE)
def test_what_the_owner_makes_is_made_in_his_own_firm(cast, client, address, form, model, found):
    assert client.post(address, form).status_code == 302
    assert [row.provider for row in model.objects.filter(**found)] == [cast.hofer]


def test_company_data_of_the_other_firm_stay_as_they_are(cast, client):
    before = Provider.objects.get(pk=cast.lindner.pk)
    client.post("/office/settings/look/", {"colour": "#aa0000"})
    client.post("/office/settings/", {"name": "Gekapert", "iban": "DE02500105170137075030"})
    page = client.get("/office/settings/").text
    assert (cast.hofer.legal_name in page, cast.lindner.legal_name in page) == (True, False)
    now = Provider.objects.get(pk=cast.lindner.pk)
    assert (now.name, now.iban, now.brand_hue, now.version) == (
        before.name,
        before.iban,
        before.brand_hue,
        before.version,
    )
    assert Provider.objects.get(pk=cast.hofer.pk).version > cast.hofer.version


def test_lists_of_the_other_firm_stay_closed(cast, client):
    make.make_customer(cast.hofer, name="Hofers Kunde")
    for address in ("customers", "invoices", "imports", "settings/staff", "mails", "jobs/new"):
        page = client.get(f"/office/{address}/")
        assert (page.status_code, "Brandt" in page.text, "Keller" in page.text) == (200, False, False), address
    assert Import.objects.count() == 0


def test_a_page_of_the_second_company_wears_its_name_and_colour(cast, login):
    make.make_access(cast.brandt, cast["altmann.all"])
    Provider.objects.filter(pk=cast.lindner.pk).update(brand_hue=111, phone="0761 111")
    Provider.objects.filter(pk=cast.hofer.pk).update(brand_hue=222, phone="0761 222")
    client = login(cast["altmann.all"])
    client.post("/portal/seat/", {"provider": cast.hofer.pk})
    pages = {
        "Hofer": client.get("/portal/tickets/").text,
        "own": client.get(f"/portal/tickets/{make.make_ticket(cast.altmann).pk}/").text,
        "Lindner": client.get(f"/portal/tickets/{make.make_ticket(cast.brandt).pk}/").text,
    }
    signs = {key: ("h=111" in text, "h=222" in text, "0761 111" in text) for key, text in pages.items()}
    assert signs == {"Hofer": (False, True, False), "own": (False, True, False), "Lindner": (True, False, True)}
    assert "Lindner Gebäudeservice" in pages["Lindner"]
