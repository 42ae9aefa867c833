"""Two people at the same moment: one outcome, and a clear word to the other."""

import datetime as dt

from django.utils import timezone

from tests import factories as make
from tests.cast import make_cast
from tests.reports import stage
from torhaus.flows import finish_visit, move_visit
from torhaus.flows.sign_report import Signing, sign_report
from torhaus.jobs.models import MoveStatus, Visit, VisitMove, VisitStatus
from torhaus.kernel.errors import Refused
from torhaus.reports import chain
from torhaus.reports.actions import refuse
from torhaus.reports.models import ReportStatus, ServiceReport, Signature


def outcome(results):
    """(how many went through, the words to the others)"""
    unexpected = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)]
    assert unexpected == []
    return sum(not isinstance(result, Refused) for result in results), [
        str(r) for r in results if isinstance(r, Refused)
    ]


def test_two_devices_sign_one_report_once(race, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    cast = make_cast()
    report = stage.presented(cast)

    def sign(name):
        signing = Signing(
            signer_name=name, signer_role="", consent_text="Ja", shown_sha256=report.pdf.sha256, reservation="",
            strokes=None, person=cast["brandt.all"], login_method="Passwort", ip_address=None, user_agent="",
        )  # fmt: skip
        return lambda: sign_report(report=report, signing=signing, by=cast["brandt.all"])

    done, words = outcome(race(sign("Erste"), sign("Zweite"), sign("Dritte")))
    assert done == 1
    assert len(words) == 2
    assert all("schon unterschrieben" in word for word in words)
    assert race.read(lambda: [Signature.objects.count(), ServiceReport.objects.get().status]) == [
        1,
        ReportStatus.SIGNED,
    ]
    assert race.read(lambda: list(chain.problems(cast.lindner.pk))) == []


def test_signatures_of_several_reports_make_one_chain(race, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    cast = make_cast()
    reports = [stage.presented(cast) for _ in range(3)]

    def sign(report):
        signing = Signing(
            signer_name="Miriam Brandt", signer_role="", consent_text="Ja", shown_sha256=report.pdf.sha256,
            reservation="", strokes=None, person=None, login_method="Passwort", ip_address=None, user_agent="",
        )  # fmt: skip
        return lambda: sign_report(report=report, signing=signing, by=cast["brandt.all"])

    assert outcome(race(*[sign(report) for report in reports])) == (3, [])
    sequences = race.read(lambda: list(Signature.objects.order_by("sequence").values_list("sequence", flat=True)))
    assert sequences == [1, 2, 3]
    assert race.read(lambda: list(chain.problems(cast.lindner.pk))) == []


def test_signing_and_refusing_at_once_has_one_outcome(race, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    cast = make_cast()
    report = stage.presented(cast)
    signing = Signing(
        signer_name="Miriam Brandt", signer_role="", consent_text="Ja", shown_sha256=report.pdf.sha256, reservation="",
        strokes=None, person=None, login_method="Passwort", ip_address=None, user_agent="",
    )  # fmt: skip
    done, words = outcome(
        race(
            lambda: sign_report(report=report, signing=signing, by=cast["brandt.all"]),
            lambda: refuse(report=report, reason="Zu viel", by=cast["brandt.colleague"]),
        )
    )
    assert (done, len(words)) == (1, 1)
    status, signatures = race.read(lambda: (ServiceReport.objects.get().status, Signature.objects.count()))
    assert (status, signatures) in {(ReportStatus.SIGNED, 1), (ReportStatus.REFUSED, 0)}


def test_confirming_a_wish_and_cancelling_the_visit_has_one_outcome(race):
    cast = make_cast()
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    begin = timezone.now() + dt.timedelta(days=9)
    move = move_visit.ask_move(
        visit=visit, by=cast["brandt.all"], starts_at=begin, ends_at=begin + dt.timedelta(hours=1)
    )
    results = race(
        lambda: move_visit.confirm_move(move=move, by=cast["office1"]),
        lambda: finish_visit.cancel_visit(visit=visit, by=cast["owner1"]),
    )
    done, _words = outcome(results)
    row, wish = race.read(lambda: (Visit.objects.get(pk=visit.pk), VisitMove.objects.get(pk=move.pk)))
    assert row.status == VisitStatus.CANCELLED
    confirmed_first = wish.status == MoveStatus.CONFIRMED
    assert (done, row.starts_at == begin) == ((2, True) if confirmed_first else (1, False))


def test_two_wishes_at_once_leave_one_open(race):
    cast = make_cast()
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))

    def ask(key):
        return lambda: move_visit.ask_move(visit=visit, by=cast[key], wish="Später")

    done, words = outcome(race(ask("brandt.all"), ask("brandt.colleague")))
    assert (done, len(words)) == (1, 1)
    assert race.read(VisitMove.objects.count) == 1


def test_two_people_finish_a_visit_once(race):
    cast = make_cast()
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    runs = [lambda key=key: finish_visit.finish_visit(visit=visit, by=cast[key]) for key in ("office1", "tech1")]
    done, words = outcome(race(*runs))
    assert (done, len(words)) == (1, 1)
