"""The inbox's views, filters and search."""

from tests import factories as make
from torhaus.kernel import counting
from torhaus.providers.models import Membership
from torhaus.tickets import actions, queries
from torhaus.tickets.models import Ticket, TicketStatus


def titles(rows):
    return sorted(rows.values_list("title", flat=True))


def test_views_and_their_counts(cast):
    me = Membership.objects.get(person=cast["office1"])
    job = make.make_job(cast.brandt, site=cast.ufer)
    make.make_ticket(cast.brandt, title="neu")
    make.make_ticket(cast.brandt, title="mein", assigned_to=me, status=TicketStatus.IN_REVIEW)
    make.make_ticket(cast.brandt, title="mein, fertig", assigned_to=me, status=TicketStatus.DONE)
    make.make_ticket(cast.brandt, title="ungeplant", job=job, status=TicketStatus.ACCEPTED)
    make.make_ticket(cast.brandt, title="geplant", job=job, visit=make.make_visit(job), status=TicketStatus.PLANNED)
    make.make_ticket(cast.brandt, title="wartet", status=TicketStatus.WAITING)
    make.make_ticket(cast.brandt, title="abgelehnt", status=TicketStatus.DECLINED)
    rows = Ticket.objects.filter(provider=cast.lindner)
    seen = {view: titles(queries.in_view(rows, view, member=me)) for view in ("new", "mine", "unplanned", "waiting")}
    assert seen == {"new": ["neu"], "mine": ["mein"], "unplanned": ["ungeplant"], "waiting": ["wartet"]}
    assert len(titles(queries.in_view(rows, "all", member=me))) == 7
    assert titles(queries.done(rows)) == ["abgelehnt", "mein, fertig"]
    assert queries.view_counts(rows, member=me) == {"new": 1, "mine": 1, "unplanned": 1, "waiting": 1}


def test_counts_stop_where_nobody_reads_on(cast, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 3)
    me = Membership.objects.get(person=cast["office1"])
    for _ in range(5):
        make.make_ticket(cast.brandt)
    rows = Ticket.objects.filter(provider=cast.lindner)
    assert queries.view_counts(rows, member=me)["new"] == 3


def test_counts_take_one_query_and_work_without_tickets(cast, django_assert_num_queries):
    me = Membership.objects.get(person=cast["owner3"])
    with django_assert_num_queries(1):
        counts = queries.view_counts(Ticket.objects.filter(provider=cast.basic), member=me)
    assert counts == {"new": 0, "mine": 0, "unplanned": 0, "waiting": 0}


def test_search_finds_place_person_and_text(cast):
    for title, name in (("Wärmepumpe laut", "Frau Novak"), ("Licht flackert", "Herr Ott")):
        actions.report(
            provider=cast.lindner, customer=cast.brandt, title=title, by=cast["office1"], side="office", site=cast.ufer,
            contact_name=name,
        )  # fmt: skip
    rows = Ticket.objects.filter(provider=cast.lindner)

    def found(words):
        return titles(queries.searched(rows, provider_id=cast.lindner.pk, words=words))

    assert found("Wärmep") == ["Wärmepumpe laut"]
    assert found("novak") == ["Wärmepumpe laut"]
    assert found("uferstraße") == ["Licht flackert", "Wärmepumpe laut"]
    assert found("T-0002") == ["Licht flackert"]
    assert found("ufer ott") == ["Licht flackert"]
    assert found("xyz") == []
    assert queries.searched(rows, provider_id=cast.hofer.pk, words="novak").count() == 0


def test_neighbouring_tickets_are_those_of_the_site(cast):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer)
    beside = make.make_ticket(cast.brandt, site=cast.ufer)
    make.make_ticket(cast.brandt, site=cast.lindenhof)
    assert queries.beside(Ticket.objects.all(), ticket) == [beside]
