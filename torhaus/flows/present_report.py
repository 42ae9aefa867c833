"""Presenting a report for signature: its PDF is made from what is saved, stored, and frozen together with the row."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from torhaus.access.papers import Part, part_for, shown_lines, times_for_paper
from torhaus.access.performers import display_at, names_for_paper
from torhaus.access.viewer import Viewer
from torhaus.accounts.models import Person
from torhaus.customers.models import PerformerDisplay, SignatureDuty, TimeDisplay
from torhaus.customers.queries import language_of
from torhaus.files import storage
from torhaus.files.models import StoredFile
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider
from torhaus.reports import actions, queries
from torhaus.reports.models import LineKind, ReportLine, ReportPhoto, ReportStatus, ServiceReport
from torhaus.reports.paper import Letterhead, PaperLine, PaperPhoto, ReportPaper
from torhaus.tickets.models import Ticket
from torhaus.ui import formats


def present_report(*, report: ServiceReport, by: Person) -> ServiceReport:
    """Freeze a draft. Where no signature is asked for, it is closed at once, with that as the reason.

    The PDF is made before the transaction; a draft that changed meanwhile is refused (Conflict).
    """
    fresh = load(report)
    if fresh.status != ReportStatus.DRAFT:
        raise Refused(_("Dieser Leistungsbeleg ist schon vorgelegt."))
    paper = paper_of(fresh)
    if not paper.lines and not paper.remarks and not paper.photos:
        raise Refused(_("Der Leistungsbeleg ist noch leer. Bitte tragen Sie ein, was getan wurde."))
    from torhaus.reports.pdf import report_pdf  # here for weight: loads the typesetter

    return _present(fresh, pdf=report_pdf(paper), shows=_shows(fresh, paper), by=by)


@transaction.atomic
def _present(report: ServiceReport, *, pdf: bytes, shows: actions.Shows, by: Person) -> ServiceReport:
    ticket_id = ticket_of(report)
    presented = actions.present(report=report, version=report.version, pdf=pdf, shows=shows, by=by, ticket_id=ticket_id)
    if queries.duty_of(presented.job) == SignatureDuty.NONE:
        with translation.override(language_of(presented.customer)):
            reason = _("keine Unterschrift nötig")
        return actions.close_unsigned(report=presented, reason=reason, by=by, ticket_id=ticket_id)
    return presented


def _shows(report: ServiceReport, paper: ReportPaper) -> actions.Shows:
    kinds = {line.kind for line in paper.lines}
    names = display_at(customer=report.customer, site=report.site) if paper.performers else PerformerDisplay.HIDDEN
    has_times = LineKind.TIME in kinds or paper.time_window
    times = times_for_paper(customer=report.customer, site=report.site) if has_times else TimeDisplay.OFF
    return actions.Shows(names=names, times=times, has_materials=LineKind.MATERIAL in kinds)


def load(report: ServiceReport) -> ServiceReport:
    """The row as it is now, with everything its papers name."""
    related = ("provider", "customer", "site", "job__customer", "job__room", "visit", "pdf", "signed_pdf")
    return ServiceReport.objects.select_related(*related).get(pk=report.pk)


def ticket_of(report: ServiceReport) -> int | None:
    """The ticket behind the report's visit, for the history."""
    return Ticket.objects.filter(visit_id=report.visit_id).order_by("pk").values_list("pk", flat=True).first()


def paper_of(report: ServiceReport) -> ReportPaper:
    """What is printed, in the customer's language. Performers and times stand on it only as far as the customer may read them now."""
    with translation.override(language_of(report.customer)):
        return _paper(report, part=Part(True, times_for_paper(customer=report.customer, site=report.site), True))


def extract_for(viewer: Viewer, report: ServiceReport) -> bytes:
    """A PDF with what this viewer may see of a presented report now, named an extract; nothing of it is kept."""
    from torhaus.reports.pdf import report_pdf  # here for weight: loads the typesetter

    fresh = load(report)
    with translation.override(language_of(fresh.customer)):
        return report_pdf(_paper(fresh, part=part_for(viewer, fresh), is_extract=True))


def _paper(report: ServiceReport, *, part: Part, is_extract: bool = False) -> ReportPaper:
    job, site, visit = report.job, report.site, report.visit
    is_timed = visit.started_at and part.times == TimeDisplay.DETAIL
    return ReportPaper(
        letterhead=letterhead_of(report.provider),
        number=report.number,
        title=report.title,
        performed_on=report.performed_on,
        presented_on=timezone.localdate(),
        customer_name=report.customer.name,
        customer_number=report.customer.number,
        site_name=site.name,
        site_address=tuple(
            line for line in (site.street, f"{site.postcode} {site.city}".strip()) if line and line != site.name
        ),
        room=str(job.room) if job.room and job.room.site_id == site.pk else "",
        contact=visit.contact_name,
        job_number=job.number,
        order_number=job.order_number,
        performers=tuple(names_for_paper(customer=report.customer, site=site, visit=visit)),
        time_window=formats.window(visit.started_at, visit.finished_at) if is_timed else "",
        lines=tuple(_lines(report, part)),
        remarks=report.remarks,
        photos=tuple(_photos(report)),
        language=language_of(report.customer),
        is_extract=is_extract,
        report_word=report.provider.report_word,
    )


def letterhead_of(provider: Provider) -> Letterhead:
    address = (provider.street, f"{provider.postcode} {provider.city}".strip())
    return Letterhead(
        name=provider.name,
        company=provider.legal_name,
        tagline=provider.tagline,
        address=tuple(line for line in address if line),
        phone=provider.phone,
        email=provider.email,
        website=provider.website,
        hue=provider.brand_hue,
        chroma=provider.brand_chroma,
        logo=_logo(provider),
    )


def _logo(provider: Provider) -> bytes | None:
    stored = StoredFile.objects.filter(pk=provider.logo_file_id, provider=provider).first()
    return _bytes(stored) if stored else None


def _lines(report: ServiceReport, part: Part) -> list[PaperLine]:
    rows = ReportLine.objects.filter(report=report).order_by("position")
    shown = shown_lines(rows, times=part.times, has_materials=part.has_materials)
    return [PaperLine(text=row.text, quantity=row.quantity, unit=row.unit, kind=row.kind) for row in shown]


def _photos(report: ServiceReport) -> list[PaperPhoto]:
    rows = ReportPhoto.objects.filter(report=report).select_related("file").order_by("position", "id")
    return [PaperPhoto(content=_bytes(row.file), caption=row.caption) for row in rows]


def _bytes(stored: StoredFile) -> bytes:
    with storage.open_blob(stored.sha256) as blob:
        return blob.read()
