"""The chain of signatures finds whatever was changed behind its back."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.jobs.models import VisitStatus
from torhaus.reports import actions, chain
from torhaus.reports.models import ReportStatus, ServiceReport, Signature

NOTHING_SPECIAL = actions.Shows(names="hidden", times="off", has_materials=False)


@pytest.fixture
def signatures(cast, settings, tmp_path):
    """Three reports of Brandt, signed one after the other."""
    settings.FILES_DIR = tmp_path / "files"
    job = make.make_job(cast.brandt, site=cast.ufer)
    return [_signed(cast, job, number) for number in range(3)]


def _signed(cast, job, number):
    moment = timezone.now() - dt.timedelta(days=1)
    visit = make.make_visit(job, status=VisitStatus.DONE, started_at=moment, finished_at=moment + dt.timedelta(hours=1))
    draft = actions.draft_report(visit=visit, by=cast["tech1"])
    report = actions.present(
        report=draft, version=1, shows=NOTHING_SPECIAL, pdf=f"%PDF {number}".encode(), by=cast["tech1"]
    )
    evidence = actions.Evidence(
        method="drawn", signer_name=f"Jürgen {number} 👍", signer_role="", person=cast["brandt.all"],
        login_method="password", consent_text="Ich bestätige", signed_at=timezone.now(), ip_address="2001:db8::1",
        user_agent="x", presented_sha256=report.pdf.sha256, strokes=[[[1.5, 2.0], [3.25, 4.125]]],
    )  # fmt: skip
    return actions.sign(report=report, evidence=evidence, signed_pdf=f"%PDF S{number}".encode(), by=cast["brandt.all"])


def problems(cast):
    return list(chain.problems(cast.lindner.pk))


def test_whole_chain_has_no_problems(cast, signatures):
    assert problems(cast) == []
    assert [row.sequence for row in signatures] == [1, 2, 3]
    assert [row.previous_hash for row in signatures[1:]] == [row.chain_hash for row in signatures[:2]]


@pytest.mark.parametrize(
    "change",
    [
        {"signer_name": "Jürgen 1 👎"},
        {"consent_text": "Ich bestätige nicht"},
        {"reservation": "keiner"},
        {"ip_address": "2001:db8::2"},
        {"strokes": [[[1.5, 2.0], [3.25, 4.126]]]},
        {"signed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_changed_row_is_found(cast, signatures, change):
    Signature.objects.filter(pk=signatures[1].pk).update(**change)
    assert len(problems(cast)) == 1
    assert "signature 2" in problems(cast)[0]


def test_exchanged_pdf_is_found(cast, signatures):
    other = make.make_stored_file(cast.lindner, b"%PDF other")
    ServiceReport.objects.filter(pk=signatures[2].report_id).update(signed_pdf=other)
    assert ["signature 3" in line for line in problems(cast)] == [True]
    ServiceReport.objects.filter(pk=signatures[2].report_id).update(pdf=other)
    assert any("presented PDF is another one" in line for line in problems(cast))


def test_removed_signatures_are_found_in_the_middle_and_at_the_end(cast, signatures):
    signatures[1].delete()
    assert any("1 signature(s) missing" in line for line in problems(cast))
    signatures[2].delete()
    assert sum("its signature is missing" in line for line in problems(cast)) == 2


def test_signed_report_that_was_opened_again_is_found(cast, signatures):
    ServiceReport.objects.filter(pk=signatures[0].report_id).update(status=ReportStatus.OPEN)
    assert any("not marked as signed" in line for line in problems(cast))


def test_flipped_byte_of_a_file_is_found(cast, signatures):
    assert list(chain.problems(cast.lindner.pk, hash_of_blob=lambda sha256: sha256)) == []
    bad = signatures[0].report.pdf.sha256
    found = chain.problems(cast.lindner.pk, hash_of_blob=lambda sha256: "f" * 64 if sha256 == bad else sha256)
    assert [line for line in found if "bytes" in line] == [
        f"{signatures[0].report.number}: the bytes of " + _name(signatures[0]) + " were changed"
    ]
    missing = chain.problems(cast.lindner.pk, hash_of_blob=lambda sha256: None)
    assert sum("is missing" in line for line in missing) == 6


def _name(signature):
    return signature.report.pdf.name


def test_each_provider_has_its_own_chain(cast, signatures):
    assert list(chain.problems(cast.hofer.pk)) == []
    visit_job = make.make_job(cast.altmann, site=cast.altmann_site)
    assert _signed(cast, visit_job, 9).sequence == 1
