"""Materials and working times on reports: page, PDF and signature show as much as account and switches open."""

import datetime as dt
import io

import pikepdf
import pytest
import time_machine

from tests import factories as make
from tests.pdf_text import page_text
from torhaus.customers.models import Customer, Site
from torhaus.flows.present_report import present_report
from torhaus.jobs.actions import finish_visit, start_visit
from torhaus.portal_access.models import PortalAccess
from torhaus.reports.models import ReportLine, ServiceReport


@pytest.fixture
def present(cast):
    def made(**switches):
        for name, value in switches.items():
            setattr(cast.brandt, name, value)
        cast.brandt.save()
        visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer), status="done")
        draft = make.make_report(visit)
        for place, (kind, text, quantity, unit) in enumerate(
            [("service", "Leckortung", 1, "C62"), ("material", "Kupferrohr", 3, "MTR"),
             ("time", "Monteur vormittags", 2, "HUR"), ("time", "Helfer nachmittags", 1, "HUR")]
        ):  # fmt: skip
            ReportLine.objects.create(
                provider=cast.lindner, report=draft, position=place, kind=kind, text=text, quantity=quantity, unit=unit
            )
        return present_report(report=draft, by=cast["office1"])

    return made


def shown(client, report):
    page = client.get(f"/portal/reports/{report.pk}/").content.decode()
    return [text for text in ("Leckortung", "Kupferrohr", "Monteur", "Helfer", "Arbeitszeit gesamt") if text in page]


def pdf(client, report, name="pdf"):
    answer = client.get(f"/portal/reports/{report.pk}/{name}/")
    if answer.status_code != 200:
        return None
    with pikepdf.open(io.BytesIO(b"".join(answer.streaming_content))) as document:
        return page_text(document, 0)


def allow(cast, **rights):
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(**rights)


def test_everything_is_seen_by_default(cast, login, present):
    report, client = present(), login(cast["brandt.all"])
    assert shown(client, report) == ["Leckortung", "Kupferrohr", "Monteur", "Helfer"]
    assert "Kupferrohr" in pdf(client, report)


def test_without_materials_the_page_the_file_and_the_signature_close_at_the_next_request(cast, login, present):
    report, client = present(), login(cast["brandt.all"])
    assert client.get("/portal/counts/").json()["reports"] == 1
    allow(cast, sees_materials=False)
    assert shown(client, report) == ["Leckortung", "Monteur", "Helfer"]
    assert pdf(client, report) is None
    extract = pdf(client, report, "extract")
    assert "Leckortung" in extract
    assert "AuszugausLeistungsbeleg" in extract
    assert "Kupferrohr" not in extract
    assert client.get("/portal/counts/").json()["reports"] == 0
    assert client.post(f"/portal/reports/{report.pk}/signature/", {"signer_name": "M"}).status_code == 404
    assert pdf(login(cast["brandt.site"]), report) is not None


def test_working_times_are_detailed_summed_or_hidden_on_page_and_paper(cast, login, present):
    client = login(cast["brandt.all"])
    summed = present(show_times="sums")
    assert shown(client, summed) == ["Leckortung", "Kupferrohr", "Arbeitszeit gesamt"]
    paper = pdf(client, summed)
    assert "Arbeitszeitgesamt" in paper
    assert "Monteur" not in paper
    hidden = present(show_times="off")
    assert shown(client, hidden) == ["Leckortung", "Kupferrohr"]
    assert "Arbeitszeit" not in pdf(client, hidden)


def test_an_account_without_working_times_gets_an_extract(cast, login, present):
    report, client = present(), login(cast["brandt.all"])
    allow(cast, sees_working_times=False)
    assert shown(client, report) == ["Leckortung", "Kupferrohr"]
    assert pdf(client, report) is None
    assert "Monteur" not in pdf(client, report, "extract")


def test_names_hidden_later_leave_the_file_too(cast, login):
    member = make.make_member(cast.lindner, "technician", first_name="Tarek", last_name="Aydın")
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer), (member,), status="done")
    report = present_report(report=make.make_report(visit, remarks="Gemacht"), by=cast["office1"])
    client = login(cast["brandt.all"])
    assert "Tarek" in pdf(client, report)
    cast.brandt.show_performers = "hidden"
    cast.brandt.save()
    assert pdf(client, report) is None
    assert "Tarek" not in pdf(client, report, "extract")
    assert ServiceReport.objects.get(pk=report.pk).pdf.sha256 == report.pdf.sha256


def test_reports_switched_off_are_gone_everywhere(cast, login, present):
    report, client = present(), login(cast["brandt.all"])
    assert "/portal/reports/" in client.get("/portal/").content.decode()
    cast.brandt.show_reports = False
    cast.brandt.save()
    assert "/portal/reports/" not in client.get("/portal/").content.decode()
    assert client.get("/portal/reports/").status_code == 404
    assert client.get(f"/portal/reports/{report.pk}/").status_code == 404
    assert client.get("/portal/counts/").json()["reports"] == 0
    cast.ufer.show_reports = "show"
    cast.ufer.save()
    assert client.get(f"/portal/reports/{report.pk}/").status_code == 200
    assert f"/portal/reports/{report.pk}/" in client.get("/portal/reports/").content.decode()


@pytest.mark.parametrize("where", ["visits", "tickets"])
@pytest.mark.parametrize("how", ["customer", "site", "account"])
def test_hidden_times_are_not_told_by_the_history(cast, login, where, how):
    """„Arbeit begonnen“ and „Arbeit erledigt“ to the minute would be the hours that stand on no paper."""
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    ticket = make.make_ticket(cast.brandt, site=cast.ufer, visit=visit, job=visit.job)
    for hour, act in ((6, start_visit), (8, finish_visit)):
        with time_machine.travel(dt.datetime(2026, 11, 10, hour, 17, tzinfo=dt.UTC)):
            act(visit=visit, by=cast["tech1"], ticket_id=ticket.pk)
    path = f"/portal/{where}/{visit.pk if where == 'visits' else ticket.pk}/"
    client = login(cast["brandt.all"])

    def told():
        page = client.get(path).text
        assert "Arbeit begonnen" in page
        return [time for time in ("07:17", "09:17") if time in page]

    assert told() == ["07:17", "09:17"]
    if how == "customer":
        Customer.objects.filter(pk=cast.brandt.pk).update(show_times="sums")
    elif how == "site":
        Site.objects.filter(pk=cast.ufer.pk).update(show_times="hide")
    else:
        allow(cast, sees_working_times=False)
    assert told() == []
