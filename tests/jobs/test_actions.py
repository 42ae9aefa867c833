"""Jobs and visits: what each action does to the rows, and what it refuses."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.jobs import actions
from torhaus.jobs.models import JobStatus, MoveStatus, VisitMove, VisitPerformer, VisitStatus
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import Membership


def at(days=1, hour=9):
    day = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    return {"starts_at": day, "ends_at": day + dt.timedelta(hours=2)}


def opened(cast, **fields):
    values = {"title": "Rohr tropft", "site": cast.ufer} | fields
    return actions.open_job(provider=cast.lindner, customer=cast.brandt, by=cast["office1"], **values)


def planned(cast, job=None, performers=(), **window):
    return actions.plan_visit(
        job=job or opened(cast), site=None, performers=performers, by=cast["office1"], **(window or at())
    )


def asked(cast, visit, **values):
    return actions.ask_move(visit=visit, by=cast["brandt.all"], **({"wish": "Lieber nachmittags"} | values))


def verbs(**touched):
    return list(Activity.objects.filter(**touched).order_by("id").values_list("verb", flat=True))


def test_job_is_opened_with_the_next_number(cast):
    first, second = opened(cast), opened(cast, title="Zweiter")
    assert (first.number, second.number) == ("A-0001", "A-0002")
    assert verbs(job_id=first.pk) == ["job.opened"]


def test_job_refuses_places_and_payers_of_another_customer(cast):
    for foreign in ({"site": cast.baustelle}, {"billing_party": make.make_billing_party(cast.stadtbau)}):
        with pytest.raises(Refused):
            opened(cast, **foreign)
    with pytest.raises(Refused):
        opened(cast, room=make.make_room(cast.lindenhof))


def test_job_change_keeps_two_tabs_from_overwriting_each_other(cast):
    job = opened(cast)
    changed = actions.change_job(job=job, version=1, by=cast["office1"], order_number="B-77", contact_name="Frau Novak")
    assert (changed.order_number, changed.version) == ("B-77", 2)
    with pytest.raises(Conflict):
        actions.change_job(job=job, version=1, by=cast["owner1"], order_number="B-78")
    assert verbs(job_id=job.pk) == ["job.opened", "job.changed"]


def test_planned_visit_takes_place_contact_and_title_from_its_job(cast):
    job = opened(cast, contact_name="Frau Novak", contact_phone="0160 5550119")
    tech = Membership.objects.get(person=cast["tech1"])
    visit = planned(cast, job, performers=[tech])
    assert (visit.site, visit.title, visit.contact_name) == (cast.ufer, "Rohr tropft", "Frau Novak")
    assert list(VisitPerformer.objects.filter(visit=visit).values_list("membership_id", flat=True)) == [tech.pk]
    job.refresh_from_db()
    assert job.status == JobStatus.PLANNED
    row = Activity.objects.get(visit_id=visit.pk)
    assert (row.verb, row.is_public, row.customer_id, row.site_id, row.job_id) == (
        "visit.planned", True, cast.brandt.pk, cast.ufer.pk, job.pk,
    )  # fmt: skip
    assert "Aydın" not in str(row.data)


def test_visit_without_a_place_is_refused(cast):
    with pytest.raises(Refused):
        planned(cast, opened(cast, site=None))


def test_visit_refuses_performers_of_another_provider_and_inactive_ones(cast):
    tech = Membership.objects.get(person=cast["tech1"])
    tech.is_active = False
    for member in (tech, Membership.objects.get(person=cast["tech2"])):
        with pytest.raises(Refused):
            planned(cast, performers=[member])


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)},
        {"ends_at": dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)},
        {"starts_at": dt.datetime(1999, 12, 1, 8, tzinfo=dt.UTC)},
        {"starts_at": dt.datetime(9999, 1, 1, tzinfo=dt.UTC), "ends_at": dt.datetime(9999, 1, 2, tzinfo=dt.UTC)},
    ],
)
def test_senseless_window_is_refused(cast, change):
    good = {
        "starts_at": dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC),
        "ends_at": dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC),
    }
    assert planned(cast, **good).pk
    with pytest.raises(Refused):
        planned(cast, **good | change)


def test_visit_goes_its_way_and_the_job_follows(cast):
    visit = planned(cast)
    actions.set_on_the_way(visit=visit, by=cast["tech1"])
    actions.start_visit(visit=visit, by=cast["tech1"])
    visit.job.refresh_from_db()
    assert visit.job.status == JobStatus.IN_WORK
    done = actions.finish_visit(visit=visit, by=cast["tech1"])
    assert done.status == VisitStatus.DONE
    assert done.started_at <= done.finished_at
    visit.job.refresh_from_db()
    assert visit.job.status == JobStatus.DONE
    assert verbs(visit_id=visit.pk) == ["visit.planned", "visit.on_the_way", "visit.started", "visit.finished"]
    with pytest.raises(Refused):
        actions.start_visit(visit=visit, by=cast["tech1"])


def test_job_with_another_visit_to_come_stays_in_work(cast):
    job = opened(cast)
    first, second = planned(cast, job), planned(cast, job, **at(days=3))
    actions.start_visit(visit=first, by=cast["tech1"])
    actions.finish_visit(visit=first, by=cast["tech1"])
    job.refresh_from_db()
    assert job.status == JobStatus.IN_WORK
    actions.cancel_visit(visit=second, by=cast["office1"])
    job.refresh_from_db()
    assert job.status == JobStatus.IN_WORK


def test_unfinished_work_keeps_the_job_in_work(cast):
    visit = planned(cast)
    actions.finish_visit(visit=visit, by=cast["tech1"], is_complete=False)
    visit.job.refresh_from_db()
    assert visit.job.status == JobStatus.IN_WORK


def test_nobody_there_opens_the_job_again(cast):
    visit = planned(cast)
    assert (
        actions.close_as_no_show(visit=visit, by=cast["tech1"], note="Zweimal geklingelt").status == VisitStatus.NO_SHOW
    )
    visit.job.refresh_from_db()
    assert visit.job.status == JobStatus.OPEN
    assert Activity.objects.get(verb="visit.no_show").data["note"] == "Zweimal geklingelt"


def test_cancelled_visit_ends_the_open_wish(cast):
    visit = planned(cast)
    move = asked(cast, visit)
    actions.cancel_visit(visit=visit, by=cast["office1"], reason="Material fehlt")
    move.refresh_from_db()
    assert (move.status, move.answered_by) == (MoveStatus.DECLINED, cast["office1"])
    with pytest.raises(Refused):
        actions.confirm_move(move=move, by=cast["office1"], **at(days=4))


def test_confirmed_wish_moves_the_visit(cast):
    visit = planned(cast)
    wished = at(days=5, hour=13)
    move = asked(cast, visit, **wished)
    moved = actions.confirm_move(move=move, by=cast["office1"])
    assert (moved.starts_at, moved.ends_at) == (wished["starts_at"], wished["ends_at"])
    move.refresh_from_db()
    assert move.status == MoveStatus.CONFIRMED
    assert verbs(visit_id=visit.pk) == ["visit.planned", "visit.move_asked", "visit.move_confirmed"]


def test_wish_in_words_needs_a_time_to_be_confirmed(cast):
    move = asked(cast, planned(cast))
    with pytest.raises(Refused):
        actions.confirm_move(move=move, by=cast["office1"])
    own = at(days=6)
    assert actions.confirm_move(move=move, by=cast["office1"], answer="So?", **own).starts_at == own["starts_at"]


def test_declined_wish_leaves_the_visit_and_says_why(cast):
    visit = planned(cast)
    move = asked(cast, visit)
    with pytest.raises(Refused):
        actions.decline_move(move=move, answer=" ", by=cast["office1"])
    assert (
        actions.decline_move(move=move, answer="Vorher ist nichts frei.", by=cast["office1"]).status
        == MoveStatus.DECLINED
    )
    fresh = type(visit).objects.get(pk=visit.pk)
    assert fresh.starts_at == visit.starts_at
    assert asked(cast, visit).status == MoveStatus.ASKED


def test_only_one_wish_is_open_per_visit(cast):
    visit = planned(cast)
    asked(cast, visit)
    with pytest.raises(Refused):
        asked(cast, visit)
    assert VisitMove.objects.filter(visit=visit).count() == 1


def test_wish_needs_words_or_a_time_and_no_past(cast):
    visit = planned(cast)
    for bad in ({"wish": " "}, at(days=-2)):
        with pytest.raises(Refused):
            asked(cast, visit, **bad)


def test_visit_that_began_cannot_be_moved_or_cancelled(cast):
    visit = planned(cast)
    actions.start_visit(visit=visit, by=cast["tech1"])
    for action in (lambda: asked(cast, visit), lambda: actions.cancel_visit(visit=visit, by=cast["office1"]),
                   lambda: actions.move_visit(visit=visit, by=cast["office1"], **at(days=9))):  # fmt: skip
        with pytest.raises(Refused):
            action()


def test_job_with_coming_visits_cannot_be_finished(cast):
    job = opened(cast)
    visit = planned(cast, job)
    with pytest.raises(Refused):
        actions.finish_job(job=job, by=cast["office1"])
    actions.cancel_visit(visit=visit, by=cast["office1"])
    assert actions.finish_job(job=job, by=cast["office1"]).status == JobStatus.DONE
