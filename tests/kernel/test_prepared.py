"""A prepared query gives what the queryset itself gives, with any values, and asks once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from torhaus.accounts.models import Person
from torhaus.kernel.prepared import Prepared
from torhaus.providers.models import Membership

pytestmark = pytest.mark.django_db


def members_of(person_id: int):
    return Membership.objects.filter(person=person_id, is_active=True).select_related("provider").order_by("id")


def test_rows_are_those_of_the_queryset(cast: Cast) -> None:
    prepared = Prepared(members_of, int)
    for person in Person.objects.order_by("id"):
        assert [columns(row) for row in prepared.fetch(person.pk)] == [columns(row) for row in members_of(person.pk)]


def columns(member: Membership) -> list[dict]:
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in (member, member.provider)]


def test_one_query_brings_the_related_row_along(cast: Cast) -> None:
    prepared = Prepared(members_of, int)
    member = Membership.objects.filter(is_active=True).select_related("provider")[0]
    with CaptureQueriesContext(connection) as asked:
        found = prepared.fetch(member.person_id)
        assert member.provider.name in {row.provider.name for row in found}
    assert len(asked) == 1


def test_words_that_look_like_sql_are_values() -> None:
    prepared = Prepared(lambda name: Person.objects.filter(last_name=name).only("last_name"), str)
    person = Person.objects.create_user(email="o@neill.example", last_name="O'Neill\" OR 1=1 --%s")
    assert prepared.fetch(person.last_name) == [person]
    assert prepared.fetch("O'Neill") == []
