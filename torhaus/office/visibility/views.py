"""„Was sieht der Kunde?“ of one record: who sees it, who does not, and which switch decides."""

import dataclasses
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from torhaus.access import reasons
from torhaus.access.fetch import get_for
from torhaus.access.performers import display_at
from torhaus.access.permissions import Permission as P
from torhaus.access.reasons import Verdict
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Customer, PerformerDisplay, Site
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job, Visit
from torhaus.office.entry import office_view
from torhaus.providers.words import Words
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import Ticket
from torhaus.ui.render import render_page

Aspects = list[tuple[Any, P]]


@dataclasses.dataclass(frozen=True)
class Kind:
    """A sort of record: its page in the office, and what of it can be seen or done apart from the rest."""

    model: type[Model]
    page: str
    aspects: Aspects
    word: str = ""  # the company's own word for the first aspect

    def named(self, words: Words) -> Aspects:
        """The aspects, the first one in the company's own word."""
        (label, permission), *rest = self.aspects
        return [(getattr(words, self.word).one if self.word else label, permission), *rest]


KINDS = {
    "ticket": Kind(
        Ticket,
        "office:ticket",
        [
            ("", P.TICKET_READ),
            (gettext_lazy("Nachrichten lesen"), P.THREAD_READ),
            (gettext_lazy("Antworten"), P.TICKET_ANSWER),
        ],
        "request",
    ),
    "job": Kind(Job, "office:job", [("", P.JOB_READ)], "job"),
    "visit": Kind(Visit, "office:visit", [(gettext_lazy("Termin"), P.VISIT_READ)]),
    "report": Kind(
        ServiceReport,
        "office:report",
        [
            ("", P.REPORT_READ),
            (gettext_lazy("Material"), P.MATERIAL_READ),
            (gettext_lazy("Arbeitszeiten"), P.TIME_READ),
            (gettext_lazy("PDF wie vorgelegt"), P.PAPER_READ),
            (gettext_lazy("Unterschreiben"), P.REPORT_SIGN),
        ],
        "report",
    ),
    "invoice": Kind(Invoice, "office:invoice", [(gettext_lazy("Rechnung"), P.INVOICE_READ)]),
    "site": Kind(Site, "office:site", [("", P.SITE_READ)], "site"),
}


@dataclasses.dataclass(frozen=True)
class Answer:
    """One aspect for one person, as the page draws it."""

    label: str
    is_seen: bool
    text: str = ""
    url: str = ""


@require_GET
@office_view(P.PORTAL_INVITE)
def visibility(request: ViewerRequest, kind: str, pk: int) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    sort = KINDS[kind]
    aspects = sort.named(request.words)
    related = ("customer",) if sort.model is Site else ("customer", "site")
    record: Any = get_for(request.viewer, sort.model, pk, P.PORTAL_INVITE, related=related)
    context = {
        "record": record,
        "customer": record.customer,
        "back": reverse(sort.page, args=[pk]),
        "people": _people(record, aspects),
        "names": _names(record),
        "may_be_read": [str(label) for label, _permission in aspects],
    }
    return render_page(request, "office/visibility/visibility.html", context)


def _people(record: Any, aspects: Aspects) -> list[tuple[Verdict, list[Answer]]]:
    today = reasons.today()
    bearers = reasons.bearers_at(record, today=today)
    columns = [
        (label, reasons.verdicts(record, permission, bearers=bearers, today=today)) for label, permission in aspects
    ]
    first = columns[0][1]
    answers: dict[int, list[Answer]] = {}
    for label, found in columns:
        for verdict in found:
            answers.setdefault(verdict.person.pk, []).append(_answer(str(label), verdict, record))
    people = [(verdict, _telling(answers[verdict.person.pk])) for verdict in first]
    return sorted(people, key=lambda pair: (not pair[0].is_seen, str(pair[0].person).casefold()))


def _telling(answers: list[Answer]) -> list[Answer]:
    """Whoever does not see the record itself needs no list of its parts."""
    return answers if answers[0].is_seen else answers[:1]


def _answer(label: str, verdict: Verdict, record: Any) -> Answer:
    reason = verdict.reason
    if reason is None:
        return Answer(label, True)
    return Answer(label, False, reason.text, _setting(reason.setting, verdict, record))


def _setting(setting: str, verdict: Verdict, record: Any) -> str:
    """Where the deciding switch is."""
    access = verdict.access
    site = record if isinstance(record, Site) else getattr(record, "site", None)
    if setting == "site" and site is not None:
        return reverse("office:site_edit", args=[site.pk])
    if setting == "contact" and access.contact_id:
        return reverse("office:contact_edit", args=[access.contact_id])
    job_id = record.pk if isinstance(record, Job) else getattr(record, "job_id", None) or access.job_id
    if setting == "job" and job_id:
        return reverse("office:job", args=[job_id])
    return {
        "company": reverse("office:settings"),
        "master": reverse("office:customer", args=[access.customer_id]),
        "customer": reverse("office:portal", args=[access.customer_id]),
        "access": reverse("office:access", args=[access.customer_id, access.pk]),
    }.get(setting, "")


def _names(record: Any) -> str:
    """How performers read there; empty for what names none."""
    if not isinstance(record, Visit | ServiceReport | Ticket):
        return ""
    return reasons.names_shown(_display(record.customer, record.site))


def _display(customer: Customer, site: Site | None) -> PerformerDisplay:
    return display_at(customer=customer, site=site) if site else PerformerDisplay(customer.show_performers)
