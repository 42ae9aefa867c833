"""Writes of visits: plan, change, move, cancel, and the way from "planned" to "done".

A visit is locked before its job and its move wishes. `ticket_id` names the ticket behind the visit, for the history;
rows of activity carry times and never names of performers, since the customer's history reads them.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.customers.models import Site
from torhaus.customers.queries import is_site_of
from torhaus.jobs.actions import jobs as job_actions
from torhaus.jobs.models import Job, JobStatus, MoveStatus, Visit, VisitMove, VisitPerformer, VisitStatus
from torhaus.jobs.windows import check_window
from torhaus.kernel import search
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Membership

UNSTARTED = {VisitStatus.PLANNED, VisitStatus.ON_THE_WAY}


@transaction.atomic
def plan_visit(
    *,
    job: Job,
    site: Site | None,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    performers: Collection[Membership],
    by: Person,
    title: str = "",
    note: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    ticket_id: int | None = None,
) -> Visit:
    """Plan a visit at `site` (default: the job's); on-site contact and title default to the job's."""
    locked = job_actions.lock_job(job)
    if locked.status in {JobStatus.BILLED, JobStatus.CANCELLED}:
        raise Refused(_("Dieser Auftrag ist abgeschlossen. Bitte legen Sie einen neuen an."))
    place = site or locked.site
    if place is None:
        raise Refused(_("Bitte wählen Sie einen Ort, damit klar ist, wohin es geht."))
    if not is_site_of(place, locked.customer_id):
        raise Refused(_("Dieser Ort gehört nicht zum Kunden."))
    check_window(starts_at=starts_at, ends_at=ends_at)
    visit = Visit.objects.create(
        provider_id=locked.provider_id,
        customer=locked.customer,
        job=locked,
        site=place,
        title=(title.strip() or locked.title)[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        contact_name=contact_name or locked.contact_name,
        contact_phone=contact_phone or locked.contact_phone,
        note=note,
    )
    _set_performers(visit, performers)
    index_visit(visit)
    if locked.status in {JobStatus.OPEN, JobStatus.DONE}:
        job_actions.set_status(locked, JobStatus.PLANNED)
    record_visit("visit.planned", visit, by=by, ticket_id=ticket_id, data=_window(visit))
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    version: int,
    by: Person,
    performers: Collection[Membership],
    title: str,
    note: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Visit:
    """Change who comes and what is written on the visit, not its time; Conflict when it changed since `version`."""
    locked = lock_visit(visit)
    if locked.version != version:
        raise Conflict(
            _("Der Einsatz wurde inzwischen geändert. Bitte prüfen Sie Ihre Eingaben und speichern Sie erneut.")
        )
    if not locked.is_coming:
        raise Refused(_("Dieser Einsatz ist schon abgeschlossen."))
    locked.title = title.strip()[:200] or locked.title
    locked.note, locked.contact_name, locked.contact_phone = note, contact_name, contact_phone
    locked.version += 1
    locked.save(update_fields=["title", "note", "contact_name", "contact_phone", "version"])
    _set_performers(locked, performers)
    index_visit(locked)
    record_visit("visit.changed", locked, by=by, is_public=False)
    return locked


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Person,
    answer: str = "",
    ticket_id: int | None = None,
) -> Visit:
    """Give the visit another window; an open wish of the customer is answered by it."""
    locked = lock_visit(visit)
    if locked.status not in UNSTARTED:
        raise Refused(_("Nur ein Einsatz, der noch nicht begonnen hat, lässt sich verschieben."))
    check_window(starts_at=starts_at, ends_at=ends_at)
    before = _window(locked)
    locked.starts_at, locked.ends_at, locked.status = starts_at, ends_at, VisitStatus.PLANNED
    locked.version += 1
    locked.save(update_fields=["starts_at", "ends_at", "status", "version"])
    if not answer_open_move(locked, status=MoveStatus.CONFIRMED, answer=answer, by=by, ticket_id=ticket_id):
        record_visit("visit.moved", locked, by=by, ticket_id=ticket_id, data={"before": before} | _window(locked))
    return locked


@transaction.atomic
def cancel_visit(*, visit: Visit, by: Person, reason: str = "", ticket_id: int | None = None) -> Visit:
    """Cancel before it began; an open wish of the customer ends with it."""
    locked = lock_visit(visit)
    if locked.status not in UNSTARTED:
        raise Refused(_("Nur ein Einsatz, der noch nicht begonnen hat, lässt sich absagen."))
    _set_status(locked, VisitStatus.CANCELLED)
    _end_open_move(locked, status=MoveStatus.DECLINED, answer=_("Der Einsatz wurde abgesagt."), by=by)
    record_visit("visit.cancelled", locked, by=by, ticket_id=ticket_id, data={"reason": reason} | _window(locked))
    job_actions.follow_visits(locked.job, is_complete=False, by=by)
    return locked


@transaction.atomic
def set_on_the_way(*, visit: Visit, by: Person, ticket_id: int | None = None) -> Visit:
    locked = lock_visit(visit)
    if locked.status != VisitStatus.PLANNED:
        raise Refused(_("Dieser Einsatz ist nicht mehr geplant."))
    _set_status(locked, VisitStatus.ON_THE_WAY)
    record_visit("visit.on_the_way", locked, by=by, ticket_id=ticket_id, data=_window(locked))
    return locked


@transaction.atomic
def start_visit(*, visit: Visit, by: Person, ticket_id: int | None = None) -> Visit:
    locked = lock_visit(visit)
    if locked.status not in UNSTARTED:
        raise Refused(_("Dieser Einsatz hat schon begonnen oder ist abgeschlossen."))
    locked.started_at = timezone.now()
    _set_status(locked, VisitStatus.IN_WORK, "started_at")
    job = job_actions.lock_job(locked.job)
    if job.is_open:
        job_actions.set_status(job, JobStatus.IN_WORK)
    record_visit("visit.started", locked, by=by, ticket_id=ticket_id, data=_window(locked))
    return locked


@transaction.atomic
def finish_visit(*, visit: Visit, by: Person, is_complete: bool = True, ticket_id: int | None = None) -> Visit:
    """The visit is over. `is_complete` False: another visit is needed, so the job stays in work."""
    locked = lock_visit(visit)
    if not locked.is_coming:
        raise Refused(_("Dieser Einsatz ist schon abgeschlossen."))
    locked.finished_at = timezone.now()
    locked.started_at = locked.started_at or min(locked.starts_at, locked.finished_at)
    _set_status(locked, VisitStatus.DONE, "finished_at", "started_at")
    _end_open_move(locked, status=MoveStatus.DECLINED, answer=_("Der Einsatz ist erledigt."), by=by)
    record_visit(
        "visit.finished", locked, by=by, ticket_id=ticket_id, data={"is_complete": is_complete} | _window(locked)
    )
    job_actions.follow_visits(locked.job, is_complete=is_complete, by=by)
    return locked


@transaction.atomic
def close_as_no_show(*, visit: Visit, by: Person, note: str = "", ticket_id: int | None = None) -> Visit:
    """Nobody was there (nicht angetroffen); the job waits for another visit."""
    locked = lock_visit(visit)
    if not locked.is_coming:
        raise Refused(_("Dieser Einsatz ist schon abgeschlossen."))
    locked.finished_at = timezone.now()
    _set_status(locked, VisitStatus.NO_SHOW, "finished_at")
    _end_open_move(locked, status=MoveStatus.DECLINED, answer=_("Vor Ort war niemand anzutreffen."), by=by)
    record_visit("visit.no_show", locked, by=by, ticket_id=ticket_id, data={"note": note} | _window(locked))
    job_actions.follow_visits(locked.job, is_complete=False, by=by)
    return locked


def lock_visit(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("job", "customer", "site").get(pk=visit.pk)


def answer_open_move(visit: Visit, *, status: str, answer: str, by: Person, ticket_id: int | None) -> VisitMove | None:
    """Answer the open wish of a locked visit, if there is one, and tell the customer."""
    move = _end_open_move(visit, status=status, answer=answer, by=by)
    if move is not None:
        verb = "visit.move_confirmed" if status == MoveStatus.CONFIRMED else "visit.move_declined"
        record_visit(verb, visit, by=by, ticket_id=ticket_id, data={"answer": move.answer} | _window(visit))
    return move


def _end_open_move(visit: Visit, *, status: str, answer: str, by: Person) -> VisitMove | None:
    """As above, without a word of its own: where the visit itself ended, that says it."""
    move = VisitMove.objects.select_for_update().filter(visit=visit, status=MoveStatus.ASKED).first()
    if move is not None:
        move.status, move.answer, move.answered_by, move.answered_at = status, answer.strip()[:500], by, timezone.now()
        move.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    return move


def _set_status(visit: Visit, status: str, *fields: str) -> None:
    visit.status = status
    visit.version += 1
    visit.save(update_fields=["status", "version", *fields])


def _set_performers(visit: Visit, performers: Collection[Membership]) -> None:
    if any(member.provider_id != visit.provider_id or not member.is_active for member in performers):
        raise Refused(_("Eine der ausführenden Personen gehört nicht mehr zu Ihrem Betrieb."))
    wanted = {member.pk for member in performers}
    rows = VisitPerformer.objects.filter(visit=visit)
    present = set(rows.values_list("membership_id", flat=True))
    rows.exclude(membership_id__in=wanted).delete()
    VisitPerformer.objects.bulk_create(
        VisitPerformer(provider_id=visit.provider_id, visit=visit, membership_id=pk) for pk in sorted(wanted - present)
    )


def index_visit(visit: Visit) -> None:
    site = visit.site
    words = [visit.title, visit.job.number, visit.customer.name, site.name, site.street, site.postcode, site.city]
    search.put(visit, provider_id=visit.provider_id, text=" ".join([*words, visit.contact_name]))


def _window(visit: Visit) -> dict[str, Any]:
    return {"starts_at": visit.starts_at.isoformat(), "ends_at": visit.ends_at.isoformat()}


def record_visit(
    verb: str,
    visit: Visit,
    *,
    by: Person,
    ticket_id: int | None = None,
    side: str = "office",
    is_public: bool = True,
    data: dict[str, Any] | None = None,
) -> None:
    record(
        verb,
        provider_id=visit.provider_id,
        by=by,
        side=side,
        public=is_public,
        data=data or {},
        customer_id=visit.customer_id,
        site_id=visit.site_id,
        job_id=visit.job_id,
        visit_id=visit.pk,
        ticket_id=ticket_id,
    )
