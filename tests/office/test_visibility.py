"""„Was sieht der Kunde?“: each account with the switch that decides, and the way there."""

import html

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.portal_access.models import PortalAccess


@pytest.fixture
def visit(cast):
    return make.make_visit(make.make_job(cast.brandt, site=cast.ufer))


def page(cast, login, kind, row):
    answer = login(cast["office1"]).get(f"/office/visibility/{kind}/{row.pk}/")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_everybody_who_sees_it_is_named(cast, login, visit):
    text = page(cast, login, "visit", visit)
    for key in ("brandt.all", "brandt.colleague", "brandt.site"):
        assert str(cast[key]) in text
    assert str(cast["stadtbau.all"]) not in text
    assert "sieht es nicht" not in text


def test_the_customers_switch_is_named_with_its_place(cast, login, visit):
    cast.brandt.show_visits = False
    cast.brandt.save()
    text = page(cast, login, "visit", visit)
    assert text.count("Beim Kunden ist „Einsätze anzeigen“ aus.") == 3
    assert f'href="/office/customers/{cast.brandt.pk}/portal/"' in text


def test_the_sites_switch_goes_first(cast, login, visit):
    cast.ufer.show_visits = "hide"
    cast.ufer.save()
    text = page(cast, login, "visit", visit)
    assert "Bei Uferstraße 4 steht „Einsätze anzeigen“ auf „verbergen“." in text
    assert f'href="/office/sites/{cast.ufer.pk}/edit/"' in text


def test_a_missing_right_and_a_narrow_scope_are_named(cast, login):
    invoice = bill.make_issued(cast.brandt, by=cast["owner1"], site=cast.lindenhof)
    access = PortalAccess.objects.get(person=cast["brandt.colleague"])
    text = page(cast, login, "invoice", invoice)
    assert "Diesem Zugang fehlt das Recht „Rechnungen“." in text
    assert f'href="/office/customers/{cast.brandt.pk}/portal/accesses/{access.pk}/"' in text
    assert "Dieser Zugang gilt nur für: Uferstraße 4." in text


def test_messages_and_replies_are_told_apart_on_a_ticket(cast, login):
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(writes_messages=False)
    text = page(cast, login, "ticket", make.make_ticket(cast.brandt, site=cast.ufer))
    assert text.count("Diesem Zugang fehlt das Recht „Nachrichten schreiben“.") == 1


def test_plan_and_portal_come_before_everything_else(cast, login, visit):
    cast.brandt.portal_enabled = False
    cast.brandt.save()
    assert page(cast, login, "visit", visit).count("„Kundenportal aktivieren“ ist bei diesem Kunden aus.") == 3


@pytest.mark.parametrize("kind", ["ticket", "job", "visit", "report", "site"])
def test_every_record_leads_there(cast, login, visit, kind):
    row = {
        "ticket": make.make_ticket(cast.brandt, site=cast.ufer), "job": visit.job, "visit": visit,
        "report": make.make_report(visit), "site": cast.ufer,
    }[kind]  # fmt: skip
    address = f"/office/visibility/{kind}/{row.pk}/"
    assert address in login(cast["office1"]).get(f"/office/{kind}s/{row.pk}/").content.decode()
    page(cast, login, kind, row)


def test_drafts_and_unknown_kinds(cast, login, visit):
    assert page(cast, login, "report", make.make_report(visit)).count("Entwürfe sieht kein Kunde.") == 3
    assert login(cast["office1"]).get(f"/office/visibility/person/{visit.pk}/").status_code == 404
