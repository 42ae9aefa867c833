"""From a finished visit to the signed report: real PDFs, real bytes on disk."""

import datetime as dt
import hashlib
import io
import json

import pikepdf
import pytest
from django.utils import timezone

from tests import factories as make
from tests.pdf_text import page_text
from torhaus.activity.models import Activity
from torhaus.files import storage
from torhaus.flows.present_report import paper_of, present_report
from torhaus.flows.sign_report import Signing, close_unsigned, login_words, parse_strokes, refuse_report, sign_report
from torhaus.jobs.models import VisitStatus
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Membership
from torhaus.reports import actions, chain
from torhaus.reports.models import ReportStatus, Signature

PAD = json.dumps({"width": 300, "height": 100, "strokes": [[[10, 20, 0.5, 1], [30.04, 40, 0.5, 2]]]})


@pytest.fixture
def draft(cast, settings, tmp_path):
    """Tarek Aydın worked at the Uferstraße; the ticket of the visit is Brandt's."""
    settings.FILES_DIR = tmp_path / "files"
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft", order_number="B-77")
    moment = timezone.now() - dt.timedelta(hours=3)
    visit = make.make_visit(
        job, performers=(Membership.objects.get(person=cast["tech1"]),), status=VisitStatus.DONE, starts_at=moment,
        started_at=moment, finished_at=moment + dt.timedelta(hours=2), contact_name="Frau Novak",
    )  # fmt: skip
    make.make_ticket(cast.brandt, job=job, visit=visit)
    return actions.draft_report(visit=visit, by=cast["tech1"])


def signing(cast, report, **fields):
    values = {
        "signer_name": "Miriam Brandt", "signer_role": "Verwalterin", "consent_text": "Ich bestätige die Leistungen.",
        "shown_sha256": report.pdf.sha256, "reservation": "", "strokes": parse_strokes(PAD), "person": cast["brandt.all"],
        "login_method": "Passwort", "ip_address": "192.0.2.7", "user_agent": "Firefox",
    }  # fmt: skip
    return Signing(**values | fields)


def signed(cast, report, **fields):
    return sign_report(report=report, signing=signing(cast, report, **fields), by=cast["brandt.all"])


def content(stored):
    with storage.open_blob(stored.sha256) as blob:
        return blob.read()


def test_presented_report_has_its_pdf_on_disk_with_the_hash_of_the_row(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    assert report.status == ReportStatus.OPEN
    assert content(report.pdf).startswith(b"%PDF")
    assert hashlib.sha256(content(report.pdf)).hexdigest() == report.pdf.sha256
    row = Activity.objects.get(verb="report.presented")
    assert (row.report_id, row.ticket_id is not None, row.is_public) == (report.pk, True, True)
    with pytest.raises(Refused):
        present_report(report=draft, by=cast["tech1"])


def test_paper_names_performers_only_as_far_as_the_customer_may_read_them(cast, draft):
    def names():
        draft.refresh_from_db()
        return paper_of(draft).performers

    assert names() == ("Tarek Aydın",)
    for setting, shown in (("first", ("Tarek",)), ("team", ("Team",)), ("hidden", ())):
        cast.brandt.show_performers = setting
        cast.brandt.save()
        assert names() == shown
    cast.ufer.show_performers = "show"
    cast.ufer.save()
    assert names() == ("Tarek Aydın",)
    cast.ufer.show_performers = "hide"
    cast.ufer.save()
    assert names() == ()


def test_paper_says_what_was_done_where_and_for_which_order(cast, draft):
    paper = paper_of(draft)
    assert (paper.customer_name, paper.site_name, paper.order_number, paper.contact) == (
        "Hausverwaltung Brandt", "Uferstraße 4", "B-77", "Frau Novak",
    )  # fmt: skip
    assert [line.text for line in paper.lines] == ["Rohr tropft", "Arbeitszeit", "Anfahrt"]


def test_empty_report_is_not_presented(cast, draft):
    actions.save_draft(
        report=draft, version=1, by=cast["tech1"], title="x", performed_on=dt.date(2026, 11, 1), remarks="", lines=[]
    )
    with pytest.raises(Refused):
        present_report(report=draft, by=cast["tech1"])


def test_report_without_signature_duty_is_closed_at_once(cast, draft):
    draft.job.signature_duty = "none"
    draft.job.save()
    report = present_report(report=draft, by=cast["tech1"])
    assert (report.status, report.unsigned_reason) == (ReportStatus.UNSIGNED, "keine Unterschrift nötig")


def test_duty_of_the_job_comes_before_the_customer_s(cast, draft):
    cast.brandt.signature_duty = "none"
    cast.brandt.save()
    draft.job.signature_duty = "each"
    draft.job.save()
    assert present_report(report=draft, by=cast["tech1"]).status == ReportStatus.OPEN


def test_signed_pdf_holds_the_presented_one_and_the_evidence(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    presented = content(report.pdf)
    signature = signed(cast, report, reservation="Fleck an der Wand bleibt zu prüfen")
    report.refresh_from_db()
    after = content(report.signed_pdf)
    with pikepdf.open(io.BytesIO(after)) as pdf, pikepdf.open(io.BytesIO(presented)) as before:
        assert len(pdf.pages) == len(before.pages) + 1
        assert [bytes(spec.get_file().read_bytes()) for spec in pdf.attachments.values()] == [presented]
    assert (signature.presented_sha256, signature.method) == (hashlib.sha256(presented).hexdigest(), "drawn")
    assert signature.strokes == [[[20.0, 40.0], [60.1, 80.0]]]
    assert list(chain.problems(cast.lindner.pk)) == []


def test_typed_name_is_an_equal_way(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    assert signed(cast, report, strokes=None).method == "typed"


def test_second_signer_is_told_that_it_is_signed(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    signed(cast, report)
    with pytest.raises(Refused, match="schon unterschrieben"):
        signed(cast, report, signer_name="Zweite Person")
    assert Signature.objects.count() == 1


def test_other_version_is_not_signed(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    with pytest.raises(Conflict):
        signed(cast, report, shown_sha256="0" * 64)


def test_refusal_and_closing_name_the_ticket(cast, draft):
    report = present_report(report=draft, by=cast["tech1"])
    refuse_report(report=report, reason="Zu viele Stunden", by=cast["brandt.all"])
    assert close_unsigned(report=report, reason="telefonisch geklärt", by=cast["office1"]).is_billable
    rows = Activity.objects.filter(verb__in=["report.refused", "report.closed_unsigned"]).order_by("id")
    assert [(row.actor_side, row.ticket_id is not None) for row in rows] == [("portal", True), ("office", True)]


@pytest.mark.parametrize(
    "text",
    [
        "x", "[]", "{}", '{"width": 0, "height": 1, "strokes": []}', '{"width": 1, "height": 1, "strokes": [[["a", 1]]]}',
        '{"width": 1, "height": 1, "strokes": [[[NaN, 1]]]}', '{"width": 1, "height": 1, "strokes": 5}', "[" * 100_000,
        '{"width": 1, "height": 1, "strokes": [[["nan", 1]]]}', '{"width": 1, "height": 1, "strokes": [[[1e400, 1]]]}',
        '{"width": 1e400, "height": 1e400, "strokes": [[[1, 1]]]}', '{"width": 1e-320, "height": 1e-320, "strokes": [[[1, 0]]]}',
    ],
)  # fmt: skip
def test_garbled_strokes_are_refused(text):
    with pytest.raises(Refused):
        parse_strokes(text)


def test_points_outside_the_field_are_moved_to_its_edge():
    assert parse_strokes('{"width": 600, "height": 200, "strokes": [[[-5, 9e9]]]}') == [[[0.0, 200.0]]]
    assert parse_strokes('{"width": 600, "height": 200, "strokes": []}') is None


def test_login_is_named_for_people():
    assert login_words([{"method": "password"}, {"method": "mfa"}, {"method": "x"}]) == "Passwort + zweiter Faktor"
    assert login_words([]) == "Sitzung"


@pytest.mark.parametrize(("language", "word"), [("de", "Leistungsbeleg"), ("en", "Servicereport")])
def test_paper_and_evidence_speak_the_language_of_the_main_contact(cast, draft, language, word):
    make.make_contact(cast.brandt, is_main=True, language=language)
    report = present_report(report=draft, by=cast["tech1"])
    signed(cast, report)
    report.refresh_from_db()
    for stored, page in ((report.pdf, 0), (report.signed_pdf, -1)):
        with pikepdf.open(io.BytesIO(content(stored))) as document:
            assert str(document.Root.Lang).startswith(language)
            assert word in page_text(document, page)
