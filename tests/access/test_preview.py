"""„Ansicht als Kunde“: the same pages as the customer sees, no writing, an hour at most, in the history."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.access.table import PORTAL_ROWS
from tests.access.world import make_world
from torhaus.activity.models import Activity
from torhaus.portal_access.models import PortalAccess
from torhaus.tickets.models import Ticket


def begin(client, cast, key):
    access = PortalAccess.objects.get(person=cast[key])
    return client.post(f"/office/customers/{access.customer_id}/portal/accesses/{access.pk}/preview/")


@pytest.mark.django_db
def test_every_portal_address_answers_as_to_the_customer_and_refuses_every_post(login):
    world = make_world()
    for key in ("brandt.all", "brandt.colleague", "brandt.site"):
        office, customer = login(world.cast["office1"]), login(world.cast[key])
        assert begin(office, world.cast, key)["Location"] == "/portal/"
        for row in PORTAL_ROWS:
            address = reverse(row.name, args=world.args[row.args])
            seen = office.get(address)
            if address.startswith("/portal/account/"):
                assert seen.status_code in {403, 405}, address
            elif row.method == "get" and row.name != "portal:ticket_upload":
                assert seen.status_code == customer.get(address).status_code, (key, address)
            counted = Activity.objects.count()
            assert office.post(address, {"body": "x", "title": "x"}).status_code in {403, 404, 405}, address
            assert Activity.objects.count() == counted
    assert not Ticket.objects.filter(title="x").exists()


def test_pages_are_the_same_but_for_the_banner(cast, login):
    office, customer = login(cast["office1"]), login(cast["brandt.colleague"])
    begin(office, cast, "brandt.colleague")
    seen, own = office.get("/portal/").text, customer.get("/portal/").text
    assert "Ansicht als Pia" in seen
    assert "Ansicht als" not in own
    assert "/portal/invoices/" not in seen
    assert seen.count("<h2") == own.count("<h2")


def test_button_ends_it_and_history_tells_of_both(cast, login):
    office = login(cast["office1"])
    begin(office, cast, "brandt.all")
    assert office.post("/office/preview-end/")["Location"] == f"/office/customers/{cast.brandt.pk}/portal/"
    assert office.get("/portal/").status_code == 302
    verbs = list(Activity.objects.filter(customer_id=cast.brandt.pk).order_by("id").values_list("verb", "actor_id"))
    assert verbs[-2:] == [
        ("portal.preview_begun", cast["office1"].pk),
        ("portal.preview_ended", cast["office1"].pk),
    ]
    assert "Portal angesehen als" in office.get(f"/office/customers/{cast.brandt.pk}/").text


def test_it_ends_after_an_hour(cast, login):
    office = login(cast["office1"])
    begin(office, cast, "brandt.all")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=59)):
        assert office.get("/portal/").status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert office.get("/portal/")["Location"] == f"/office/customers/{cast.brandt.pk}/portal/"
        assert office.get("/portal/").status_code == 302


def test_only_who_invites_may_look_and_only_at_own_customers(cast, login):
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    address = f"/office/customers/{cast.brandt.pk}/portal/accesses/{access.pk}/preview/"
    for key in ("tech1", "owner2", "stadtbau.all"):
        assert login(cast[key]).post(address).status_code == 404
    assert login(cast["office1"]).get(address).status_code == 405


def test_what_the_person_is_elsewhere_stays_elsewhere(cast, login):
    """Bea is a customer of two companies; each sees its own side only."""
    office = login(cast["office1"])
    access = PortalAccess.objects.get(person=cast["both"], customer=cast.stadtbau)
    office.post(f"/office/customers/{cast.stadtbau.pk}/portal/accesses/{access.pk}/preview/")
    assert office.get(f"/portal/sites/{cast.altmann_site.pk}/").status_code == 404
    assert login(cast["both"]).get(f"/portal/sites/{cast.altmann_site.pk}/").status_code == 200
    assert office.get(f"/portal/sites/{cast.baustelle.pk}/").status_code == 200


def test_it_ends_when_the_right_or_the_access_ends(cast, login):
    office = login(cast["office1"])
    begin(office, cast, "brandt.all")
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(is_active=False)
    assert office.get("/portal/").status_code == 302
    begin(office, cast, "brandt.colleague")
    cast["office1"].memberships.update(role="technician")
    assert office.get("/portal/").status_code == 302


def test_own_portal_of_the_office_person_is_untouched(cast, login):
    """Whoever is colleague here and customer elsewhere is themselves again afterwards."""
    from tests import factories as make

    make.make_access(cast.altmann, cast["office1"])
    office = login(cast["office1"])
    begin(office, cast, "brandt.all")
    assert "Ansicht als" in office.get("/portal/").text
    office.post("/office/preview-end/")
    own = office.get("/portal/")
    assert (own.status_code, "Ansicht als" in own.text) == (200, False)
