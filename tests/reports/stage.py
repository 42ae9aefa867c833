"""Reports on their way, for the tests of the faces: a finished visit, a draft, a presented and a signed report."""

import datetime as dt

from django.utils import timezone

from tests import factories as make
from torhaus.flows.present_report import present_report
from torhaus.flows.sign_report import Signing, sign_report
from torhaus.providers.models import Membership
from torhaus.reports import actions


def finished_visit(cast, **fields):
    """Tarek Aydın at Brandt's Uferstraße, two hours, yesterday."""
    begin = timezone.now() - dt.timedelta(days=1)
    job = fields.pop("job", None) or make.make_job(cast.brandt, site=cast.ufer, title="Rohr tropft")
    values = {"status": "done", "starts_at": begin, "started_at": begin, "finished_at": begin + dt.timedelta(hours=2)}
    tech = Membership.objects.get(person=cast["tech1"])
    return make.make_visit(job, (tech,), **values | {"contact_name": "Frau Novak"} | fields)


def draft(cast, **fields):
    return actions.draft_report(visit=finished_visit(cast, **fields), by=cast["tech1"])


def presented(cast, **fields):
    return present_report(report=draft(cast, **fields), by=cast["tech1"])


def signed(cast, **fields):
    report = presented(cast, **fields)
    signing = Signing(
        signer_name="Miriam Brandt", signer_role="", consent_text="Ja", shown_sha256=report.pdf.sha256, reservation="",
        strokes=None, person=cast["brandt.all"], login_method="Passwort", ip_address=None, user_agent="",
    )  # fmt: skip
    sign_report(report=report, signing=signing, by=cast["brandt.all"])
    report.refresh_from_db()
    return report
