"""The sentence and icon of every activity verb, for the office and for the customer; an empty one is not shown there.

`%(job_word)s`, `%(request_word)s` and `%(report_word)s` are the company's own words.
"""

import dataclasses

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclasses.dataclass(frozen=True)
class Words:
    """`portal` is empty for what never reaches a customer. `state` colours the line: "", "cur", "bad"."""

    icon: str
    office: Text
    portal: Text = ""
    state: str = ""


def _both(icon: str, sentence: Text, state: str = "") -> Words:
    return Words(icon, sentence, sentence, state)


WORDS: dict[str, Words] = {
    "ticket.reported": _both("inbox", _("%(request_word)s eingegangen")),
    "ticket.answered": Words("reply", _("Dem Kunden geantwortet"), _("Antwort erhalten")),
    "ticket.commented": Words("message-circle", _("Nachricht vom Kunden"), _("Nachricht gesendet")),
    "ticket.noted": Words("lock", _("Interne Notiz")),
    "ticket.accepted": Words("check", _("Angenommen als %(job_word)s %(job)s"), _("%(request_word)s angenommen")),
    "ticket.declined": _both("x", _("Abgelehnt: %(reason)s"), "bad"),
    "ticket.closed": _both("circle-check", _("%(request_word)s abgeschlossen")),
    "ticket.reopened": _both("rotate-ccw", _("%(request_word)s wieder geöffnet"), "cur"),
    "ticket.assigned": Words("user-round", _("Zugewiesen: %(member)s")),
    "ticket.changed": Words("pencil", _("Angaben geändert")),
    "visit.planned": Words("calendar-plus", _("Einsatz geplant: %(when)s"), _("Termin geplant: %(when)s")),
    "visit.changed": Words("pencil", _("Einsatz geändert")),
    "visit.moved": Words("calendar-clock", _("Einsatz verschoben auf %(when)s"), _("Termin verschoben auf %(when)s")),
    "visit.cancelled": Words(
        "calendar-x", _("Einsatz abgesagt: %(when)s – %(reason)s"), _("Termin abgesagt: %(when)s – %(reason)s"), "bad"
    ),
    "visit.move_asked": _both("calendar-clock", _("Anderer Termin gewünscht: %(wish)s"), "cur"),
    "visit.move_confirmed": _both("calendar-check", _("Neuer Termin bestätigt: %(when)s")),
    "visit.move_declined": _both("calendar-x", _("Wunschtermin nicht möglich: %(answer)s")),
    "visit.on_the_way": Words("truck", _("Unterwegs zum Einsatz"), _("Wir sind unterwegs")),
    "visit.started": Words("play", _("Einsatz begonnen"), _("Arbeit begonnen")),
    "visit.finished": Words("circle-check", _("Einsatz erledigt"), _("Arbeit erledigt")),
    "visit.no_show": Words("door-open", _("Niemanden angetroffen"), _("Wir haben niemanden angetroffen"), "bad"),
    "job.opened": Words("briefcase", _("%(job_word)s %(number)s angelegt")),
    "job.changed": Words("pencil", _("%(job_word)s geändert")),
    "job.finished": Words("circle-check", _("%(job_word)s %(number)s erledigt"), _("%(job_word)s erledigt")),
    "report.drafted": Words("file-text", _("%(report_word)s %(number)s begonnen")),
    "report.changed": Words("pencil", _("%(report_word)s geändert")),
    "report.discarded": Words("trash-2", _("%(report_word)s %(number)s verworfen")),
    "report.presented": Words(
        "pen-line", _("%(report_word)s %(number)s vorgelegt"), _("%(report_word)s %(number)s zur Unterschrift"), "cur"
    ),
    "report.signed": _both("pen-line", _("%(report_word)s %(number)s unterschrieben")),
    "report.refused": _both("x", _("Unterschrift abgelehnt: %(reason)s"), "bad"),
    "report.closed_unsigned": Words("file-check-2", _("%(report_word)s %(number)s ohne Unterschrift abgeschlossen")),
    "invoice.drafted": Words("receipt-euro", _("Rechnung entworfen")),
    "invoice.changed": Words("pencil", _("Rechnungsentwurf geändert")),
    "invoice.discarded": Words("trash-2", _("Rechnungsentwurf verworfen")),
    "invoice.issued": Words("receipt-euro", _("Rechnung %(number)s ausgestellt"), _("Rechnung %(number)s erhalten")),
    "invoice.ready": Words("file-check-2", _("PDF und E-Rechnung liegen bereit")),
    "invoice.cancelled": _both("ban", _("Rechnung %(number)s storniert: %(reason)s"), "bad"),
    "payment.recorded": Words(
        "banknote", _("Zahlung über %(amount)s erfasst"), _("Zahlung über %(amount)s eingegangen")
    ),
    "payment.reversed": _both("undo-2", _("Zahlung über %(amount)s zurückgenommen"), "bad"),
    "customer.created": Words("user-plus", _("Kunde angelegt")),
    "customer.changed": Words("pencil", _("Stammdaten geändert")),
    "customer.imported": Words("upload", _("Aus einer Liste übernommen: %(lines)s")),
    "contact.mail_returned": Words("mail-warning", _("E-Mail an %(name)s kam zurück: %(reason)s"), state="bad"),
    "site.created": Words("building-2", _("%(name)s angelegt")),
    "site.changed": Words("pencil", _("Angaben geändert")),
    "site.handover_planned": Words("arrow-right-left", _("%(name)s: ab %(day)s von %(from)s zu %(to)s")),
    "site.handover_withdrawn": Words("undo-2", _("%(name)s: Wechsel zu %(to)s zurückgenommen")),
    "site.handed_over": Words("arrow-right-left", _("%(name)s: seit %(day)s bei %(to)s, vorher %(from)s")),
    "deputy.named": Words("user-check", _("Vertretung: %(deputy)s für %(away)s bis %(day)s")),
    "deputy.ended": Words("user-x", _("Vertretung beendet: %(deputy)s für %(away)s")),
    "portal.activated": Words("key-round", _("Kundenportal aktiviert")),
    "portal.changed": Words("eye", _("Sichtbarkeit im Kundenportal geändert")),
    "portal.preview_begun": Words("eye", _("Portal angesehen als %(name)s")),
    "portal.preview_ended": Words("eye", _("Ansicht als %(name)s beendet")),
    "access.opened": Words("key-round", _("Zugang ohne E-Mail angelegt: %(name)s")),
    "access.changed": Words("pencil", _("Zugang geändert: %(name)s")),
    "access.password_renewed": Words("key-round", _("Neues Passwort für %(name)s")),
    "referral.created": Words("mail", _("%(company)s eingeladen (Empfehlung)"), _("%(company)s eingeladen")),
    "referral.accepted": Words("user-plus", _("Empfehlung angenommen: %(company)s")),
    "change.asked": _both("pencil", _("Änderung der Stammdaten gewünscht"), "cur"),
    "change.confirmed": _both("check", _("Gewünschte Änderung übernommen")),
    "change.declined": _both("x", _("Gewünschte Änderung abgelehnt: %(reason)s"), "bad"),
    "test_contact.removed": Words("trash-2", _("Testkontakt %(name)s entfernt")),
    "invitation.created": Words("mail", _("Zum Kundenportal eingeladen")),
    "invitation.withdrawn": Words("ban", _("Einladung zurückgezogen")),
    "invitation.accepted": Words("key-round", _("Zugang eingerichtet")),
    "provider.changed": Words("settings", _("Firmendaten geändert")),
    "provider.plan_changed": Words("settings", _("Tarif geändert")),
    "provider.trial_started": Words("timer", _("Testphase begonnen")),
}
