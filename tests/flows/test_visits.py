"""Visits and the tickets behind them: planned, done, off, moved."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.flows import finish_visit, move_visit, plan_visit
from torhaus.jobs.models import JobStatus, MoveStatus, VisitStatus
from torhaus.kernel.errors import Refused
from torhaus.tickets.models import TicketStatus


def at(days=1, hour=9):
    day = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)
    return {"starts_at": day, "ends_at": day + dt.timedelta(hours=2)}


@pytest.fixture
def ticket(cast):
    return make.make_ticket(cast.brandt, site=cast.ufer, title="Rohr tropft", contact_name="Frau Novak")


def planned(cast, ticket, **window):
    return plan_visit.plan_for_ticket(ticket=ticket, performers=(), by=cast["office1"], **(window or at()))


def test_planning_a_new_ticket_makes_its_job(cast, ticket):
    visit = planned(cast, ticket)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit, ticket.job) == (TicketStatus.PLANNED, visit, visit.job)
    assert (visit.title, visit.site, visit.contact_name) == ("Rohr tropft", cast.ufer, "Frau Novak")
    assert (visit.job.title, visit.job.status) == ("Rohr tropft", JobStatus.PLANNED)
    verbs = Activity.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["job.opened", "ticket.accepted", "visit.planned"]


def test_planning_an_accepted_ticket_keeps_its_job(cast, ticket):
    job = make.make_job(cast.brandt, site=cast.ufer)
    ticket.job, ticket.status = job, TicketStatus.ACCEPTED
    ticket.save()
    assert planned(cast, ticket).job == job


def test_declined_ticket_is_not_planned(cast, ticket):
    ticket.status = TicketStatus.DECLINED
    ticket.save()
    with pytest.raises(Refused):
        planned(cast, ticket)


def test_senseless_window_leaves_the_ticket_as_it_was(cast, ticket):
    window = at()
    with pytest.raises(Refused):
        planned(cast, ticket, starts_at=window["ends_at"], ends_at=window["starts_at"])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.job) == (TicketStatus.NEW, None)


def test_planning_a_job_takes_its_waiting_tickets_along(cast, ticket):
    job = make.make_job(cast.brandt, site=cast.ufer)
    ticket.job, ticket.status = job, TicketStatus.ACCEPTED
    ticket.save()
    done = make.make_ticket(cast.brandt, job=job, status=TicketStatus.DONE)
    visit = plan_visit.plan_for_job(job=job, performers=(), by=cast["office1"], **at())
    ticket.refresh_from_db()
    done.refresh_from_db()
    assert (ticket.status, ticket.visit) == (TicketStatus.PLANNED, visit)
    assert (done.status, done.visit) == (TicketStatus.DONE, None)


def test_ticket_follows_its_visit_to_the_end(cast, ticket):
    visit = planned(cast, ticket)
    finish_visit.set_on_the_way(visit=visit, by=cast["tech1"])
    finish_visit.start_visit(visit=visit, by=cast["tech1"])
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.IN_WORK
    finish_visit.finish_visit(visit=visit, by=cast["tech1"])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit) == (TicketStatus.DONE, visit)
    assert Activity.objects.get(verb="visit.finished").ticket_id == ticket.pk


def test_unfinished_work_keeps_the_ticket_in_work(cast, ticket):
    visit = planned(cast, ticket)
    finish_visit.start_visit(visit=visit, by=cast["tech1"])
    finish_visit.finish_visit(visit=visit, by=cast["tech1"], is_complete=False)
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.IN_WORK
    again = planned(cast, ticket, **at(days=8))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit) == (TicketStatus.PLANNED, again)


@pytest.mark.parametrize("end", [finish_visit.close_as_no_show, finish_visit.cancel_visit])
def test_ticket_of_a_visit_that_did_not_happen_waits_for_another(cast, ticket, end):
    end(visit=planned(cast, ticket), by=cast["office1"])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.visit) == (TicketStatus.ACCEPTED, None)


def test_closed_ticket_is_not_opened_by_its_visit(cast, ticket):
    visit = planned(cast, ticket)
    ticket.refresh_from_db()
    ticket.status = TicketStatus.DONE
    ticket.save()
    finish_visit.start_visit(visit=visit, by=cast["tech1"])
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.DONE


def test_wish_for_another_time_stands_in_the_ticket_s_history(cast, ticket):
    visit = planned(cast, ticket)
    wished = at(days=5, hour=13)
    move = move_visit.ask_move(visit=visit, by=cast["brandt.all"], wish="Nachmittags", **wished)
    moved = move_visit.confirm_move(move=move, by=cast["office1"])
    assert moved.starts_at == wished["starts_at"]
    rows = Activity.objects.filter(ticket_id=ticket.pk, verb__startswith="visit.move").order_by("id")
    assert [(row.verb, row.actor_side) for row in rows] == [
        ("visit.move_asked", "portal"), ("visit.move_confirmed", "office"),
    ]  # fmt: skip


def test_office_moves_by_itself_and_answers_the_wish_with_it(cast, ticket):
    visit = planned(cast, ticket)
    move = move_visit.ask_move(visit=visit, by=cast["brandt.all"], wish="Nachmittags")
    move_visit.move_visit(visit=visit, by=cast["office1"], answer="So ginge es.", **at(days=6))
    move.refresh_from_db()
    assert (move.status, move.answer) == (MoveStatus.CONFIRMED, "So ginge es.")
    with pytest.raises(Refused):
        move_visit.decline_move(move=move, answer="zu spät", by=cast["office1"])


def test_moved_visit_is_planned_anew(cast, ticket):
    visit = planned(cast, ticket)
    finish_visit.set_on_the_way(visit=visit, by=cast["tech1"])
    assert move_visit.move_visit(visit=visit, by=cast["office1"], **at(days=3)).status == VisitStatus.PLANNED
