"""Service reports in the office: write, present, sign on the device, close."""

import html
import re
import secrets
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.files import samples
from tests.reports import stage
from torhaus.reports.models import ReportLine, ReportPhoto, ReportStatus, ServiceReport, Signature


@pytest.fixture
def office(cast, login, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
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


def form_values(report, *rows, **fields):
    """What the browser sends: the head and these rows (text, quantity, unit, price), then an empty one."""
    values = {
        "title": report.title, "performed_on": "2026-11-20", "remarks": "Absperrhahn prüfen", "version": report.version,
        "form_key": secrets.token_urlsafe(18), "lines-TOTAL_FORMS": len(rows) + 1, "lines-INITIAL_FORMS": 0, "do": "save",
    }  # fmt: skip
    for place, row in enumerate([*rows, ("", "", "C62", "")]):
        for name, value in zip(("text", "quantity", "unit", "unit_price"), row, strict=True):
            values[f"lines-{place}-{name}"] = value
        values |= {f"lines-{place}-kind": "material", f"lines-{place}-tax_rate": "19.00"}
    return values | fields


PIPE = ("Kupferrohr 22 mm", "14,2", "MTR", "1.021,90")


def test_report_begins_at_the_visit_and_is_prefilled(cast, office):
    visit = stage.finished_visit(cast)
    first, second = (office.post(f"/office/reports/visits/{visit.pk}/") for _ in range(2))
    report = ServiceReport.objects.get()
    assert first["Location"] == second["Location"] == f"/office/reports/{report.pk}/edit/"
    text = page(office.get(first["Location"]))
    assert 'value="Arbeitszeit"' in text
    assert 'value="Rohr tropft"' in text


def test_visit_to_come_has_no_report(cast, office):
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    assert office.post(f"/office/reports/visits/{visit.pk}/")["Location"] == f"/office/visits/{visit.pk}/"
    assert "der stattgefunden hat" in page(office.get(f"/office/visits/{visit.pk}/"))


def test_saved_draft_reads_german_numbers_and_leaves_empty_rows_out(cast, office):
    report = stage.draft(cast)
    assert office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE)).status_code == 302
    row = ReportLine.objects.get(report=report)
    assert (row.text, row.quantity, row.unit, row.unit_price, row.kind) == (
        "Kupferrohr 22 mm", Decimal("14.2"), "MTR", Decimal("1021.90"), "material",
    )  # fmt: skip
    text = page(office.get(f"/office/reports/{report.pk}/"))
    assert "14,2\xa0m" in text
    assert "1.021,90\xa0€" in text


@pytest.mark.parametrize(
    ("row", "fields", "word"),
    [
        (("", "2", "MTR", ""), {}, "bezeichnen"),
        (("Rohr", "", "MTR", ""), {}, "Menge über 0"),
        (("Rohr", "0", "MTR", ""), {}, "Menge über 0"),
        (("Rohr", "viel", "MTR", ""), {}, "Zahl"),
        (("Rohr", "1", "XX", ""), {}, "gültige Auswahl"),
        (("Rohr", "1", "MTR", "-5"), {}, "größer oder gleich"),
        (PIPE, {"performed_on": "20026-11-20"}, "20026"),
        (PIPE, {"title": ""}, "zwingend"),
        (PIPE, {"lines-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_wrong_report_form_keeps_everything_filled_in(cast, office, row, fields, word):
    report = stage.draft(cast)
    text = page(office.post(f"/office/reports/{report.pk}/edit/", form_values(report, row, **fields)), 422)
    assert word in text
    assert "Absperrhahn prüfen" in text
    assert ReportLine.objects.filter(report=report).count() == 3


def test_more_rows_come_without_script_and_save_nothing(cast, office):
    report = stage.draft(cast)
    text = page(office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE, do="add")))
    assert 'name="lines-3-text"' in text
    assert 'value="Kupferrohr 22 mm"' in text
    assert not ReportLine.objects.filter(report=report, text__startswith="Kupfer").exists()


def test_second_tab_does_not_overwrite_and_keeps_its_words(cast, office):
    report = stage.draft(cast)
    office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE))
    answer = office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE, remarks="zweiter Tab"))
    text = page(answer, 422)
    assert "inzwischen geändert" in text
    assert "zweiter Tab" in text
    assert ServiceReport.objects.get().remarks == "Absperrhahn prüfen"


def test_form_sent_twice_saves_once(cast, office):
    report = stage.draft(cast)
    values = form_values(report, PIPE)
    for _ in range(2):
        assert office.post(f"/office/reports/{report.pk}/edit/", values).status_code == 302
    assert ServiceReport.objects.get().version == 2


def test_photos_are_kept_although_the_rest_is_wrong_and_bad_ones_are_named(cast, office):
    report = stage.draft(cast)
    values = form_values(report, ("Rohr", "", "MTR", ""), photos_caption=["Vorher", "kaputt"])
    files = [samples.upload("vorher.jpg", samples.picture()), samples.upload("kaputt.jpg", b"nicht")]
    text = page(office.post(f"/office/reports/{report.pk}/edit/", values | {"photos": files}), 422)
    photo = ReportPhoto.objects.get(report=report)
    assert photo.caption == "Vorher"
    assert "kaputt.jpg" in text
    assert office.get(f"/office/reports/{report.pk}/photos/{photo.pk}/")["Content-Type"] == "image/jpeg"
    assert office.get(f"/office/reports/{report.pk}/photos/{photo.pk}/small/").status_code == 200
    again = form_values(report, PIPE) | {f"caption-{photo.pk}": "Nachher"}
    office.post(f"/office/reports/{report.pk}/edit/", again)
    assert ReportPhoto.objects.get(report=report).caption == "Nachher"
    report.refresh_from_db()
    office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE) | {f"remove-{photo.pk}": "on"})
    assert not ReportPhoto.objects.filter(report=report).exists()


def test_save_and_present_freezes_the_report(cast, office):
    report = stage.draft(cast)
    values = form_values(report, PIPE, do="present")
    for _ in range(2):
        assert office.post(f"/office/reports/{report.pk}/edit/", values)["Location"] == f"/office/reports/{report.pk}/"
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN
    answer = office.get(f"/office/reports/{report.pk}/pdf/")
    assert b"".join(answer).startswith(b"%PDF")
    assert office.get(f"/office/reports/{report.pk}/signed-pdf/").status_code == 404
    assert office.get(f"/office/reports/{report.pk}/edit/").status_code == 302


def test_empty_report_says_so_and_stays_a_draft(cast, office):
    report = stage.draft(cast)
    office.post(f"/office/reports/{report.pk}/edit/", form_values(report, do="present", remarks=""))
    assert "noch leer" in page(office.get(f"/office/reports/{report.pk}/"))
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT


def test_somebody_on_site_signs_on_the_technician_s_device(cast, office, login):
    report = stage.presented(cast)
    client = login(cast["tech1"])
    address = f"/office/reports/{report.pk}/signature/"
    assert 'value="Frau Novak"' in page(client.get(address))
    strokes = '{"width": 300, "height": 100, "strokes": [[[1, 2], [3, 4]]]}'
    values = {
        "signer_name": "Frau Novak",
        "signer_role": "Mieterin",
        "shown_sha256": report.pdf.sha256,
        "strokes": strokes,
    }
    assert client.post(address, values).status_code == 302
    signature = Signature.objects.get(report=report)
    assert (signature.method, signature.person, signature.login_method) == ("drawn", None, "Gerät des Dienstleisters")
    assert client.post(address, values).status_code == 302
    assert Signature.objects.count() == 1
    assert b"".join(client.get(f"/office/reports/{report.pk}/signed-pdf/")).startswith(b"%PDF")


def test_garbled_signature_keeps_the_form(cast, office):
    report = stage.presented(cast)
    values = {"signer_name": "Frau Novak", "shown_sha256": report.pdf.sha256, "strokes": "{", "reservation": "Fleck"}
    text = page(office.post(f"/office/reports/{report.pk}/signature/", values), 422)
    assert "nicht richtig an" in text
    assert "Fleck" in text


def test_office_closes_without_signature_and_names_the_reason(cast, office, login):
    report = stage.presented(cast)
    address = f"/office/reports/{report.pk}/closure/"
    assert login(cast["tech1"]).post(address, {"reason": "absent"}).status_code == 404
    assert "nennen Sie den Grund" in page(office.post(address, {"reason": "other", "words": ""}), 422)
    assert office.post(address, {"reason": "absent", "words": "zweimal geklingelt"}).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.unsigned_reason) == (ReportStatus.UNSIGNED, "Niemand angetroffen: zweimal geklingelt")


def test_refused_report_is_issued_anew(cast, office):
    report = stage.presented(cast)
    office.post(f"/office/reports/{report.pk}/refusal/", {"reason": "Zu viele Stunden"})
    assert "Zu viele Stunden" in page(office.get(f"/office/reports/{report.pk}/"))
    answer = office.post(f"/office/reports/{report.pk}/renewal/")
    draft = ServiceReport.objects.get(status=ReportStatus.DRAFT)
    assert answer["Location"] == f"/office/reports/{draft.pk}/edit/"


def test_draft_is_discarded(cast, office):
    report = stage.draft(cast)
    assert office.post(f"/office/reports/{report.pk}/discarding/").status_code == 302
    assert not ServiceReport.objects.exists()


def test_lists_and_page_cost_the_same_for_1_and_30_reports(cast, office):
    report = stage.presented(cast)
    addresses = (
        "/office/reports/?view=all",
        f"/office/reports/{report.pk}/",
        f"/office/reports/{stage.draft(cast).pk}/edit/",
    )
    few = [queries(office, address) for address in addresses]
    for number in range(30):
        make.make_report(stage.finished_visit(cast, title=f"Nr. {number}"))
        ReportLine.objects.create(
            provider=cast.lindner, report=report, position=number + 10, text="Rohr", quantity=1, unit="MTR"
        )
    assert [queries(office, address) for address in addresses] == few
    assert few[0] <= 6
    assert max(few) <= 12


def test_list_shows_what_waits_first(cast, office):
    stage.presented(cast)
    make.make_report(stage.finished_visit(cast, title="Entwurf"))
    assert titles(office.get("/office/reports/")) == ["Rohr tropft"]
    assert titles(office.get("/office/reports/?view=drafts")) == ["Entwurf"]
    assert titles(office.get("/office/reports/?view=refused")) == []
    assert titles(office.get(f"/office/reports/?customer={cast.stadtbau.pk}")) == []
    assert titles(office.get(f"/office/reports/?customer={cast.brandt.pk}")) == ["Entwurf", "Rohr tropft"]


def test_foreign_reports_do_not_exist(cast, office, login):
    report = stage.presented(cast)
    assert office.get(f"/office/reports/{report.pk}/pdf/").status_code == 200
    client = login(cast["owner2"])
    for part in ("", "pdf/", "signature/"):
        assert client.get(f"/office/reports/{report.pk}/{part}").status_code == 404
    assert client.post(f"/office/reports/{report.pk}/closure/", {"reason": "absent"}).status_code == 404


@pytest.mark.parametrize(
    ("place", "left"), [("0", ["Zweite", "Dritte"]), ("1", ["Kupferrohr 22 mm", "Dritte"]), ("9", None)]
)
def test_a_row_goes_without_script_and_the_others_stay(cast, office, place, left):
    report = stage.draft(cast)
    rows = (PIPE, ("Zweite", "2", "HUR", "50"), ("Dritte", "3", "C62", ""))
    text = page(office.post(f"/office/reports/{report.pk}/edit/", form_values(report, *rows, do=f"remove-{place}")))
    shown = re.findall(r'name="lines-\d+-text"[^>]*value="([^"]+)"', text)
    assert shown == (left or ["Kupferrohr 22 mm", "Zweite", "Dritte"])
    assert f'name="lines-TOTAL_FORMS" id="id_lines-TOTAL_FORMS" value="{3 if left else 4}"' in text
    assert 'value="1.021,90"' in text or place == "0"
    assert ReportLine.objects.filter(report=report, text__in=["Zweite", "Dritte"]).count() == 0


def test_the_last_row_becomes_an_empty_one(cast, office):
    report = stage.draft(cast)
    text = page(office.post(f"/office/reports/{report.pk}/edit/", form_values(report, do="remove-0")))
    assert 'value="1"' in re.search(r'name="lines-TOTAL_FORMS"[^>]*>', text)[0]
    answer = office.post(f"/office/reports/{report.pk}/edit/", form_values(report, PIPE))
    assert answer.status_code == 302
