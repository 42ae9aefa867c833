"""Questions about jobs and visits. Each takes rows that access has narrowed already and returns rows."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from torhaus.jobs.models import Job, JobStatus, MoveStatus, Visit, VisitMove, VisitPerformer, VisitStatus
from torhaus.jobs.windows import LONGEST, day_bounds
from torhaus.kernel import search
from torhaus.providers.models import Membership

Visits = QuerySet[Visit]
Jobs = QuerySet[Job]
COMING = [VisitStatus.PLANNED, VisitStatus.ON_THE_WAY, VisitStatus.IN_WORK]
OVER = [VisitStatus.DONE, VisitStatus.NO_SHOW, VisitStatus.CANCELLED]
OPEN_JOBS = [JobStatus.OPEN, JobStatus.PLANNED, JobStatus.IN_WORK]
SOON_FIRST = ("starts_at", "id")
LATE_FIRST = ("-starts_at", "-id")
NEW_FIRST = ("-id",)
BY_ID = ("id",)
BY_STATUS = ("status", "-starts_at", "-id")  # served by an index that reads only the statuses asked for


def of_today(visits: Visits) -> Visits:
    begin, end = day_bounds(timezone.localdate())
    return visits.filter(starts_at__gte=begin, starts_at__lt=end)


def of_this_week(visits: Visits) -> Visits:
    """Monday to Sunday of the present week at the provider."""
    today = timezone.localdate()
    begin, end = day_bounds(today - dt.timedelta(days=today.weekday()), days=7)
    return visits.filter(starts_at__gte=begin, starts_at__lt=end)


def coming(visits: Visits) -> Visits:
    """Today's and later ones that are not over, with those that began before and last until today."""
    begin, _end = day_bounds(timezone.localdate())
    return visits.filter(starts_at__gte=begin - LONGEST, ends_at__gte=begin, status__in=COMING)


def past(visits: Visits) -> Visits:
    """Whatever is not coming: over, or its day has passed."""
    begin, _end = day_bounds(timezone.localdate())
    return visits.filter(Q(ends_at__lt=begin) | Q(status__in=OVER))


def left_open(visits: Visits) -> Visits:
    """Planned for a day that has passed, and nobody has said how it went."""
    begin, _end = day_bounds(timezone.localdate())
    return visits.filter(ends_at__lt=begin, status__in=COMING)


def over(visits: Visits) -> Visits:
    """Done, nobody there, or cancelled."""
    return visits.filter(status__in=OVER)


def between(visits: Visits, *, first: dt.date | None = None, last: dt.date | None = None) -> Visits:
    """Visits that begin on one of these days at the provider; both ends count, either may be open."""
    if first is not None:
        visits = visits.filter(starts_at__gte=day_bounds(first)[0])
    if last is not None:
        visits = visits.filter(starts_at__lt=day_bounds(last)[1])
    return visits


def performed_by(visits: Visits, membership_id: int) -> Visits:
    return visits.filter(Exists(VisitPerformer.objects.filter(visit_id=OuterRef("pk"), membership_id=membership_id)))


def with_open_wish(visits: Visits) -> Visits:
    """The customer waits for an answer; in BY_ID order these few are sought one by one, whatever the size of the table."""
    return visits.filter(pk__in=VisitMove.objects.filter(status=MoveStatus.ASKED).values("visit_id"))


def mark_wishes(visits: Visits) -> Visits:
    """Adds `has_wish`: the customer asks for another time and nobody has answered."""
    return visits.annotate(has_wish=Exists(VisitMove.objects.filter(visit_id=OuterRef("pk"), status=MoveStatus.ASKED)))


def for_list(visits: Visits) -> Visits:
    """As the office's list shows them."""
    return visits.select_related("customer", "site", "job").only(
        "title", "status", "starts_at", "ends_at", "customer__name", "site__name", "job__number"
    )


def search_visits(visits: Visits, *, provider_id: int, words: str) -> Visits:
    return search.narrow(visits, provider_id=provider_id, words=words)


def search_jobs(jobs: Jobs, *, provider_id: int, words: str) -> Jobs:
    return search.narrow(jobs, provider_id=provider_id, words=words)


def open_jobs(jobs: Jobs) -> Jobs:
    return jobs.filter(status__in=OPEN_JOBS)


def open_move(moves: QuerySet[VisitMove]) -> VisitMove | None:
    """The wish among these that nobody has answered, with who asked."""
    return moves.filter(status=MoveStatus.ASKED).select_related("asked_by").first()


def clashes(
    visits: Visits,
    *,
    members: Iterable[Membership],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    except_ids: Collection[int] = (),
) -> list[VisitPerformer]:
    """Who of `members` is at another visit in this window: a double booking to warn of, not to forbid."""
    rows: Any = VisitPerformer.objects.filter(
        membership__in=list(members),
        visit__in=visits.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, status__in=COMING).exclude(
            pk__in=except_ids
        ),
    )
    return list(rows.select_related("membership__person", "visit__site").order_by("visit__starts_at", "id"))


def clashes_after_move(
    visits: Visits, *, performers: QuerySet[VisitPerformer], visit: Visit, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[VisitPerformer]:
    """Who of a visit's performers would be at another visit, if it took place in this window."""
    others = visits.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, status__in=COMING).exclude(pk=visit.pk)
    rows = VisitPerformer.objects.filter(membership__in=performers.values("membership_id"), visit__in=others)
    return list(rows.select_related("membership__person", "visit__site").order_by("visit__starts_at", "id"))
