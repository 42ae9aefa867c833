"""Writes of a report while it is a draft: make it from a visit, save lines, photos and remarks, throw it away."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.files.models import StoredFile
from torhaus.jobs.models import Visit, VisitPerformer, VisitStatus
from torhaus.kernel import search
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.numbering import next_number
from torhaus.reports.lines import MOST_LINES, Line, proposed
from torhaus.reports.models import ReportLine, ReportPhoto, ReportStatus, ServiceReport

REPORTABLE = {VisitStatus.IN_WORK, VisitStatus.DONE, VisitStatus.NO_SHOW}
MOST_PHOTOS = 40


@transaction.atomic
def draft_report(*, visit: Visit, by: Person, ticket_id: int | None = None) -> ServiceReport:
    """The report of a visit that took place, with proposed lines; the draft that is there already, if one is."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("job", "customer", "site", "provider")
        .get(pk=visit.pk)
    )
    present = ServiceReport.objects.filter(visit=visit, status=ReportStatus.DRAFT).first()
    if present is not None:
        return present
    if visit.status not in REPORTABLE:
        raise Refused(_("Ein Leistungsbeleg entsteht aus einem Einsatz, der stattgefunden hat."))
    report = _new_report(visit)
    performers = VisitPerformer.objects.filter(visit=visit).count()
    _write_lines(report, [] if visit.status == VisitStatus.NO_SHOW else proposed(visit, performers=performers))
    record_report("report.drafted", report, by=by, ticket_id=ticket_id, is_public=False)
    return report


@transaction.atomic
def draft_again(*, report: ServiceReport, by: Person) -> ServiceReport:
    """A new draft with the content of a refused report, since a report that was presented never changes."""
    old = lock_report(report)
    if old.status != ReportStatus.REFUSED:
        raise Refused(_("Nur ein verweigerter Leistungsbeleg wird neu ausgestellt."))
    draft = draft_report(visit=old.visit, by=by)
    draft.remarks, draft.performed_on, draft.title = old.remarks, old.performed_on, old.title
    draft.save(update_fields=["remarks", "performed_on", "title"])
    _write_lines(draft, lines_of(old))
    if not ReportPhoto.objects.filter(report=draft).exists():
        _append_photos(draft, [(row.file, row.caption) for row in _photos(old)])
    return draft


@transaction.atomic
def save_draft(
    *,
    report: ServiceReport,
    version: int,
    by: Person,
    title: str,
    performed_on: dt.date,
    remarks: str,
    lines: Sequence[Line],
    captions: Mapping[int, str] | None = None,
) -> ServiceReport:
    """Save what stands in the form; Conflict when somebody else saved since `version`. `captions`: photo id → words."""
    locked = lock_draft(report)
    if locked.version != version:
        raise Conflict(
            _("Der Leistungsbeleg wurde inzwischen geändert. Bitte prüfen Sie Ihre Eingaben und speichern Sie erneut.")
        )
    if not 2000 <= performed_on.year <= 2100:
        raise Refused(
            _("Das Jahr %(year)s kann nicht stimmen. Bitte prüfen Sie das Datum.") % {"year": performed_on.year}
        )
    locked.title, locked.performed_on, locked.remarks = title.strip()[:200] or locked.title, performed_on, remarks
    locked.version += 1
    locked.save(update_fields=["title", "performed_on", "remarks", "version"])
    _write_lines(locked, lines)
    for photo in _photos(locked):
        caption = (captions or {}).get(photo.pk, photo.caption).strip()[:200]
        if caption != photo.caption:
            photo.caption = caption
            photo.save(update_fields=["caption"])
    _index(locked)
    record_report("report.changed", locked, by=by, is_public=False, lines=len(lines))
    return locked


@transaction.atomic
def add_photos(
    *, report: ServiceReport, files: Sequence[StoredFile], by: Person, captions: Sequence[str] = ()
) -> list[ReportPhoto]:
    """Attach stored pictures to a draft, each with its caption; the same picture again stays one photo."""
    locked = lock_draft(report)
    if any(file.provider_id != locked.provider_id or not file.is_image for file in files):
        raise Refused(_("Zum Leistungsbeleg gehören nur Fotos."))
    present = set(ReportPhoto.objects.filter(report=locked).values_list("file__sha256", flat=True))
    words = [*captions, *[""] * len(files)]
    fresh = [(file, words[place]) for place, file in enumerate(files) if file.sha256 not in present]
    if len(present) + len(fresh) > MOST_PHOTOS:
        raise Refused(_("Ein Leistungsbeleg fasst höchstens %(count)s Fotos.") % {"count": MOST_PHOTOS})
    record_report("report.changed", locked, by=by, is_public=False, photos=len(fresh))
    return _append_photos(locked, fresh)


@transaction.atomic
def remove_photo(*, photo: ReportPhoto, by: Person) -> None:
    """Take a photo out of a draft; the stored file stays."""
    locked = lock_draft(photo.report)
    ReportPhoto.objects.filter(pk=photo.pk).delete()
    record_report("report.changed", locked, by=by, is_public=False, removed_photo=photo.caption)


@transaction.atomic
def discard_draft(*, report: ServiceReport, by: Person) -> None:
    """Throw a draft away. Its number is not given again."""
    locked = lock_draft(report)
    record_report("report.discarded", locked, by=by, is_public=False, number=locked.number)
    locked.delete()


def lock_report(report: ServiceReport) -> ServiceReport:
    related = ("visit", "job", "customer", "site", "provider")
    return ServiceReport.objects.select_for_update(of=("self",)).select_related(*related).get(pk=report.pk)


def lock_draft(report: ServiceReport) -> ServiceReport:
    locked = lock_report(report)
    if locked.status != ReportStatus.DRAFT:
        raise Refused(_("Dieser Leistungsbeleg ist schon vorgelegt und lässt sich nicht mehr ändern."))
    return locked


def lines_of(report: ServiceReport) -> list[Line]:
    rows = ReportLine.objects.filter(report=report).order_by("position")
    names = ("kind", "text", "quantity", "unit", "unit_price", "tax_rate")
    return [Line(**{name: getattr(row, name) for name in names}) for row in rows]


def record_report(
    verb: str,
    report: ServiceReport,
    *,
    by: Person | None,
    ticket_id: int | None = None,
    side: str = "office",
    is_public: bool = True,
    **data: object,
) -> None:
    record(
        verb,
        provider_id=report.provider_id,
        by=by,
        side=side,
        public=is_public,
        data={"number": report.number} | data,
        customer_id=report.customer_id,
        site_id=report.site_id,
        job_id=report.job_id,
        visit_id=report.visit_id,
        report_id=report.pk,
        ticket_id=ticket_id,
    )


def _new_report(visit: Visit) -> ServiceReport:
    moment = visit.started_at or visit.finished_at or visit.starts_at
    report = ServiceReport.objects.create(
        provider=visit.provider,
        customer=visit.customer,
        site=visit.site,
        job=visit.job,
        visit=visit,
        number=next_number(provider_id=visit.provider_id, kind="report"),
        title=visit.title,
        performed_on=timezone.localdate(moment, timezone.get_default_timezone()),
    )
    _index(report)
    return report


def _write_lines(report: ServiceReport, lines: Iterable[Line]) -> None:
    wanted = list(lines)
    if len(wanted) > MOST_LINES:
        raise Refused(_("Ein Leistungsbeleg fasst höchstens %(count)s Zeilen.") % {"count": MOST_LINES})
    for line in wanted:
        line.check()
    ReportLine.objects.filter(report=report).delete()
    ReportLine.objects.bulk_create(
        ReportLine(
            provider_id=report.provider_id, report=report, position=position, kind=line.kind, text=line.text.strip()[:300],
            quantity=line.quantity, unit=line.unit, unit_price=line.unit_price, tax_rate=line.tax_rate,
        )
        for position, line in enumerate(wanted, start=1)
    )  # fmt: skip


def _photos(report: ServiceReport) -> list[ReportPhoto]:
    return list(ReportPhoto.objects.filter(report=report).select_related("file").order_by("position", "id"))


def _append_photos(report: ServiceReport, photos: Iterable[tuple[StoredFile, str]]) -> list[ReportPhoto]:
    last = ReportPhoto.objects.filter(report=report).aggregate(last=Max("position"))["last"] or 0
    return ReportPhoto.objects.bulk_create(
        ReportPhoto(provider_id=report.provider_id, report=report, file=file, caption=caption[:200], position=position)
        for position, (file, caption) in enumerate(photos, start=last + 1)
    )


def _index(report: ServiceReport) -> None:
    words = [report.number, report.title, report.customer.name, report.job.number, report.site.name, report.site.street]
    search.put(report, provider_id=report.provider_id, text=" ".join([*words, report.remarks]))
