"""A session brings its person along, and dies when it should."""

import pytest
from django.test import Client

from torhaus.accounts import sessions
from torhaus.accounts.models import Person, PersonSession


def test_session_and_person_cost_one_query(cast, login, django_assert_num_queries):
    client = login(cast["owner1"])
    client.get("/office/")
    with django_assert_num_queries(1):
        client.get("/office/nothing/here/", headers={"cookie": f"session={client.cookies['session'].value}"})


def test_session_knows_its_person(cast, login):
    login(cast["owner1"])
    assert PersonSession.objects.get().person == cast["owner1"]


@pytest.mark.parametrize("end", ["generation", "inactive", "password"])
def test_open_session_ends_at_the_next_request(cast, login, end):
    person: Person = cast["owner1"]
    client: Client = login(person)
    assert client.get("/office/").status_code == 200
    if end == "generation":
        sessions.end_all(person)
    if end == "inactive":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    if end == "password":
        person.set_password("Neuer-Regenschirm-43")
        person.save()
    assert client.get("/office/").status_code == 302
