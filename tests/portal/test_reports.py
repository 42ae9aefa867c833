"""Service reports in the portal: read, sign, refuse."""

import html
import re
import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.reports import stage
from torhaus.activity.models import Activity
from torhaus.portal_access.models import PortalAccess
from torhaus.reports.models import ReportStatus, Signature

PAD = '{"width": 300, "height": 100, "strokes": [[[10, 20, 0.5, 1], [30, 40, 0.5, 2]]]}'


@pytest.fixture
def brandt(cast, login, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return login(cast["brandt.all"])


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


def signature(report, **fields):
    values = {
        "signer_name": "Miriam Brandt", "signer_role": "Verwalterin", "reservation": "", "strokes": "", "agrees": "on",
        "shown_sha256": report.pdf.sha256, "form_key": secrets.token_urlsafe(18),
    }  # fmt: skip
    return values | fields


def test_drafts_stay_in_the_office(cast, brandt):
    draft = stage.draft(cast)
    shown = stage.presented(cast, title="Vorgelegt")
    assert titles(brandt.get("/portal/reports/")) == ["Vorgelegt"]
    assert brandt.get(f"/portal/reports/{shown.pk}/").status_code == 200
    for part in ("", "pdf/"):
        assert brandt.get(f"/portal/reports/{draft.pk}/{part}").status_code == 404


def test_page_shows_content_and_the_hash_of_the_pdf_but_no_prices(cast, brandt):
    report = stage.draft(cast)
    report.lines.update(unit_price="99.77")
    from torhaus.flows.present_report import present_report

    report = present_report(report=report, by=cast["tech1"])
    text = page(brandt.get(f"/portal/reports/{report.pk}/"))
    for word in ("Rohr tropft", "Arbeitszeit", "2\xa0Std.", "Tarek Aydın", report.pdf.sha256):
        assert word in text
    assert "99,77" not in text
    assert b"".join(brandt.get(f"/portal/reports/{report.pk}/pdf/")).startswith(b"%PDF")
    assert brandt.get(f"/portal/reports/{report.pk}/signed-pdf/").status_code == 404


@pytest.mark.parametrize(("strokes", "method"), [("", "typed"), (PAD, "drawn")])
def test_customer_signs_with_name_or_pad(cast, brandt, strokes, method):
    report = stage.presented(cast)
    answer = brandt.post(
        f"/portal/reports/{report.pk}/signature/", signature(report, strokes=strokes, reservation="Fleck bleibt"),
        headers={"user-agent": "Firefox 200"},
    )  # fmt: skip
    assert answer["Location"] == f"/portal/reports/{report.pk}/"
    row = Signature.objects.get(report=report)
    assert (row.method, row.signer_name, row.person, row.ip_address, row.user_agent, row.reservation) == (
        method, "Miriam Brandt", cast["brandt.all"], "127.0.0.1", "Firefox 200", "Fleck bleibt",
    )  # fmt: skip
    assert "Ich bestätige" in row.consent_text
    text = page(brandt.get(f"/portal/reports/{report.pk}/"))
    assert "Unterschrieben" in text
    assert "Jetzt unterschreiben" not in text
    assert b"".join(brandt.get(f"/portal/reports/{report.pk}/signed-pdf/")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"signer_name": ""}, "zwingend"),
        ({"agrees": ""}, "bestätigen Sie die Erklärung"),
        ({"strokes": "{"}, "nicht richtig an"),
        ({"shown_sha256": "0" * 64}, "andere Fassung"),
        ({"signer_name": "x" * 500}, "200"),
    ],
)
def test_wrong_signature_says_why_and_keeps_the_form(cast, brandt, fields, word):
    report = stage.presented(cast)
    given = signature(report, reservation="Fleck bleibt", **fields)
    text = page(brandt.post(f"/portal/reports/{report.pk}/signature/", given), 422)
    assert word in text
    assert "Fleck bleibt" in text
    assert not Signature.objects.exists()


def test_second_signer_is_told_clearly(cast, brandt, login):
    report = stage.presented(cast)
    brandt.post(f"/portal/reports/{report.pk}/signature/", signature(report))
    other = login(cast["brandt.colleague"])
    text = page(other.post(f"/portal/reports/{report.pk}/signature/", signature(report, signer_name="Kollege")), 422)
    assert "gerade schon unterschrieben" in text
    assert Signature.objects.get().signer_name == "Miriam Brandt"


def test_second_click_says_the_same_as_the_first(cast, brandt):
    signed, refused = stage.presented(cast), stage.presented(cast)
    for _ in range(2):
        assert brandt.post(f"/portal/reports/{signed.pk}/signature/", signature(signed)).status_code == 302
        assert brandt.post(f"/portal/reports/{refused.pk}/refusal/", {"reason": "Zu viel"}).status_code == 302
    assert Signature.objects.get().report == signed


def test_refusal_needs_a_reason_and_reaches_the_office(cast, brandt, login):
    report = stage.presented(cast)
    address = f"/portal/reports/{report.pk}/refusal/"
    assert "warum Sie nicht unterschreiben" in page(brandt.post(address, {"reason": ""}), 422)
    assert brandt.post(address, {"reason": "Zwei Stunden zu viel"}).status_code == 302
    report.refresh_from_db()
    assert report.status == ReportStatus.REFUSED
    assert "Zwei Stunden zu viel" in page(login(cast["office1"]).get(f"/office/reports/{report.pk}/"))
    assert brandt.post(f"/portal/reports/{report.pk}/signature/", signature(report)).status_code == 422


def test_right_to_sign_and_right_to_read_are_two(cast, brandt):
    report = stage.presented(cast)
    access = PortalAccess.objects.get(person=cast["brandt.all"])
    assert "Jetzt unterschreiben" in page(brandt.get(f"/portal/reports/{report.pk}/"))
    access.signs_reports = False
    access.save()
    assert "Jetzt unterschreiben" not in page(brandt.get(f"/portal/reports/{report.pk}/"))
    assert brandt.post(f"/portal/reports/{report.pk}/signature/", signature(report)).status_code == 404
    access.sees_reports = False
    access.save()
    for part in ("", f"{report.pk}/", f"{report.pk}/pdf/"):
        assert brandt.get(f"/portal/reports/{part}").status_code == 404
    assert not Signature.objects.exists()


def test_strangers_meet_nothing(cast, brandt, login):
    report = stage.signed(cast)
    assert brandt.get(f"/portal/reports/{report.pk}/signed-pdf/").status_code == 200
    for key in ("stadtbau.all", "altmann.all", "stadtbau.job"):
        client = login(cast[key])
        for part in ("", "pdf/", "signed-pdf/", "photos/1/"):
            assert client.get(f"/portal/reports/{report.pk}/{part}").status_code == 404
        assert client.post(f"/portal/reports/{report.pk}/signature/", signature(report)).status_code == 404


@pytest.mark.parametrize("setting", ["hidden", "team"])
def test_hidden_performer_is_neither_on_the_page_nor_in_the_history(cast, brandt, setting):
    cast.brandt.show_performers = setting
    cast.brandt.save()
    report = stage.presented(cast)
    assert Activity.objects.filter(report_id=report.pk, actor_name="Tarek Aydın").exists()
    text = page(brandt.get(f"/portal/reports/{report.pk}/"))
    assert "Tarek" not in text
    assert "Aydın" not in text


def test_photos_are_shown_through_their_report_only(cast, brandt, login):
    from tests.files import samples
    from torhaus.files.actions import store
    from torhaus.flows.present_report import present_report
    from torhaus.reports import actions

    draft = stage.draft(cast)
    upload = samples.upload("vorher.jpg", samples.picture())
    stored = store(provider=cast.lindner, upload=upload, by=cast["tech1"], kind="image")
    (photo,) = actions.add_photos(report=draft, files=[stored], by=cast["tech1"], captions=["Vorher"])
    assert brandt.get(f"/portal/reports/{draft.pk}/photos/{photo.pk}/").status_code == 404
    report = present_report(report=draft, by=cast["tech1"])
    assert "Vorher" in page(brandt.get(f"/portal/reports/{report.pk}/"))
    assert brandt.get(f"/portal/reports/{report.pk}/photos/{photo.pk}/")["Content-Type"] == "image/jpeg"
    other = stage.presented(cast)
    assert brandt.get(f"/portal/reports/{other.pk}/photos/{photo.pk}/").status_code == 404
    assert login(cast["stadtbau.all"]).get(f"/portal/reports/{report.pk}/photos/{photo.pk}/small/").status_code == 404


def test_list_and_page_cost_the_same_for_1_and_30_reports(cast, brandt):
    report = stage.presented(cast)
    few = queries(brandt, "/portal/reports/"), queries(brandt, f"/portal/reports/{report.pk}/")
    for _ in range(29):
        make.make_report(stage.finished_visit(cast), status=ReportStatus.OPEN, pdf=report.pdf)
    assert (queries(brandt, "/portal/reports/"), queries(brandt, f"/portal/reports/{report.pk}/")) == few
    assert few[0] <= 6
    assert few[1] <= 12


def test_error_summary_does_not_repeat_the_declaration(cast, brandt):
    report = stage.presented(cast)
    text = page(
        brandt.post(f"/portal/reports/{report.pk}/signature/", signature(report, agrees="", signer_name="")), 422
    )
    summary = text[text.index("<error-summary") : text.index("</error-summary>")]
    assert "Bitte bestätigen Sie die Erklärung." in summary
    assert "Ich bestätige" not in summary
    assert "Ihr Name: " in summary
    assert "Ich bestätige" in text
