"""Logging in at /login/ and at a provider's doorstep."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from torhaus.accounts import throttle


def log_in(client, login, password=PASSWORD, **more):
    return client.post("/login/", {"login": login, "password": password} | more)


@pytest.mark.parametrize(
    ("who", "lands_on"), [("owner1", "/office/"), ("tech1", "/office/"), ("brandt.all", "/portal/")]
)
def test_login_leads_each_to_their_own_side(cast, client, who, lands_on):
    response = log_in(client, cast[who].email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == lands_on


def test_login_takes_the_address_in_capitals_and_a_username(cast, client):
    assert log_in(client, f" {cast['owner1'].email.upper()} ").status_code == 302
    assert log_in(Client(), "lindner.stadtbau").status_code == 302


def test_wrong_password_and_unknown_and_deactivated_account_get_the_same_answer(cast):
    answers = [
        log_in(Client(), cast["owner1"].email, "falsch-falsch"),
        log_in(Client(), "niemand@mail.example", "falsch-falsch"),
        log_in(Client(), cast["kita.deactivated"].email),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert {"stimmen nicht" in answer.text for answer in answers} == {True}
    assert all("_auth_user_id" not in answer.client.session for answer in answers)


def test_failed_login_keeps_the_name_but_never_the_password(cast, client):
    answer = log_in(client, "niemand@mail.example", "geheim-geheim").text
    assert 'value="niemand@mail.example"' in answer
    assert "geheim-geheim" not in answer


def test_empty_and_malformed_login_is_422(db, client):
    assert log_in(client, "", "").status_code == 422
    assert log_in(client, "a\x00b", "x").status_code == 422


def test_login_makes_a_new_session(cast, client):
    client.get("/login/")
    client.session["x"] = 1
    session = client.session
    session.save()
    client.cookies["session"] = before = session.session_key
    log_in(client, cast["owner1"].email)
    assert client.session.session_key != before
    assert client.session["started_at"] == client.session["seen_at"]


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_login_follows_local_addresses_only(cast, client, foreign):
    assert log_in(Client(), cast["owner1"].email, next="/office/tickets/")["Location"] == "/office/tickets/"
    assert log_in(client, cast["owner1"].email, next=foreign)["Location"] == "/"


def test_eleventh_wrong_password_is_refused_and_the_right_one_too_until_the_window_ends(cast, settings):
    attacker = Client()
    for _try in range(throttle.PER_ACCOUNT):
        assert log_in(attacker, cast["owner1"].email, "falsch-falsch").status_code == 422
    assert log_in(attacker, cast["owner1"].email, "falsch-falsch").status_code == 429
    assert log_in(attacker, cast["owner1"].email).status_code == 429
    assert log_in(attacker, "niemand@mail.example").status_code == 422
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert log_in(attacker, cast["owner1"].email).status_code == 302


def test_known_browser_of_the_owner_stays_open_while_somebody_guesses(cast):
    owner, attacker = Client(), Client()
    assert log_in(owner, cast["owner1"].email).status_code == 302
    owner.post("/logout/")
    for _try in range(throttle.PER_ACCOUNT + 1):
        log_in(attacker, cast["owner1"].email, "falsch-falsch")
    assert log_in(Client(), cast["owner1"].email).status_code == 429
    assert log_in(owner, cast["owner1"].email).status_code == 302


def test_known_browser_stays_open_while_its_network_address_is_used_up(cast, monkeypatch):
    """A colleague's guesses, or a proxy that Torhaus was not told of: the owner shares the address and still gets in."""
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    owner, attacker = Client(), Client()
    assert log_in(owner, cast["owner1"].email).status_code == 302
    owner.post("/logout/")
    for n in range(4):
        log_in(attacker, f"nummer{n}@mail.example", "falsch-falsch")
    assert log_in(Client(), cast["owner1"].email).status_code == 429
    for _try in range(throttle.PER_ACCOUNT - 1):
        assert log_in(owner, cast["owner1"].email, "falsch-falsch").status_code == 422
    assert log_in(owner, cast["owner1"].email).status_code == 302
    assert log_in(owner, cast["brandt.all"].email).status_code == 429


def test_unknown_accounts_are_throttled_like_known_ones(cast, client):
    for _try in range(throttle.PER_ACCOUNT):
        log_in(client, "niemand@mail.example", "falsch-falsch")
    assert log_in(client, "Niemand@mail.example ", "falsch-falsch").status_code == 429


def test_success_forgets_failures(cast, client):
    for _try in range(throttle.PER_ACCOUNT - 1):
        log_in(client, cast["owner1"].email, "falsch-falsch")
    assert log_in(client, cast["owner1"].email).status_code == 302
    client.post("/logout/")
    assert log_in(client, cast["owner1"].email, "falsch-falsch").status_code == 422


def test_one_address_cannot_try_many_accounts(cast, client, monkeypatch):
    monkeypatch.setattr(throttle, "PER_ADDRESS", 5)
    for n in range(5):
        log_in(client, f"nummer{n}@mail.example", "falsch-falsch")
    assert log_in(client, cast["owner1"].email).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert log_in(elsewhere, cast["owner1"].email).status_code == 302


def test_successes_do_not_use_up_an_address(cast, monkeypatch):
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    assert [log_in(Client(), cast["owner1"].email).status_code for _ in range(6)] == [302] * 6


def test_forged_forwarded_header_does_not_change_the_address(cast, client, monkeypatch):
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    for n in range(4):
        client.post(
            "/login/", {"login": f"n{n}@x.example", "password": "falsch"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}"
        )
    assert log_in(client, cast["owner1"].email).status_code == 429


def test_logout_needs_post_and_ends_the_session(cast, client):
    log_in(client, cast["owner1"].email)
    key = client.session.session_key
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    client.cookies["session"] = key
    assert client.get("/")["Location"] == "/login/"


def test_doorstep_wears_the_brand_and_preselects_the_provider(cast, client):
    page = client.get("/p/hofer/")
    assert page.status_code == 200
    assert "Willkommen bei Hofer Haustechnik" in page.text
    response = client.post("/p/hofer/", {"login": cast["both"].email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["portal_provider"] == cast.hofer.pk


def test_unknown_doorstep_is_404(db, client):
    assert client.get("/p/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize("who", ["kita.off", "weber.all"])
def test_customer_without_open_portal_gets_a_friendly_word(cast, login, who):
    client = login(cast[who])
    page = client.get("/")
    assert page.status_code == 200
    assert "zurzeit nicht verfügbar" in page.text


def test_anonymous_start_leads_to_the_login(db, client):
    assert client.get("/")["Location"] == "/login/"
    assert client.head("/login/").status_code == 200


def test_open_session_goes_on_at_another_doorstep_by_post_only(cast, login):
    client = login(cast["both"])
    assert "Weiter zu Hofer Haustechnik" in client.get("/p/hofer/").text
    assert "portal_provider" not in client.session
    assert client.post("/p/hofer/seat/")["Location"] == "/"
    assert client.session["portal_provider"] == cast.hofer.pk


def test_logins_and_denials_are_logged_without_secrets(cast, client, caplog):
    log_in(client, cast["owner1"].email, "falsch-falsch")
    log_in(client, cast["owner1"].email)
    client.post("/logout/")
    lines = [record.getMessage() for record in caplog.records if record.name == "torhaus.login"]
    assert [word for word in ("login_denied", "'login'", "logout") if not any(word in line for line in lines)] == []
    assert not any(secret in line for line in lines for secret in ("falsch-falsch", PASSWORD, cast["owner1"].email))
