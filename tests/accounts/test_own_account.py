"""One's own account on both sides: data, look, password, sessions, another seat."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_access, make_member
from torhaus.accounts.models import Person

NEW = "Kiesel-Wolke-Anker-5"
DATA = {
    "salutation": "ms",
    "first_name": "Miriam",
    "last_name": "Brandt",
    "phone": "0761 1",
    "language": "en",
    "theme": "dark",
}
SIDES = [("office", "office1"), ("portal", "brandt.all")]


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_own_data_language_and_look_are_saved(cast, login, side, who):
    client = login(cast[who])
    assert client.post(f"/{side}/account/", DATA | {"is_operator": "on", "email": "x@x.example"}).status_code == 302
    person = Person.objects.get(pk=cast[who].pk)
    assert (person.last_name, person.language, person.theme) == ("Brandt", "en", "dark")
    assert (person.is_operator, person.email) == (False, cast[who].email)
    page = client.get(f"/{side}/account/").text
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_bad_data_is_422_with_everything_still_there(cast, login, side, who):
    answer = login(cast[who]).post(f"/{side}/account/", DATA | {"last_name": "", "phone": "0761 99"})
    assert answer.status_code == 422
    assert 'value="0761 99"' in answer.text


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_password_change_needs_the_old_one_and_ends_other_sessions(cast, login, side, who):
    here, elsewhere = login(cast[who]), login(cast[who])
    address = f"/{side}/account/password/"
    assert here.post(address, {"old_password": "falsch", "password": NEW}).status_code == 422
    assert here.post(address, {"old_password": PASSWORD, "password": "kurz"}).status_code == 422
    assert here.post(address, {"old_password": PASSWORD, "password": NEW}).status_code == 302
    assert here.get(f"/{side}/account/").status_code == 200
    assert elsewhere.get(f"/{side}/account/").status_code == 302
    assert Client().post("/login/", {"login": cast[who].email, "password": NEW}).status_code == 302


def test_old_password_cannot_be_guessed_behind_an_open_session(cast, login):
    client = login(cast["office1"])
    answers = [
        client.post("/office/account/password/", {"old_password": "falsch", "password": NEW}) for _n in range(11)
    ]
    assert "Zu viele Versuche" in answers[-1].text
    assert client.post("/office/account/password/", {"old_password": PASSWORD, "password": NEW}).status_code == 422


def test_other_sessions_end_and_this_one_stays(cast, login):
    here, elsewhere = login(cast["brandt.all"]), login(cast["brandt.all"])
    here.post("/portal/account/other-sessions/")
    assert here.get("/portal/account/").status_code == 200
    assert elsewhere.get("/portal/account/").status_code == 302


def test_person_of_two_providers_changes_the_seat(cast, login):
    client = login(cast["both"])
    page = client.get("/portal/account/").text
    assert "Lindner Gebäudeservice" in page
    assert "Hofer Haustechnik" in page
    client.post("/portal/seat/", {"provider": cast.hofer.pk})
    assert client.session["portal_provider"] == cast.hofer.pk
    for foreign in (cast.basic.pk, "", "x", 10**30):
        assert client.post("/portal/seat/", {"provider": foreign}).status_code == 404


def test_colleague_of_two_companies_changes_the_seat(cast, login):
    make_member(cast.hofer, email="zwei@x.example")
    person = Person.objects.get(email="zwei@x.example")
    person.memberships.create(provider=cast.lindner, role="office")
    client = login(person)
    client.post("/office/seat/", {"provider": cast.lindner.pk})
    assert "Lindner Gebäudeservice" in client.get("/office/").text


def test_person_of_both_sides_finds_the_way_over(cast, login):
    make_access(cast.altmann, cast["office1"])
    client = login(cast["office1"])
    assert 'href="/portal/"' in client.get("/office/account/").text
    assert 'href="/office/"' in client.get("/portal/account/").text
    assert 'href="/portal/"' not in login(cast["owner1"]).get("/office/account/").text


def test_parallel_guesses_share_one_limit(race):
    from tests.cast import make_cast

    cast = make_cast()
    data = {"login": cast["owner1"].email, "password": "falsch-falsch"}
    answers = race(*[lambda: Client().post("/login/", data).status_code] * 16)
    assert sorted(answers) == [422] * 10 + [429] * 6
