"""A ticket becomes a job, once."""

import pytest

from tests import factories as make
from tests.cast import make_cast
from torhaus.activity.models import Activity
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.tickets import actions
from torhaus.tickets.models import Ticket, TicketStatus


def test_accepted_ticket_becomes_a_job_with_everything_it_said(cast):
    cast.ufer.billing_party = make.make_billing_party(cast.brandt)
    cast.ufer.cost_centre = "4711"
    cast.ufer.save()
    room = make.make_room(cast.ufer)
    ticket = make.make_ticket(
        cast.brandt, site=cast.ufer, room=room, title="Rohr tropft", description="Seit gestern", contact_name="Frau Novak",
        contact_phone="0160 5550119",
    )  # fmt: skip
    job = accept_ticket(ticket=ticket, by=cast["office1"])
    assert (job.title, job.description, job.site, job.room) == ("Rohr tropft", "Seit gestern", cast.ufer, room)
    assert (job.contact_name, job.contact_phone) == ("Frau Novak", "0160 5550119")
    assert (job.billing_party, job.cost_centre) == (cast.ufer.billing_party, "4711")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.job) == (TicketStatus.ACCEPTED, job)
    assert ticket.replied_at is not None
    row = Activity.objects.get(verb="ticket.accepted")
    assert (row.ticket_id, row.job_id, row.customer_id, row.is_public) == (ticket.pk, job.pk, cast.brandt.pk, True)


def test_second_acceptance_names_the_first_person(cast):
    ticket = make.make_ticket(cast.brandt)
    job = accept_ticket(ticket=ticket, by=cast["office1"])
    with pytest.raises(Refused) as refused:
        accept_ticket(ticket=ticket, by=cast["owner1"])
    assert str(refused.value) == f"Jonas Keller hat dieses Ticket bereits angenommen (Auftrag {job.number})."
    assert Job.objects.filter(customer=cast.brandt).count() == 1


def test_declined_ticket_is_not_accepted(cast):
    ticket = make.make_ticket(cast.brandt)
    actions.decline(ticket=ticket, reason="Nicht unser Gewerk", by=cast["office1"])
    with pytest.raises(Refused) as refused:
        accept_ticket(ticket=ticket, by=cast["owner1"])
    assert str(refused.value) == "Jonas Keller hat dieses Ticket bereits abgelehnt."


def test_ticket_joins_an_open_job_of_its_customer_only(cast):
    ticket = make.make_ticket(cast.brandt)
    with pytest.raises(Refused):
        accept_ticket(ticket=ticket, by=cast["office1"], job=cast.stadtbau_job)
    own = make.make_job(cast.brandt)
    assert accept_ticket(ticket=ticket, by=cast["office1"], job=own) == own
    done = make.make_job(cast.brandt, status="done")
    with pytest.raises(Refused):
        accept_ticket(ticket=make.make_ticket(cast.brandt), by=cast["office1"], job=done)


def test_two_people_accepting_in_the_same_second_make_one_job(race):
    cast = make_cast()
    ticket = make.make_ticket(cast.brandt)
    people = [cast["office1"], cast["owner1"]]

    def accepting(person):
        return lambda: accept_ticket(ticket=Ticket.objects.get(pk=ticket.pk), by=person)

    results = race(*(accepting(person) for person in people * 2))
    jobs = [result for result in results if isinstance(result, Job)]
    assert len(jobs) == 1
    refusals = [str(result) for result in results if isinstance(result, Refused)]
    assert len(refusals) == 3, results
    winner = race.read(lambda: Activity.objects.get(verb="ticket.accepted").actor_name)
    assert set(refusals) == {f"{winner} hat dieses Ticket bereits angenommen (Auftrag {jobs[0].number})."}
    assert race.read(lambda: Job.objects.filter(customer=cast.brandt).count()) == 1


def test_race_shows_without_the_lock(race, monkeypatch):
    """The control: when nobody locks or checks, every one of them makes a job. So the test above can fail."""
    cast = make_cast()
    ticket = make.make_ticket(cast.brandt)
    monkeypatch.setattr(actions.deciding, "check_decidable", lambda ticket: None)
    monkeypatch.setattr(actions, "check_decidable", lambda ticket: None)
    person = cast["office1"]
    results = race(*(lambda: accept_ticket(ticket=Ticket.objects.get(pk=ticket.pk), by=person) for _ in range(2)))
    assert [type(result) for result in results] == [Job, Job]
