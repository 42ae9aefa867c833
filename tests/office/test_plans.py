"""Einstellungen › Plugins and Grundeinstellungen, the job's section „Kundenportal“, the pages of the operator."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.customers.models import Customer
from torhaus.jobs.models import Job, JobPortal
from torhaus.providers.models import Plan, Provider

pytestmark = pytest.mark.django_db
BASICS = {
    "job_word": "projects", "ticket_word": "defect", "report_word": "daywork", "site_word": "place",
    "has_customer_master": "on", "default_job_portal": "off",
}  # fmt: skip


def now(provider):
    return Provider.objects.get(pk=provider.pk)


def test_owner_starts_the_trial_and_sees_its_days(cast, login):
    client = login(cast["owner3"])
    assert "30 Tage kostenlos testen" in client.get("/office/settings/plugins/").text
    page = client.post("/office/settings/plugins/trial/", follow=True).text
    assert "noch 30 Tage" in page
    assert "30 Tage kostenlos testen" not in page
    assert "noch 30 Tage" in client.get("/office/").text
    assert "Einmal" not in page
    again = client.post("/office/settings/plugins/trial/", follow=True).text
    assert "Die Testphase gibt es einmal" in again
    assert now(cast.basic).trial_days_left == 30


def test_last_day_and_end_of_the_trial_are_said(cast, login):
    client = login(cast["owner3"])
    Provider.objects.filter(pk=cast.basic.pk).update(trial_until=timezone.localdate())
    assert "endet heute" in client.get("/office/").text
    Provider.objects.filter(pk=cast.basic.pk).update(trial_until=timezone.localdate() - dt.timedelta(days=1))
    assert "Die Testphase ist zu Ende" in client.get("/office/").text
    assert "Die Testphase ging bis" in client.get(f"/office/customers/{cast.weber.pk}/portal/").text


def test_plugin_is_switched_off_and_on(cast, login):
    client, customer = login(cast["owner1"]), login(cast["brandt.all"])
    assert customer.get("/portal/").status_code == 200
    client.post("/office/settings/plugins/portal/deactivation/")
    assert customer.get("/portal/").status_code == 302
    assert "Kundenportal einschalten" in client.get("/office/settings/plugins/").text
    assert "Einstellungen › Plugins" in client.get(f"/office/customers/{cast.brandt.pk}/portal/").text
    client.post("/office/settings/plugins/portal/activation/")
    assert customer.get("/portal/").status_code == 200


def test_without_plan_the_page_names_the_operator(cast, login):
    page = login(cast["owner3"]).get("/office/settings/plugins/").text
    assert "gehört zum Tarif PRO oder zum Zusatz „Portal Plus“" in page
    assert cast["operator"].email in page


def test_basics_change_words_in_office_and_portal(cast, login):
    client, customer = login(cast["owner1"]), login(cast["brandt.all"])
    assert "Aufträge" in client.get("/office/jobs/").text
    assert "Meldungen" in customer.get("/portal/").text
    answer = client.post("/office/settings/basics/", BASICS | {"version": cast.lindner.version})
    assert answer.status_code == 302
    page = client.get("/office/jobs/").text
    assert all(word in page for word in ("Projekte", "Neues Projekt", "Mängel", "Regieberichte", "Einsatzorte"))
    assert not any(word in page for word in ("Aufträge", "Tickets", "Leistungsbelege", "Objekte"))
    page = customer.get("/portal/").text
    assert all(word in page for word in ("Mängel", "Mangel melden", "Regieberichte", "Ihre Einsatzorte"))
    assert [word for word in ("Meldungen", "Leistungsbelege", "Objekte") if word in page] == []


def test_words_are_good_english_too(cast, login):
    Provider.objects.filter(pk=cast.lindner.pk).update(report_word="daywork", job_word="projects")
    person = cast["brandt.all"]
    person.language = "en"
    person.save()
    page = login(person).get("/portal/reports/").text
    assert "Daywork reports" in page
    assert "No daywork reports yet" in page


def test_second_tab_of_the_basics_is_422(cast, login):
    client = login(cast["owner1"])
    client.post("/office/settings/basics/", BASICS | {"version": cast.lindner.version})
    answer = client.post("/office/settings/basics/", BASICS | {"version": cast.lindner.version, "job_word": "jobs"})
    assert answer.status_code == 422
    assert now(cast.lindner).job_word == "projects"


@pytest.mark.parametrize("bad", [{"sector": "zirkus"}, {"sector": ""}, {}])
def test_unknown_sector_is_422(cast, login, bad):
    assert login(cast["owner1"]).post("/office/settings/basics/sector/", bad).status_code == 422
    assert now(cast.lindner).sector == ""


def test_sector_is_taken_over(cast, login):
    client = login(cast["owner1"])
    client.post("/office/settings/basics/sector/", {"sector": "care", "version": cast.lindner.version})
    assert (now(cast.lindner).sector, now(cast.lindner).report_word) == ("care", "record")
    menu = client.get("/office/").text
    assert "Tätigkeitsnachweise" in menu
    assert 'href="/office/customers/"' not in menu.split("<main")[0]


def test_a_sector_that_closes_portals_says_so(cast, login):
    """Care has no Kundenstamm, so jobs without a switch of their own leave the portal at once."""
    client, said = login(cast["owner1"]), "Der Kundenstamm ist jetzt aus"
    for sector, is_said in (("catering", False), ("care", True), ("care", False)):
        data = {"sector": sector, "version": now(cast.lindner).version}
        assert (said in client.post("/office/settings/basics/sector/", data, follow=True).text) is is_said, sector


def test_a_company_of_places_meets_no_objekt(cast, login):
    """The pages on which the word stood in a sentence or a label, not in a list's heading."""
    client, site = login(cast["owner1"]), cast.ufer
    access = cast.brandt.accesses.get(person=cast["brandt.all"])
    customer = f"/office/customers/{cast.brandt.pk}/"
    pages = [f"/office/sites/{site.pk}/edit/", f"/office/sites/new/{cast.brandt.pk}/", f"/office/sites/{site.pk}/"]
    pages += [f"/office/sites/{site.pk}/handover/", f"/office/sites/{site.pk}/handover/?to={cast.stadtbau.pk}"]
    pages += [
        f"/office/visibility/site/{site.pk}/",
        f"{customer}portal/accesses/{access.pk}/",
        f"{customer}portal/sites/",
    ]
    assert "Objekte" in client.get(pages[0]).text
    Provider.objects.filter(pk=cast.lindner.pk).update(site_word="place")
    for page in pages:
        answer = client.get(page)
        assert (answer.status_code, "Objekt" in answer.text) == (200, False), page


def test_household_meets_no_objekt_no_map(cast, login):
    make.make_visit(make.make_job(cast.altmann, site=cast.altmann_site))
    client = login(cast["altmann.all"])
    pages = ["/portal/", "/portal/tickets/", "/portal/tickets/new/", "/portal/visits/", "/portal/reports/"]
    pages += ["/portal/invoices/", "/portal/sites/", f"/portal/sites/{cast.altmann_site.pk}/", "/portal/account/"]
    cast.altmann_site.latitude, cast.altmann_site.longitude = "47.98931", "7.86102"
    cast.altmann_site.save()
    assert "Objekte" in client.get("/portal/").text
    Customer.objects.filter(pk=cast.altmann.pk).update(kind="household")
    for page in pages:
        text = client.get(page).text
        assert "Objekt" not in text, page
        assert 'class="map' not in text, page


def test_new_customer_has_the_portal_on_by_default_where_customers_are_kept(cast, login):
    client = login(cast["office1"])
    [switch] = re.findall(r'<input[^>]*name="portal_enabled"[^>]*>', client.get("/office/customers/new/").text)
    assert " checked" in switch
    facts = {
        "kind": "company",
        "name": "Neu GmbH",
        "country": "DE",
        "einvoice_format": "zugferd",
        "signature_duty": "each",
    }
    client.post("/office/customers/new/", facts | {"portal_enabled": "on"})
    assert Customer.objects.get(name="Neu GmbH").portal_enabled
    client.post("/office/customers/new/", facts | {"name": "Ohne GmbH"})
    assert not Customer.objects.get(name="Ohne GmbH").portal_enabled
    assert "portal_enabled" not in login(cast["owner3"]).get("/office/customers/new/").text
    Provider.objects.filter(pk=cast.lindner.pk).update(has_customer_master=False)
    assert "portal_enabled" not in client.get("/office/customers/new/").text


def job_form(job, **values):
    facts = {"title": job.title, "site": job.site_id or "", "version": job.version}
    return facts | values


def test_section_of_the_job_appears_only_where_its_switch_shows(cast, login):
    client, job = login(cast["office1"]), cast.stadtbau_job
    page = client.get(f"/office/jobs/{job.pk}/").text
    assert 'id="portal"' in page
    assert "lindner.stadtbau" in page
    client.post(f"/office/jobs/{job.pk}/edit/", job_form(job, portal="off"))
    assert Job.objects.get(pk=job.pk).portal == JobPortal.OFF
    page = client.get(f"/office/jobs/{job.pk}/").text
    assert 'id="portal"' not in page
    assert "lindner.stadtbau" not in page


def test_job_page_says_what_is_in_the_way(cast, login):
    job = make.make_job(cast.kita, portal=JobPortal.ON)
    client = login(cast["owner1"])
    assert "Bei diesem Kunden ist das Kundenportal ausgeschaltet." in client.get(f"/office/jobs/{job.pk}/").text
    Provider.objects.filter(pk=cast.lindner.pk).update(plan=Plan.BASIC)
    assert "gehört zum Tarif PRO" in client.get(f"/office/jobs/{job.pk}/").text


def test_job_form_without_the_switch_leaves_it_as_it_is(cast, login):
    client, job = login(cast["office1"]), cast.stadtbau_job
    Job.objects.filter(pk=job.pk).update(portal=JobPortal.OFF)
    client.post(f"/office/jobs/{job.pk}/edit/", job_form(job, title="Neuer Titel"))
    assert Job.objects.values_list("title", "portal").get(pk=job.pk) == ("Neuer Titel", "off")
    assert client.post(f"/office/jobs/{job.pk}/edit/", job_form(job, portal="halb")).status_code == 422


def test_new_job_begins_with_the_company_default(cast, login):
    Provider.objects.filter(pk=cast.lindner.pk).update(default_job_portal="off")
    client = login(cast["office1"])
    client.post(f"/office/jobs/new/?customer={cast.brandt.pk}", {"title": "Ohne Angabe"})
    assert Job.objects.get(title="Ohne Angabe").portal == JobPortal.OFF


def test_operator_sees_plans_and_numbers_and_nothing_else(cast, login):
    client = login(cast["operator"])
    page = client.get("/office/installation/").text
    assert all(provider.name in page for provider in (cast.lindner, cast.hofer, cast.basic))
    assert cast.brandt.name not in page
    assert client.get("/office/").status_code == 404
    assert client.get(f"/office/customers/{cast.brandt.pk}/").status_code == 404
    assert client.get("/", follow=True).redirect_chain == [("/office/installation/", 302)]
    assert client.get("/office/installation/999999/").status_code == 404


def test_operator_changes_a_plan_at_once(cast, login):
    client, customer = login(cast["operator"]), login(cast["weber.all"])
    assert customer.get("/portal/").status_code == 302
    facts = {"version": cast.basic.version, "plan": "basic", "has_portal_plus": "on", "trial_until": ""}
    address = f"/office/installation/{cast.basic.pk}/"
    assert client.post(address, facts).status_code == 302
    assert customer.get("/portal/").status_code == 200
    assert client.post(address, facts | {"plan": "pro", "has_portal_plus": ""}).status_code == 422
    assert client.post(address, facts | {"plan": "gold"}).status_code == 422
    assert client.post(address, facts | {"trial_until": "gestern"}).status_code == 422


def test_owner_who_runs_the_installation_has_both_menus(cast, login):
    person = cast["owner1"]
    assert "/office/installation/" not in login(person).get("/office/").text
    person.is_operator = True
    person.save()
    client = login(person)
    assert "/office/installation/" in client.get("/office/").text
    assert 'href="/office/"' in client.get("/office/installation/").text


def test_list_of_companies_costs_the_same_with_one_and_thirty(cast, login, django_assert_max_num_queries):
    client = login(cast["operator"])
    client.get("/office/installation/")
    with django_assert_max_num_queries(6) as few:
        client.get("/office/installation/")
    for _n in range(30):
        make.make_access(make.make_customer(make.make_provider()))
    with django_assert_max_num_queries(6) as many:
        client.get("/office/installation/")
    assert len(few) == len(many)
