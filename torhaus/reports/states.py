"""How service reports look: word, colour and icon of their chips; the customer reads other words than the office."""

from django.utils.translation import gettext_lazy as _

from torhaus.jobs.states import Shown
from torhaus.reports.models import ReportStatus, ServiceReport

LOOKS: dict[str, tuple[str, str]] = {
    ReportStatus.DRAFT: ("mute", "pencil"),
    ReportStatus.OPEN: ("warn", "pen-line"),
    ReportStatus.SIGNED: ("ok", "signature"),
    ReportStatus.REFUSED: ("bad", "circle-x"),
    ReportStatus.UNSIGNED: ("mute", "circle-check"),
}
FOR_CUSTOMER = {
    ReportStatus.OPEN: _("Bitte unterschreiben"),
    ReportStatus.REFUSED: _("Nicht unterschrieben"),
    ReportStatus.UNSIGNED: _("Abgeschlossen"),
}


def report_chip(report: ServiceReport, *, side: str = "office") -> Shown:
    tone, icon = LOOKS[report.status]
    status = ReportStatus(report.status)
    label = FOR_CUSTOMER.get(status, status.label) if side == "portal" else status.label
    return Shown(label=label, tone=tone, icon=icon)
