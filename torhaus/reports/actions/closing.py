"""Writes from presenting to the end: freeze the PDF, sign, refuse, close without a signature.

Making PDFs is the business of flows/present_report.py and flows/sign_report.py; the bytes come in here finished.
"""

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.files.actions import keep
from torhaus.files.models import StoredFile
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Provider
from torhaus.providers.words import words_of
from torhaus.reports import chain
from torhaus.reports.actions.drafts import lock_draft, lock_report, record_report
from torhaus.reports.models import ReportStatus, ServiceReport, Signature, SignatureMethod

PDF = "application/pdf"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is recorded of a signature. `strokes`: lists of [x, y] in a field of 600 × 200; None for a typed name."""

    method: str
    signer_name: str
    signer_role: str
    person: Person | None
    login_method: str
    consent_text: str
    signed_at: dt.datetime
    ip_address: str | None
    user_agent: str
    presented_sha256: str
    reservation: str = ""
    strokes: list[list[list[float]]] | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shows:
    """What a frozen PDF shows of performers and times (levels of `PerformerDisplay`, `TimeDisplay`) and of materials."""

    names: str
    times: str
    has_materials: bool


@transaction.atomic
def present(
    *, report: ServiceReport, version: int, pdf: bytes, shows: Shows, by: Person, ticket_id: int | None = None
) -> ServiceReport:
    """Freeze the draft with its PDF; Conflict when it changed since `version`, from which the PDF was made.

    `shows` is what stands on the PDF, kept beside it: whoever may not see that much does not get it.
    """
    locked = lock_draft(report)
    if locked.version != version:
        raise Conflict(
            _("Der Leistungsbeleg wurde inzwischen geändert. Bitte prüfen Sie ihn und legen Sie ihn erneut vor.")
        )
    locked.pdf = _keep(locked, pdf, by=by)
    locked.status, locked.presented_at = ReportStatus.OPEN, timezone.now()
    locked.paper_names, locked.paper_times, locked.paper_has_materials = shows.names, shows.times, shows.has_materials
    locked.version += 1
    locked.save(
        update_fields=[
            "pdf", "status", "presented_at", "paper_names", "paper_times", "paper_has_materials", "version",
        ]
    )  # fmt: skip
    record_report("report.presented", locked, by=by, ticket_id=ticket_id)
    return locked


@transaction.atomic
def close_unsigned(*, report: ServiceReport, reason: str, by: Person, ticket_id: int | None = None) -> ServiceReport:
    """Close a presented or refused report without a signature, for a reason that invoices may name."""
    locked = lock_report(report)
    if locked.status not in {ReportStatus.OPEN, ReportStatus.REFUSED}:
        raise Refused(_("Dieser Leistungsbeleg wartet nicht auf eine Unterschrift."))
    if not reason.strip():
        raise Refused(_("Bitte nennen Sie den Grund, warum keine Unterschrift vorliegt."))
    _close(locked, ReportStatus.UNSIGNED, unsigned_reason=reason.strip()[:300])
    record_report("report.closed_unsigned", locked, by=by, ticket_id=ticket_id, reason=locked.unsigned_reason)
    return locked


@transaction.atomic
def refuse(
    *, report: ServiceReport, reason: str, by: Person, side: str = "portal", ticket_id: int | None = None
) -> ServiceReport:
    """The customer does not sign, and says why."""
    locked = _lock_open(report)
    if not reason.strip():
        raise Refused(_("Bitte schreiben Sie uns, warum Sie nicht unterschreiben."))
    _close(locked, ReportStatus.REFUSED, unsigned_reason=reason.strip()[:300])
    record_report("report.refused", locked, by=by, side=side, ticket_id=ticket_id, reason=locked.unsigned_reason)
    return locked


@transaction.atomic
def sign(
    *,
    report: ServiceReport,
    evidence: Evidence,
    signed_pdf: bytes,
    by: Person,
    side: str = "portal",
    ticket_id: int | None = None,
) -> Signature:
    """Record a signature: the PDF with evidence is on disk before the row says "signed". Of two at once one counts."""
    locked = _lock_open(report)
    assert locked.pdf is not None
    if locked.pdf.sha256 != evidence.presented_sha256:
        raise Conflict(_("Ihnen wurde eine andere Fassung gezeigt. Bitte laden Sie die Seite neu."))
    if evidence.method not in SignatureMethod.values or not evidence.signer_name.strip():
        raise Refused(_("Bitte geben Sie Ihren Namen an."))
    Provider.objects.select_for_update(no_key=True).get(pk=locked.provider_id)
    locked.signed_pdf = _keep(locked, signed_pdf, by=by, suffix=_("unterschrieben"))
    _close(locked, ReportStatus.SIGNED, "signed_pdf", closed_at=evidence.signed_at)
    values = {field.name: getattr(evidence, field.name) for field in dataclasses.fields(evidence)}
    signature = Signature(provider_id=locked.provider_id, report=locked, **values)
    chain.append(signature)
    signature.save(force_insert=True)
    record_report(
        "report.signed", locked, by=by, side=side, ticket_id=ticket_id, signer=evidence.signer_name, method=evidence.method,
        has_reservation=bool(evidence.reservation),
    )  # fmt: skip
    return signature


def _lock_open(report: ServiceReport) -> ServiceReport:
    locked = lock_report(report)
    if locked.status == ReportStatus.SIGNED:
        raise Refused(
            _("Dieser Leistungsbeleg wurde gerade schon unterschrieben. Ihre Unterschrift ist nicht mehr nötig.")
        )
    if locked.status == ReportStatus.REFUSED:
        raise Refused(_("Für diesen Leistungsbeleg wurde die Unterschrift schon verweigert."))
    if locked.status != ReportStatus.OPEN:
        raise Refused(_("Dieser Leistungsbeleg wartet nicht auf eine Unterschrift."))
    return locked


def _close(
    report: ServiceReport, status: str, *fields: str, unsigned_reason: str = "", closed_at: dt.datetime | None = None
) -> None:
    report.status, report.unsigned_reason, report.closed_at = status, unsigned_reason, closed_at or timezone.now()
    report.version += 1
    report.save(update_fields=["status", "unsigned_reason", "closed_at", "version", *fields])


def _keep(report: ServiceReport, content: bytes, *, by: Person, suffix: str = "") -> StoredFile:
    name = " ".join(part for part in (words_of(report.provider).report.one, report.number, suffix) if part)
    return keep(provider=report.provider, name=f"{name}.pdf", media_type=PDF, content=content, by=by)
