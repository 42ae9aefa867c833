"""„Anmeldung und Sicherheit“ in both faces: factors, address, devices; and the password that is asked again."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tests.accounts.stage import code, confirm, give_password, protect
from tests.factories import PASSWORD
from torhaus.accounts import factors
from torhaus.accounts.models import Person, PersonSession
from torhaus.activity.models import Activity
from torhaus.delivery import outbox
from torhaus.notices.models import OutgoingMail

SIDES = [("office", "owner1"), ("portal", "brandt.all")]
AGAIN = ["email/", "app/", "passkeys/new/"]
AGAIN_POST = ["app/removal/", "recovery-codes/", "recovery-codes/file/", "passkeys/options/", "passkeys/1/removal/"]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


def told(person):
    for row in Activity.objects.filter(verb__startswith="person.", told_at=None):
        outbox.tell(row)
    return list(OutgoingMail.objects.filter(to_address=person.email).order_by("pk"))


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_every_change_asks_for_the_password_again(cast, login, side, who):
    client, base = login(cast[who]), f"/{side}/account/"
    for page in AGAIN:
        assert client.get(base + page)["Location"].startswith(f"{base}confirmation/?next="), page
    for page in AGAIN_POST:
        assert client.post(base + page)["Location"].startswith(f"{base}confirmation/"), page
    assert client.post(f"{base}confirmation/", {"password": "falsch"}).status_code == 422
    assert client.get(f"{base}app/").status_code == 302
    confirm(client, side)
    for page in AGAIN:
        assert client.get(base + page).status_code == 200, page
    with time_machine.travel(timezone.now().timestamp() + 601):
        assert client.get(f"{base}app/").status_code == 302


def test_confirmation_leads_on_within_the_account_only(cast, login):
    client = login(cast["owner1"])
    for foreign in (
        "https://evil.example/",
        "//evil.example",
        "/office/settings/",
        "/portal/account/",
    ):
        answer = client.post("/office/account/confirmation/", {"password": PASSWORD, "next": foreign})
        assert answer["Location"] == "/office/account/security/", foreign
    answer = client.post("/office/account/confirmation/", {"password": PASSWORD, "next": "/office/account/app/"})
    assert answer["Location"] == "/office/account/app/"


def test_confirmation_cannot_be_guessed(cast, login):
    client = login(cast["owner1"])
    for _try in range(10):
        assert client.post("/office/account/confirmation/", {"password": "falsch"}).status_code == 422
    assert "Zu viele" in client.post("/office/account/confirmation/", {"password": PASSWORD}).text


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_app_is_set_up_with_a_real_code_and_codes_are_shown_once(cast, login, side, who):
    client, elsewhere = login(cast[who]), login(cast[who])
    confirm(client, side)
    page = client.get(f"/{side}/account/app/").text
    assert ("<svg" in page, "style=" in page.split("<svg")[1].split("</svg>")[0]) == (True, False)
    setup = re.search(r'name="setup" value="([^"]+)"', page)[1]
    secret = re.search(r"<dd>([A-Z2-7 ]{39})", page)[1].replace(" ", "")
    wrong = client.post(f"/{side}/account/app/", {"setup": setup, "code": "000000"})
    assert (wrong.status_code, secret[:4] in wrong.text, setup.split(":")[0] in wrong.text) == (422, True, True)
    shown = client.post(f"/{side}/account/app/", {"setup": setup, "code": code(secret)})
    codes = re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", shown.text)
    assert (shown.status_code, len(set(codes))) == (200, 10)
    assert codes[0] not in client.get(f"/{side}/account/security/").text
    assert elsewhere.get(f"/{side}/").status_code == 302
    file = client.post(f"/{side}/account/recovery-codes/file/", {"codes": " ".join(codes)})
    assert (file["Content-Disposition"], all(one in file.text for one in codes)) == (
        'attachment; filename="torhaus-codes.txt"',
        True,
    )
    assert client.post(f"/{side}/account/recovery-codes/file/", {"codes": "AAAAA-AAAAA"}).status_code == 404
    assert [mail.subject for mail in told(cast[who])] == ["Änderung an Ihrer Anmeldung"] * 2


def test_secret_of_somebody_else_or_none_is_not_taken(cast, login):
    theirs = login(cast["owner2"])
    confirm(theirs, "office")
    foreign = re.search(r'name="setup" value="([^"]+)"', theirs.get("/office/account/app/").text)[1]
    client = login(cast["owner1"])
    confirm(client, "office")
    for setup in (foreign, "", "x", "a:b:c"):
        assert client.post("/office/account/app/", {"setup": setup, "code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_new_codes_end_the_old_ones_and_removal_ends_all(cast, login):
    old = protect(cast["owner1"])
    client = login(cast["owner1"])
    confirm(client, "office")
    new = re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", client.post("/office/account/recovery-codes/").text)
    assert [factors.check_code(person=cast["owner1"], code=one) for one in (old[0], new[0])] == [False, True]
    assert client.post("/office/account/app/removal/").status_code == 302
    person = Person.objects.get(pk=cast["owner1"].pk)
    assert (person.has_second_factor, Authenticator.objects.count()) == (False, 0)
    assert give_password(Client(), person)["Location"] == "/"


def test_passkeys_of_somebody_else_are_404(cast, login):
    data = {"name": "Diensthandy", "credential": {}}
    key = Authenticator.objects.create(user=cast["owner2"], type="webauthn", data=data)
    for who, status in (("owner2", 200), ("owner1", 404)):
        client = login(cast[who])
        confirm(client, "office")
        assert client.get(f"/office/account/passkeys/{key.pk}/").status_code == status
    assert client.post(f"/office/account/passkeys/{key.pk}/removal/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "null", "7", '"x"', '{"id": 1}', '{"response": {"userHandle": "MQ"}}', "x" * 30000]
)
def test_malformed_answers_of_a_device_are_422(cast, login, client, answer):
    assert client.post("/login/passkey/options/").status_code == 200
    assert client.post("/login/passkey/", {"credential": answer}).status_code == 422
    inside = login(cast["owner1"])
    confirm(inside, "office")
    inside.post("/office/account/passkeys/options/")
    assert inside.post("/office/account/passkeys/new/", {"name": "Handy", "credential": answer}).status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_address_is_asked_for_and_answered_alike_if_taken(cast, login, side, who):
    client = login(cast[who])
    confirm(client, side)
    for address in ("frei@x.example", cast["altmann.all"].email):
        answer = client.post(f"/{side}/account/email/", {"email": address})
        assert (answer.status_code, answer["Location"]) == (302, f"/{side}/account/security/")
    assert client.post(f"/{side}/account/email/", {"email": "keine"}).status_code == 422
    asked = Activity.objects.filter(verb="person.email_asked").values_list("data__address", flat=True)
    assert list(asked.order_by("pk")) == ["frei@x.example", cast["altmann.all"].email]


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_devices_are_listed_and_ended_one_by_one(cast, side, who):
    here, phone = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": IPHONE})
    for client in (here, phone):
        give_password(client, cast[who])
    page = here.get(f"/{side}/account/security/").text
    assert all(word in page for word in ("Firefox auf Linux", "Safari auf iPhone", "127.0.0.1", "dieses Gerät"))
    assert phone.session.session_key not in page
    [ending] = re.findall(rf"/{side}/account/sessions/[0-9a-f]+/ending/", page)
    stranger = Client()
    give_password(stranger, cast["both" if side == "portal" else "owner2"])
    assert stranger.post(ending).status_code == 404
    assert here.post(ending).status_code == 302
    assert phone.get(f"/{side}/").status_code == 302
    assert here.get(f"/{side}/").status_code == 200
    assert "Safari auf iPhone" not in here.get(f"/{side}/account/security/").text


def test_ended_sessions_are_gone_from_the_list_and_the_database(cast, login):
    person = cast["owner1"]
    here = login(person)
    others = [login(person) for _n in range(3)]
    assert here.get("/office/account/security/").text.count("/ending/") == 3
    here.post("/office/account/other-sessions/")
    assert here.get("/office/account/security/").text.count("/ending/") == 0
    assert PersonSession.objects.filter(person=person).count() == 1
    assert [client.get("/office/").status_code for client in others] == [302] * 3


def test_new_device_is_told_and_the_known_one_is_not(cast):
    person, known = cast["brandt.all"], Client(headers={"User-Agent": FIREFOX})
    give_password(known, person)
    assert told(person) == []
    known.post("/logout/")
    give_password(known, person)
    assert told(person) == []
    give_password(Client(headers={"User-Agent": IPHONE}), person)
    [mail] = told(person)
    assert (mail.subject, "Safari auf iPhone" in mail.text, mail.provider_id) == (
        "Anmeldung von einem neuen Gerät",
        True,
        0,
    )


def test_browser_of_several_people_is_known_to_each(cast):
    shared = Client()
    for who in ("brandt.all", "owner1", "brandt.all", "owner1"):
        give_password(shared, cast[who])
        shared.post("/logout/")
    assert told(cast["brandt.all"]) == told(cast["owner1"]) == []


def test_changed_password_is_told(cast, login):
    client = Client()
    give_password(client, cast["owner1"])
    client.post("/office/account/password/", {"old_password": PASSWORD, "password": "Kiesel-Wolke-Anker-5"})
    assert [mail.subject for mail in told(cast["owner1"])] == ["Ihr Passwort wurde geändert"]
