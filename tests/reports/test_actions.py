"""Service reports from draft to closed: what each action does, and what it refuses."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.jobs.models import VisitStatus
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Membership
from torhaus.reports import actions
from torhaus.reports.lines import Line
from torhaus.reports.models import LineKind, ReportLine, ReportPhoto, ReportStatus, ServiceReport, Signature

pytestmark = pytest.mark.usefixtures("_own_files")
PDF = b"%PDF-1.7 eins"

NOTHING_SPECIAL = actions.Shows(names="hidden", times="off", has_materials=False)


@pytest.fixture
def _own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def visit(cast):
    """Two people, 09:00 to 10:50 at the Uferstraße."""
    job = make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft")
    people = tuple(Membership.objects.filter(person__in=[cast["tech1"], cast["office1"]]))
    begin = timezone.now() - dt.timedelta(hours=5)
    return make.make_visit(
        job, performers=people, status=VisitStatus.DONE, starts_at=begin, started_at=begin,
        finished_at=begin + dt.timedelta(minutes=110),
    )  # fmt: skip


def drafted(cast, visit):
    return actions.draft_report(visit=visit, by=cast["tech1"])


def presented(cast, visit):
    draft = drafted(cast, visit)
    return actions.present(report=draft, version=draft.version, shows=NOTHING_SPECIAL, pdf=PDF, by=cast["tech1"])


def evidence(cast, report, **fields):
    values = {
        "method": "typed", "signer_name": "Miriam Brandt", "signer_role": "Verwalterin", "person": cast["brandt.all"],
        "login_method": "password", "consent_text": "Ich bestätige …", "signed_at": timezone.now(),
        "ip_address": "192.0.2.7", "user_agent": "Firefox", "presented_sha256": report.pdf.sha256,
    }  # fmt: skip
    return actions.Evidence(**values | fields)


def signed(cast, report, **fields):
    return actions.sign(
        report=report, evidence=evidence(cast, report, **fields), signed_pdf=b"%PDF-1.7 zwei", by=cast["brandt.all"]
    )


def test_draft_proposes_work_time_and_journey_of_the_visit(cast, visit):
    report = drafted(cast, visit)
    rows = ReportLine.objects.filter(report=report).order_by("position")
    assert [(row.kind, row.text, row.quantity, row.unit) for row in rows] == [
        (LineKind.SERVICE, "Rohr tropft", Decimal(1), "LS"),
        (LineKind.TIME, "Arbeitszeit", Decimal(4), "HUR"),  # 110 minutes are 2 begun hours, for two people
        (LineKind.TRAVEL, "Anfahrt", Decimal(1), "LS"),
    ]
    assert (report.number, report.status, report.site) == ("LB-0001", ReportStatus.DRAFT, cast.ufer)


def test_second_draft_of_a_visit_is_the_first_one(cast, visit):
    assert drafted(cast, visit) == drafted(cast, visit)
    assert Activity.objects.filter(verb="report.drafted").count() == 1


def test_visit_that_did_not_take_place_has_no_report(cast):
    coming = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    with pytest.raises(Refused):
        drafted(cast, coming)


def saved(report, by, **fields):
    values = {
        "version": 1, "title": "Rohr erneuert", "performed_on": dt.date(2026, 11, 20), "remarks": "Absperrhahn prüfen",
        "lines": [Line(kind=LineKind.MATERIAL, text="Kupferrohr 22 mm", quantity=Decimal("14.2"), unit="MTR")],
    }  # fmt: skip
    return actions.save_draft(report=report, by=by, **values | fields)


def test_saved_draft_holds_what_was_written(cast, visit):
    report = saved(drafted(cast, visit), cast["tech1"])
    assert (report.title, report.performed_on, report.remarks, report.version) == (
        "Rohr erneuert", dt.date(2026, 11, 20), "Absperrhahn prüfen", 2,
    )  # fmt: skip
    row = ReportLine.objects.get(report=report)
    assert (row.text, row.quantity, row.unit, row.position) == ("Kupferrohr 22 mm", Decimal("14.2"), "MTR", 1)


def test_second_tab_does_not_overwrite_the_first(cast, visit):
    report = drafted(cast, visit)
    saved(report, cast["tech1"])
    with pytest.raises(Conflict):
        saved(report, cast["office1"], remarks="anders")
    assert ServiceReport.objects.get(pk=report.pk).remarks == "Absperrhahn prüfen"


@pytest.mark.parametrize(
    "line",
    [
        Line(text=" ", quantity=Decimal(1)),
        Line(text="Rohr", quantity=Decimal(0)),
        Line(text="Rohr", quantity=Decimal(1), unit="XXX"),
        Line(text="Rohr", quantity=Decimal(1), unit_price=Decimal(-1)),
    ],
)
def test_senseless_line_is_refused_and_the_old_ones_stay(cast, visit, line):
    report = drafted(cast, visit)
    with pytest.raises(Refused):
        saved(report, cast["tech1"], lines=[line])
    assert ReportLine.objects.filter(report=report).count() == 3


def test_photos_are_pictures_of_the_same_provider(cast, visit):
    report = drafted(cast, visit)
    picture = make.make_stored_file(cast.lindner, media_type="image/jpeg")
    (photo,) = actions.add_photos(report=report, files=[picture], by=cast["tech1"], captions=["Vorher"])
    assert actions.add_photos(report=report, files=[picture], by=cast["tech1"]) == []
    assert ReportPhoto.objects.get(report=report).caption == "Vorher"
    for bad in (make.make_stored_file(cast.lindner), make.make_stored_file(cast.hofer, media_type="image/jpeg")):
        with pytest.raises(Refused):
            actions.add_photos(report=report, files=[bad], by=cast["tech1"])
    actions.remove_photo(photo=photo, by=cast["tech1"])
    assert not ReportPhoto.objects.filter(report=report).exists()


def test_presented_report_is_frozen(cast, visit):
    report = presented(cast, visit)
    assert (report.status, report.pdf.media_type) == (ReportStatus.OPEN, "application/pdf")
    for change in (
        lambda: saved(report, cast["tech1"], version=report.version),
        lambda: actions.present(
            report=report, version=report.version, shows=NOTHING_SPECIAL, pdf=PDF, by=cast["tech1"]
        ),
        lambda: actions.discard_draft(report=report, by=cast["tech1"]),
    ):
        with pytest.raises(Refused):
            change()


def test_pdf_of_an_older_version_is_not_presented(cast, visit):
    report = drafted(cast, visit)
    saved(report, cast["tech1"])
    with pytest.raises(Conflict):
        actions.present(report=report, version=1, shows=NOTHING_SPECIAL, pdf=PDF, by=cast["tech1"])


def test_signature_closes_the_report_and_starts_the_chain(cast, visit):
    report = presented(cast, visit)
    signature = signed(cast, report, reservation="Fleck an der Wand")
    report.refresh_from_db()
    assert (report.status, report.closed_at, report.is_billable) == (ReportStatus.SIGNED, signature.signed_at, True)
    assert (signature.sequence, signature.previous_hash, len(signature.chain_hash)) == (1, "", 64)
    assert signature.presented_sha256 == report.pdf.sha256 != report.signed_pdf.sha256
    row = Activity.objects.get(verb="report.signed")
    assert (row.is_public, row.report_id, row.data["has_reservation"]) == (True, report.pk, True)


def test_report_is_signed_once(cast, visit):
    report = presented(cast, visit)
    signed(cast, report)
    with pytest.raises(Refused, match="schon unterschrieben"):
        signed(cast, report, signer_name="Zweite")
    assert Signature.objects.get(report=report).signer_name == "Miriam Brandt"


def test_signature_counts_only_for_the_pdf_that_was_shown(cast, visit):
    with pytest.raises(Conflict):
        signed(cast, presented(cast, visit), presented_sha256="0" * 64)


def test_signature_needs_a_name(cast, visit):
    with pytest.raises(Refused):
        signed(cast, presented(cast, visit), signer_name=" ")


def test_refusal_names_its_reason_and_ends_signing(cast, visit):
    report = presented(cast, visit)
    with pytest.raises(Refused):
        actions.refuse(report=report, reason=" ", by=cast["brandt.all"])
    refused = actions.refuse(report=report, reason="Zwei Stunden zu viel", by=cast["brandt.all"])
    assert (refused.status, refused.unsigned_reason, refused.is_billable) == (
        ReportStatus.REFUSED, "Zwei Stunden zu viel", False,
    )  # fmt: skip
    with pytest.raises(Refused):
        signed(cast, report)


def test_refused_report_is_drafted_again_with_its_content(cast, visit):
    report = presented(cast, visit)
    with pytest.raises(Refused):
        actions.draft_again(report=report, by=cast["office1"])
    actions.refuse(report=report, reason="Zu viel", by=cast["brandt.all"])
    again = actions.draft_again(report=report, by=cast["office1"])
    assert (again.number, again.status) == ("LB-0002", ReportStatus.DRAFT)
    assert ReportLine.objects.filter(report=again).count() == 3


def test_office_closes_without_signature_for_a_reason(cast, visit):
    report = presented(cast, visit)
    with pytest.raises(Refused):
        actions.close_unsigned(report=report, reason="", by=cast["office1"])
    closed = actions.close_unsigned(report=report, reason="nicht angetroffen", by=cast["office1"])
    assert (closed.status, closed.is_billable) == (ReportStatus.UNSIGNED, True)
    with pytest.raises(Refused):
        actions.close_unsigned(report=report, reason="noch einmal", by=cast["office1"])


def test_discarded_draft_is_gone(cast, visit):
    report = drafted(cast, visit)
    actions.discard_draft(report=report, by=cast["tech1"])
    assert not ServiceReport.objects.filter(pk=report.pk).exists()
    assert drafted(cast, visit).number == "LB-0002"
