"""The second factor at the login: asked for, counted once, and no way around it."""

import time

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.accounts.stage import code, give_password, protect
from tests.factories import PASSWORD
from torhaus.accounts import factors, mail_links, recovery, sessions, throttle
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity

STEP = "/login/factor/"
WRONG = "000000"


@pytest.fixture
def codes(cast):
    return protect(cast["owner1"])


def test_password_alone_leads_to_the_second_step_and_the_code_in(cast, codes, client):
    assert give_password(client, cast["owner1"], next="/office/tickets/")["Location"] == STEP
    assert client.get(STEP).status_code == 200
    assert client.post(STEP, {"code": code()})["Location"] == "/office/tickets/"
    assert client.get("/office/").status_code == 200


def test_nothing_is_open_between_the_steps(cast, codes, client, login):
    give_password(client, cast["owner1"])
    for address in ("/office/", "/office/account/security/", "/office/settings/staff/", "/office/account/app/"):
        assert login(cast["owner1"]).get(address).status_code in (200, 302), address
        assert client.get(address)["Location"].startswith("/login/"), address
    assert client.get("/")["Location"] == "/login/"
    assert client.post("/office/account/app/removal/")["Location"].startswith("/login/")
    assert "_auth_user_id" not in client.session


def test_second_step_without_the_first_leads_to_the_login(cast, codes, client):
    for answer in (client.get(STEP), client.post(STEP, {"code": code()}), client.post(f"{STEP}options/")):
        assert (answer.status_code, answer["Location"]) == (302, "/login/")


@pytest.mark.parametrize("wrong", [WRONG, "", "a\x00b", "１２３４５６", "9" * 500, "AAAAA-AAAAA"])
def test_wrong_code_is_422_and_opens_nothing(cast, codes, client, wrong):
    give_password(client, cast["owner1"])
    assert client.post(STEP, {"code": wrong}).status_code == 422
    assert client.get("/office/").status_code == 302
    assert client.post(STEP, {"code": code()}).status_code == 302


def test_code_of_the_app_counts_once(cast, codes):
    first, second = Client(), Client()
    now = code()
    for client in (first, second):
        give_password(client, cast["owner1"])
    assert first.post(STEP, {"code": now}).status_code == 302
    assert second.post(STEP, {"code": now}).status_code == 422
    assert second.post(STEP, {"code": code(steps=-1)}).status_code == 422
    assert second.post(STEP, {"code": code(steps=1)}).status_code == 302


def test_recovery_code_counts_once_and_is_told(cast, codes):
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, cast["owner1"])
    assert first.post(STEP, {"code": codes[0].lower().replace("-", " ")}).status_code == 302
    assert second.post(STEP, {"code": codes[0]}).status_code == 422
    assert second.post(STEP, {"code": codes[1]}).status_code == 302
    told = Activity.objects.filter(verb="person.factor_changed", data__what="code_used").values_list(
        "data__left", flat=True
    )
    assert list(told.order_by("pk")) == [9, 8]


def test_codes_of_somebody_else_open_nothing(cast, codes, client):
    others = protect(cast["owner2"])
    give_password(client, cast["owner1"])
    assert client.post(STEP, {"code": others[0]}).status_code == 422
    assert client.post(STEP, {"code": codes[0]}).status_code == 302


def test_every_way_in_asks_for_the_second_factor(cast, codes):
    person = Person.objects.get(pk=cast["owner1"].pk)
    link = mail_links.issue(person, purpose=mail_links.Purpose.LOGIN, address=person.email)
    reset = recovery.issue_link(person, purpose=recovery.Purpose.RESET)
    for path, data in ((link, {}), (reset, {"password": "Kiesel-Wolke-Anker-5"})):
        client = Client()
        assert client.post(path, data)["Location"] == STEP
        assert client.get("/office/").status_code == 302


def test_half_open_login_ends_with_time_password_and_deactivation(cast, codes):
    person = cast["owner1"]
    late, changed, left = Client(), Client(), Client()
    for client in (late, changed, left):
        give_password(client, person)
        assert client.get(STEP).status_code == 200
    with time_machine.travel(time.time() + 901):
        assert late.get(STEP)["Location"] == "/login/"
    assert left.post(f"{STEP}end/")["Location"] == "/login/"
    assert left.get(STEP)["Location"] == "/login/"
    sessions.end_all(person)
    assert changed.post(STEP, {"code": code()})["Location"] == "/login/"
    client = Client()
    give_password(client, person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.post(STEP, {"code": code()})["Location"] == "/login/"


def test_half_open_session_is_short_and_the_whole_one_long(cast, codes, client):
    give_password(client, cast["owner1"])
    assert client.session.get_expiry_age() == 900
    client.post(STEP, {"code": code()})
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_second_step_gives_a_new_session_id(cast, codes, client):
    give_password(client, cast["owner1"])
    before = client.session.session_key
    client.post(STEP, {"code": code()})
    assert client.session.session_key != before
    stolen = Client()
    stolen.cookies["session"] = before
    assert stolen.get("/office/").status_code == 302


def test_guesses_are_counted_and_the_known_browser_still_gets_in(cast, codes):
    owner, attacker = Client(), Client()
    give_password(owner, cast["owner1"])
    assert owner.post(STEP, {"code": codes[0]}).status_code == 302
    owner.post("/logout/")
    for number in range(throttle.PER_ACCOUNT):
        give_password(attacker, cast["owner1"])
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        assert attacker.post(STEP, {"code": WRONG}, **forged).status_code == 422
    assert attacker.post(STEP, {"code": codes[1]}, HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429
    give_password(owner, cast["owner1"])
    assert owner.post(STEP, {"code": codes[1]}).status_code == 302


def test_password_guessing_is_not_forgiven_by_a_half_open_login(cast, codes, client):
    """Only a login that went all the way makes failures forgotten and a browser known."""
    give_password(client, cast["owner1"])
    assert "device" not in client.cookies
    client.post(STEP, {"code": code()})
    assert client.cookies["device"].value


def test_parallel_guesses_share_one_limit(race):
    from tests.cast import make_cast

    cast = make_cast()
    protect(cast["owner1"])
    clients = [Client() for _n in range(16)]
    for client in clients[:8]:
        give_password(client, cast["owner1"])
    for client in clients[8:]:
        client.cookies = clients[0].cookies
    throttle_free = [lambda client=client: client.post(STEP, {"code": WRONG}).status_code for client in clients]
    assert sorted(race(*throttle_free)) == [422] * 10 + [429] * 6


def test_one_recovery_code_at_once_lets_one_in(race):
    from tests.cast import make_cast

    cast = make_cast()
    codes = protect(cast["owner1"])
    used = race(*[lambda: factors.check_code(person=Person.objects.get(pk=cast["owner1"].pk), code=codes[0])] * 10)
    assert sorted(used) == [False] * 9 + [True]


def test_pages_of_the_library_are_not_routed(client):
    for name in ("account_login", "account_reauthenticate", "mfa_index", "mfa_authenticate", "mfa_activate_totp"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in (
        "/accounts/login/",
        "/accounts/2fa/",
        "/_allauth/browser/v1/auth/session",
        "/accounts/password/reset/",
    ):
        assert client.get(path).status_code == 404
    assert "allauth" not in {getattr(pattern, "app_name", "") for pattern in get_resolver().url_patterns}


def test_secrets_do_not_lie_open_in_the_database(cast, codes):
    from allauth.mfa.models import Authenticator

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert (
        "JBSWY3DP" in kept,
        any(code in kept or code.replace("-", "") in kept for code in codes),
        PASSWORD in kept,
    ) == (False, False, False)
