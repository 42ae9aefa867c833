"""Which visits count as coming, past and left open, and who is booked twice."""

import datetime as dt

from django.utils import timezone

from tests import factories as make
from torhaus.jobs import queries
from torhaus.jobs.models import Visit, VisitStatus
from torhaus.jobs.windows import day_bounds
from torhaus.providers.models import Membership


def made(cast, title, *, days, hours=2, **fields):
    begin = day_bounds(timezone.localdate())[0] + dt.timedelta(days=days, hours=9)
    job = make.make_job(cast.brandt, site=cast.ufer)
    return make.make_visit(job, title=title, starts_at=begin, ends_at=begin + dt.timedelta(hours=hours), **fields)


def titles(visits):
    return set(visits.values_list("title", flat=True))


def test_each_visit_is_either_coming_or_past(cast):
    made(cast, "heute", days=0)
    made(cast, "morgen", days=1)
    made(cast, "läuft seit gestern", days=-1, hours=36, status=VisitStatus.IN_WORK)
    made(cast, "vergessen", days=-3)
    made(cast, "erledigt", days=0, status=VisitStatus.DONE)
    made(cast, "abgesagt", days=5, status=VisitStatus.CANCELLED)
    rows = Visit.objects.all()
    assert titles(queries.coming(rows)) == {"heute", "morgen", "läuft seit gestern"}
    assert titles(queries.past(rows)) == {"vergessen", "erledigt", "abgesagt"}
    assert titles(queries.left_open(rows)) == {"vergessen"}
    assert titles(queries.over(rows)) == {"erledigt", "abgesagt"}
    assert titles(queries.of_today(rows)) == {"heute", "erledigt"}


def test_clash_is_an_overlap_of_visits_that_are_not_over(cast):
    tech = Membership.objects.get(person=cast["tech1"])
    nine = made(cast, "neun bis elf", days=3, performers=(tech,))
    made(cast, "abgesagt", days=3, performers=(tech,), status=VisitStatus.CANCELLED)

    def found(begin, end, **fields):
        hour = dt.timedelta(hours=1)
        rows = queries.clashes(
            Visit.objects.all(),
            members=[tech],
            starts_at=nine.starts_at + begin * hour,
            ends_at=nine.starts_at + end * hour,
            **fields,
        )
        return [row.visit.title for row in rows]

    assert found(1, 3) == ["neun bis elf"]
    assert found(-1, 0.5) == ["neun bis elf"]
    assert found(2, 3) == []  # one ends as the other begins
    assert found(-1, 0) == []
    assert found(1, 3, except_ids=[nine.pk]) == []
