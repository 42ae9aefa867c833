"""Jobs in the office: list, page, open, edit, finish."""

import html
import re
import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from tests.factories.invoices import make_signed_report
from torhaus.jobs.models import Job, JobStatus
from torhaus.providers.models import Membership


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return html.unescape(response.content.decode())


def titles(response):
    return re.findall(r'class="rowgo"[^>]*>([^<]+)<', page(response))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def values(**fields):
    given = {"title": "Fassade streichen", "description": "Nordseite", "order_number": "B-77", "cost_centre": "4711"}
    return given | {"form_key": secrets.token_urlsafe(18)} | fields


def test_list_shows_running_jobs_first_and_all_on_demand(cast, office):
    make.make_job(cast.brandt, title="Läuft")
    make.make_job(cast.brandt, title="Fertig", status=JobStatus.DONE)
    make.make_job(cast.altmann, title="Fremd")
    assert titles(office.get("/office/jobs/")) == ["Läuft", "Fassade Nord"]
    assert titles(office.get("/office/jobs/?status=done")) == ["Fertig"]
    assert titles(office.get(f"/office/jobs/?customer={cast.brandt.pk}")) == ["Fertig", "Läuft"]
    assert office.get("/office/jobs/?status=x&customer=y&site=&after=z").status_code == 200


def test_new_job_takes_over_the_customer_s_references_and_is_found(cast, office):
    cast.brandt.cost_centre = "4711"
    cast.brandt.save()
    address = f"/office/jobs/new/?customer={cast.brandt.pk}&site={cast.ufer.pk}"
    text = page(office.get(address))
    assert 'value="4711"' in text
    party = make.make_billing_party(cast.brandt)
    answer = office.post(address, values(site=cast.ufer.pk, billing_party=party.pk, signature_duty="none"))
    job = Job.objects.get(title="Fassade streichen")
    assert answer["Location"] == f"/office/jobs/{job.pk}/"
    assert (job.customer, job.site, job.billing_party, job.order_number, job.signature_duty) == (
        cast.brandt, cast.ufer, party, "B-77", "none",
    )  # fmt: skip
    assert titles(office.get("/office/jobs/?q=fassade+b-77")) == ["Fassade streichen"]


def test_new_job_asks_for_its_customer_first(cast, office):
    text = page(office.get("/office/jobs/new/"))
    assert f"?customer={cast.brandt.pk}" in text
    assert "Familie Altmann" not in text
    assert office.get(f"/office/jobs/new/?customer={cast.altmann.pk}").status_code == 404


def test_form_sent_twice_opens_one_job(cast, office):
    given = values()
    for _ in range(2):
        assert office.post(f"/office/jobs/new/?customer={cast.brandt.pk}", given).status_code == 302
    assert Job.objects.filter(title="Fassade streichen").count() == 1


def test_room_brings_its_site_and_must_fit_to_it(cast, office):
    room = make.make_room(cast.lindenhof)
    address = f"/office/jobs/new/?customer={cast.brandt.pk}"
    text = page(office.post(address, values(site=cast.ufer.pk, room=room.pk)), 422)
    assert "gehört nicht zu diesem Ort" in text
    assert "Nordseite" in text
    assert office.post(address, values(room=room.pk)).status_code == 302
    assert Job.objects.get(title="Fassade streichen").site == cast.lindenhof


@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "x" * 10_000}, {"site": "abc"}, {"signature_duty": "x"}])
def test_wrong_job_form_keeps_everything_filled_in(cast, office, fields):
    text = page(office.post(f"/office/jobs/new/?customer={cast.brandt.pk}", values(**fields)), 422)
    assert "Nordseite" in text
    assert not Job.objects.filter(customer=cast.brandt).exists()


def test_places_of_other_customers_are_not_taken(cast, office):
    for fields in ({"site": cast.baustelle.pk}, {"billing_party": make.make_billing_party(cast.stadtbau).pk}):
        assert office.post(f"/office/jobs/new/?customer={cast.brandt.pk}", values(**fields)).status_code == 422


def test_second_tab_is_told_what_changed(cast, office):
    job = make.make_job(cast.brandt, title="Alt")
    assert office.post(f"/office/jobs/{job.pk}/edit/", values(version=1)).status_code == 302
    text = page(office.post(f"/office/jobs/{job.pk}/edit/", values(version=1, order_number="B-99")), 422)
    assert "inzwischen geändert" in text
    assert 'value="B-99"' in text
    job.refresh_from_db()
    assert job.order_number == "B-77"


def test_job_page_shows_what_hangs_on_it_and_costs_the_same_for_1_and_30(cast, office):
    tech = Membership.objects.get(person=cast["tech1"])
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft", order_number="B-77")
    make.make_visit(job, (tech,))
    make.make_ticket(cast.brandt, job=job, title="Wasserfleck")
    text = page(office.get(f"/office/jobs/{job.pk}/"))
    for word in ("Tarek Aydın", "Wasserfleck", "B-77", "Hausverwaltung Brandt", "jeder Leistungsbeleg"):
        assert word in text
    few = queries(office, f"/office/jobs/{job.pk}/"), queries(office, "/office/jobs/")
    for _ in range(29):
        make.make_visit(job, (tech,))
        make.make_job(cast.brandt, site=cast.lindenhof)
    assert (queries(office, f"/office/jobs/{job.pk}/"), queries(office, "/office/jobs/")) == few
    assert few[0] <= 12
    assert few[1] <= 6


def test_finished_job_and_one_with_visits_to_come(cast, office):
    job = make.make_job(cast.brandt, site=cast.ufer)
    visit = make.make_visit(job)
    assert "Auftrag ist erledigt" not in page(office.get(f"/office/jobs/{job.pk}/"))
    office.post(f"/office/jobs/{job.pk}/completion/")
    assert "Es stehen noch Einsätze an" in page(office.get(f"/office/jobs/{job.pk}/"))
    visit.status = "done"
    visit.save()
    office.post(f"/office/jobs/{job.pk}/completion/")
    job.refresh_from_db()
    assert job.status == JobStatus.DONE


def test_technician_reads_own_jobs_without_invoices_and_edits_nothing(cast, login):
    tech = Membership.objects.get(person=cast["tech1"])
    own, other = make.make_job(cast.brandt, site=cast.ufer, title="Meiner"), make.make_job(cast.brandt)
    make.make_visit(own, (tech,))
    client = login(cast["tech1"])
    assert titles(client.get("/office/jobs/")) == ["Meiner"]
    text = page(client.get(f"/office/jobs/{own.pk}/"))
    assert "Rechnungen" not in re.sub(r"(?s)<nav.*?</nav>", "", text)
    assert client.get(f"/office/jobs/{other.pk}/").status_code == 404
    assert client.get(f"/office/jobs/{own.pk}/edit/").status_code == 404


def test_signed_reports_of_a_job_become_an_invoice_from_its_page(cast, office, login):
    job = make.make_job(cast.brandt, site=cast.ufer)
    address = f"/office/jobs/{job.pk}/"
    assert "Rechnung schreiben" not in page(office.get(address))
    report = make_signed_report(job)
    text = page(office.get(address))
    assert "Rechnung schreiben" in text
    assert f'name="reports" value="{report.pk}"' in text
    answer = office.post(reverse("office:invoice_from_reports"), {"reports": [report.pk]})
    assert answer.status_code == 302
    assert "Entwurf ist angelegt" in page(office.get(answer.url))
    assert "Rechnung schreiben" not in page(office.get(address))
    assert f"/office/invoices/new/?job={job.pk}" in page(office.get(address))
    accountant = make.make_member(cast.lindner, "accountant").person
    assert "Neue Rechnung" not in page(login(accountant).get(address))
