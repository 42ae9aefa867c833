"""Letters about service reports: to customers what waits for their signature, to the office what came of it."""

from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.delivery.audience import REPORT, Recipient, Told, customers, office
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.providers.words import words_of
from torhaus.reports.models import ReportStatus, ServiceReport, Signature
from torhaus.ui import formats


def to_sign(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer, while it still waits."""
    report: ServiceReport | None = told.fetch(recipient.viewer, REPORT, P.REPORT_SIGN, "site", "provider")
    if report is None or report.status != ReportStatus.OPEN:
        return None
    word = words_of(report.provider).report
    return Letter(
        title=_("Bitte unterschreiben Sie den %(report)s") % {"report": word.inline},
        subject=_("Zur Unterschrift: %(title)s (%(number)s)") % {"title": report.title, "number": report.number},
        paragraphs=[
            _("Die Arbeit ist getan. Bitte prüfen Sie den %(report)s und unterschreiben Sie ihn im Kundenportal.")
            % {"report": word.inline}
        ],
        facts=_facts(report),
        link=address_of("portal:report", pk=report.pk),
        link_label=_("Prüfen und unterschreiben"),
    )


def signed(told: Told, recipient: Recipient) -> Letter | None:
    """To the office; with a reservation, if the customer made one."""
    report: ServiceReport | None = told.fetch(recipient.viewer, REPORT, P.REPORT_READ, "site", "customer", "provider")
    signature = Signature.objects.filter(report=report).first() if report else None
    if report is None or signature is None or not told.is_from_portal:
        return None
    word = words_of(report.provider).report
    return Letter(
        title=_("%(report)s unterschrieben") % {"report": word.one},
        subject=_("Unterschrieben: %(number)s, %(customer)s")
        % {"number": report.number, "customer": report.customer.name},
        paragraphs=[
            _("%(name)s hat unterschrieben. Der Beleg kann abgerechnet werden.") % {"name": signature.signer_name},
            *([_("Vorbehalt des Kunden:")] if signature.reservation else []),
        ],
        facts=_facts(report),
        quote=signature.reservation,
        link=address_of("office:report", pk=report.pk),
        link_label=_("%(report)s öffnen") % {"report": word.inline},
    )


def refused(told: Told, recipient: Recipient) -> Letter | None:
    """To the office, with the reason."""
    report: ServiceReport | None = told.fetch(recipient.viewer, REPORT, P.REPORT_READ, "site", "customer", "provider")
    if report is None or not told.is_from_portal:
        return None
    word = words_of(report.provider).report
    return Letter(
        title=_("Unterschrift verweigert"),
        subject=_("Verweigert: %(number)s, %(customer)s") % {"number": report.number, "customer": report.customer.name},
        paragraphs=[_("Der Kunde unterschreibt diesen %(report)s nicht. Sein Grund:") % {"report": word.inline}],
        facts=_facts(report),
        quote=str(told.data.get("reason", "")),
        link=address_of("office:report", pk=report.pk),
        link_label=_("%(report)s öffnen") % {"report": word.inline},
    )


def _facts(report: ServiceReport) -> list[tuple[str, str]]:
    return [
        (_("Nummer"), report.number),
        (_("Leistung"), report.title),
        (_("Ausgeführt am"), formats.date(report.performed_on)),
        (_("Wo"), str(report.site)),
    ]


TO_OFFICE = office(REPORT, P.REPORT_CLOSE)

TELLINGS = {
    "report.presented": [Telling(customers(REPORT, P.REPORT_SIGN), to_sign)],
    "report.signed": [Telling(TO_OFFICE, signed)],
    "report.refused": [Telling(TO_OFFICE, refused)],
}
