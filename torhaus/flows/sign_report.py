"""Signing a presented report: the evidence page is made for exactly the PDF that was shown, then all is written at once."""

import dataclasses
import ipaddress
import json
import math
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.customers.queries import language_of
from torhaus.files import storage
from torhaus.flows.present_report import letterhead_of, load, ticket_of
from torhaus.kernel.errors import Conflict, Refused
from torhaus.reports import actions
from torhaus.reports.actions import Evidence
from torhaus.reports.models import ReportStatus, ServiceReport, Signature, SignatureMethod
from torhaus.reports.paper import ReportPaper, SignatureEvidence

FIELD = (600, 200)
MOST_POINTS = 20_000
LOGIN_NAMES = {"password": "Passwort", "mfa": "zweiter Faktor", "webauthn": "Passkey", "socialaccount": "Anmeldedienst"}
ON_DEVICE = "Gerät des Dienstleisters"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Signing:
    """What the signer gave, and from where. `strokes` is None for a typed name; `person` for a signer without account."""

    signer_name: str
    signer_role: str
    consent_text: str
    shown_sha256: str
    reservation: str
    strokes: list[list[list[float]]] | None
    person: Person | None
    login_method: str
    ip_address: str | None
    user_agent: str


def sign_report(*, report: ServiceReport, signing: Signing, by: Person, side: str = "portal") -> Signature:
    """Of two who sign at once one counts; the other gets Refused with a clear word."""
    fresh = load(report)
    _check(fresh, signing)
    assert fresh.pdf is not None
    evidence = _evidence(signing, presented_sha256=fresh.pdf.sha256)
    signed_pdf = _signed_pdf(fresh, evidence)
    return actions.sign(
        report=fresh, evidence=evidence, signed_pdf=signed_pdf, by=by, side=side, ticket_id=ticket_of(fresh)
    )


def refuse_report(*, report: ServiceReport, reason: str, by: Person, side: str = "portal") -> ServiceReport:
    return actions.refuse(report=report, reason=reason, by=by, side=side, ticket_id=ticket_of(report))


def close_unsigned(*, report: ServiceReport, reason: str, by: Person) -> ServiceReport:
    return actions.close_unsigned(report=report, reason=reason, by=by, ticket_id=ticket_of(report))


def parse_strokes(text: str) -> list[list[list[float]]] | None:
    """The pad's JSON ({"width", "height", "strokes": [[[x, y, …]]]}) in a field of 600 × 200; None for an empty pad.

    Refused when it is not what the pad writes: points outside, too many, or no numbers.
    """
    if not text.strip():
        return None
    try:
        drawn = json.loads(text, parse_constant=_no_number)
        across, down = FIELD[0] / _number(drawn["width"]), FIELD[1] / _number(drawn["height"])
        scale = _number(min(across, down))
        strokes = [[_point(point, scale) for point in stroke] for stroke in drawn["strokes"] if stroke]
    except (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, OverflowError, RecursionError) as error:
        raise Refused(_("Die Unterschrift kam nicht richtig an. Bitte zeichnen Sie noch einmal.")) from error
    if sum(len(stroke) for stroke in strokes) > MOST_POINTS:
        raise Refused(_("Die Unterschrift ist zu umfangreich. Bitte zeichnen Sie noch einmal."))
    return strokes or None


def login_words(methods: list[dict[str, Any]]) -> str:
    """How the session was opened, for the evidence; `methods` is what the login recorded in it."""
    names = dict.fromkeys(LOGIN_NAMES.get(str(entry.get("method", "")), "") for entry in methods)
    return " + ".join(name for name in names if name)[:40] or "Sitzung"


def plain_address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _number(value: Any) -> float:
    """A finite one: 1e400 and "nan" pass for numbers, too."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _no_number(word: str) -> float:
    raise ValueError(word)  # NaN and Infinity are no JSON


def _point(point: Any, scale: float) -> list[float]:
    x, y = _number(point[0]) * scale, _number(point[1]) * scale
    return [round(min(max(x, 0.0), FIELD[0]), 1), round(min(max(y, 0.0), FIELD[1]), 1)]


def _check(report: ServiceReport, signing: Signing) -> None:
    if report.status == ReportStatus.SIGNED:
        raise Refused(
            _("Dieser Leistungsbeleg wurde gerade schon unterschrieben. Ihre Unterschrift ist nicht mehr nötig.")
        )
    if report.status != ReportStatus.OPEN or report.pdf is None:
        raise Refused(_("Dieser Leistungsbeleg wartet nicht auf eine Unterschrift."))
    if report.pdf.sha256 != signing.shown_sha256:
        raise Conflict(_("Ihnen wurde eine andere Fassung gezeigt. Bitte laden Sie die Seite neu."))
    if not signing.signer_name.strip():
        raise Refused(_("Bitte geben Sie Ihren Namen an."))


def _evidence(signing: Signing, *, presented_sha256: str) -> Evidence:
    method = SignatureMethod.DRAWN if signing.strokes else SignatureMethod.TYPED
    return Evidence(
        method=method.value,
        signer_name=signing.signer_name.strip()[:200],
        signer_role=signing.signer_role.strip()[:100],
        person=signing.person,
        login_method=signing.login_method[:40],
        consent_text=signing.consent_text,
        reservation=signing.reservation.strip()[:2000],
        strokes=signing.strokes,
        signed_at=timezone.now(),
        ip_address=signing.ip_address,
        user_agent=signing.user_agent[:300],
        presented_sha256=presented_sha256,
    )


def _signed_pdf(report: ServiceReport, evidence: Evidence) -> bytes:
    from torhaus.reports.pdf import signed_report_pdf  # here for weight: loads the typesetter

    assert report.pdf is not None
    with storage.open_blob(report.pdf.sha256) as blob:
        presented = blob.read()
    paper = ReportPaper(
        letterhead=letterhead_of(report.provider),
        number=report.number,
        title=report.title,
        performed_on=report.performed_on,
        presented_on=report.performed_on,
        customer_name=report.customer.name,
        language=language_of(report.customer),
        report_word=report.provider.report_word,
    )
    return signed_report_pdf(paper, presented=presented, evidence=_printed(evidence))


def _printed(evidence: Evidence) -> SignatureEvidence:
    return SignatureEvidence(
        presented_sha256=evidence.presented_sha256,
        method=evidence.method,
        signer_name=evidence.signer_name,
        signer_role=evidence.signer_role,
        login_method=evidence.login_method,
        consent_text=evidence.consent_text,
        reservation=evidence.reservation,
        strokes=evidence.strokes,
        signed_at=evidence.signed_at,
        ip_address=evidence.ip_address or "",
        user_agent=evidence.user_agent,
    )
