"""Every address × the whole cast: those whom the table names get in, everybody else sees a 404 or the login."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests import factories as make
from tests.access.table import PUBLIC, ROWS, Row
from tests.access.world import World, make_world
from torhaus.accounts.models import Person
from torhaus.jobs.models import Visit, VisitPerformer
from torhaus.providers.models import Membership, Role

pytestmark = pytest.mark.django_db
ANONYMOUS = "anonymous"
FRIENDLY = "portal:home"  # who has no open portal is led to a page that says so
TWO_SEATS = "owner of Hofer, technician at Lindner"
TO_LOGIN = {ANONYMOUS, "kita.deactivated"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.clients = {key: client_of(made, key) for key in {*made.cast.people, ANONYMOUS}}
        made.clients[TWO_SEATS] = Client(raise_request_exception=True)
        made.clients[TWO_SEATS].force_login(with_two_seats(made))
        yield made
        transaction.set_rollback(True)


def names(resolver=None, space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, space + (f"{entry.namespace}:" if entry.namespace else ""))
        else:
            yield f"{space}{entry.name}"


def test_every_address_stands_in_the_table_once():
    in_table = [row.name for row in ROWS] + list(PUBLIC)
    assert sorted(in_table) == sorted(set(names()))


def client_of(world: World, key: str) -> Client:
    client = Client(raise_request_exception=True)
    if key != ANONYMOUS:
        client.force_login(world.cast[key])
    return client


def with_two_seats(world: World) -> Person:
    """Owns Hofer, and goes to tech1's visits with him at Lindner."""
    person = make.make_person(first_name="Zoe", last_name="Zweifach")
    Membership.objects.create(provider=world.cast.hofer, person=person, role=Role.OWNER)
    seat = Membership.objects.create(provider=world.cast.lindner, person=person, role=Role.TECHNICIAN)
    for visit in Visit.objects.filter(visit_performers__membership__person=world.cast["tech1"]):
        VisitPerformer.objects.create(provider=world.cast.lindner, visit=visit, membership=seat)
    return person


def address(world: World, row: Row) -> str:
    url = reverse(row.name, args=world.args[row.args])
    if row.query:
        name, _, of = row.query.partition("=")
        url += f"?{name}={world.args[of][0]}"
    return url


def answers(row: Row) -> set[int]:
    """How the address answers whoever may get in."""
    if row.leads:
        return {302}
    return {200} if row.method == "get" else {200, 302, 303, 409, 422}


def ask(world: World, key: str, row: Row, method: str):
    """One request with the person's session; whatever it changed is undone, in the database and in the cookie."""
    client = world.clients[key]
    cookies = client.cookies.copy()
    with transaction.atomic():
        data = {name: value.format(lindner=world.cast.lindner.pk) for name, value in row.data}
        answer = getattr(client, method)(address(world, row), data if method == "post" else None)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_others_are_turned_away(world, row):
    wrong = {}
    for key in sorted({*world.cast.people, ANONYMOUS} - row.who):
        for method in ("get", "post"):
            answer = ask(world, key, row, method)
            is_login = key in TO_LOGIN and answer.status_code == 302 and answer["Location"].startswith("/login/")
            is_word = row.name == FRIENDLY and answer.status_code == 302 and answer["Location"] == "/"
            if answer.status_code not in {404, 405} and not is_login and not is_word:
                wrong[f"{key} {method}"] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_those_who_may_get_in(world, row):
    fine = answers(row)
    wrong = {}
    for key in sorted(row.who):
        status = ask(world, key, row, row.method).status_code
        if status not in fine:
            wrong[key] = status
    assert wrong == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_two_staff_seats_open_what_each_opens_alone(world, row):
    """An owner's right at one company opens nothing at another where the person is a technician."""
    answer = ask(world, TWO_SEATS, row, row.method)
    if row.who & {"owner2", "tech1"}:
        assert answer.status_code in answers(row)
    elif row.name == FRIENDLY:
        assert (answer.status_code, answer["Location"]) == (302, "/")
    else:
        assert answer.status_code in {404, 405}
