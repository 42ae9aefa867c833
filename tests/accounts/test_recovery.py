"""A forgotten password and a first one, from the wish to the new password."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from torhaus.accounts import recovery
from torhaus.accounts.models import Person
from torhaus.accounts.recovery import Purpose
from torhaus.activity.models import Activity

NEW = "Kiesel-Wolke-Anker-5"


def test_known_and_unknown_address_get_the_same_answer_and_only_one_a_mail(cast):
    answers = [
        Client().post("/password/reset/", {"email": address}) for address in (cast["owner1"].email, "wer@x.example")
    ]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/password/reset/sent/")] * 2
    row = Activity.objects.get(verb="person.reset_asked")
    assert row.data == {"person_id": cast["owner1"].pk, "brand_provider_id": cast.lindner.pk}
    assert row.provider_id == 0


def test_deactivated_person_gets_no_mail(cast, client):
    person = cast["kita.deactivated"]
    client.post("/password/reset/", {"email": person.email})
    assert not Activity.objects.exists()
    Person.objects.filter(pk=person.pk).update(is_active=True)
    client.post("/password/reset/", {"email": person.email})
    assert Activity.objects.get().verb == "person.reset_asked"


def test_mails_are_limited_per_address(cast, client):
    for _n in range(5):
        assert client.post("/password/reset/", {"email": cast["owner1"].email}).status_code == 302
    assert Activity.objects.filter(verb="person.reset_asked").count() == 3


def test_malformed_address_is_422(db, client):
    answer = client.post("/password/reset/", {"email": "keine adresse"})
    assert answer.status_code == 422
    assert "keine adresse" in answer.text


def test_link_sets_a_password_once_and_logs_in(cast, client, login):
    elsewhere = login(cast["owner1"])
    link = recovery.issue_link(cast["owner1"], purpose=Purpose.RESET)
    for _n in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, {"password": NEW})["Location"] == "/"
    assert client.get("/")["Location"] == "/office/"
    assert elsewhere.get("/")["Location"] == "/login/"
    assert Client().post(link, {"password": "Anderes-Wort-77"}).status_code == 410
    assert Client().post("/login/", {"login": cast["owner1"].email, "password": NEW}).status_code == 302


@pytest.mark.parametrize("weak", ["kurz", "password", "12345678901", "a" * 129])
def test_weak_password_is_422_and_keeps_the_link(cast, client, weak):
    link = recovery.issue_link(cast["owner1"], purpose=Purpose.RESET)
    assert client.post(link, {"password": weak}).status_code == 422
    assert client.get(link).status_code == 200


def test_long_password_is_kept_whole(cast, client):
    long = "ä" * 100 + "Ende-Wort-9"
    client.post(recovery.issue_link(cast["owner1"], purpose=Purpose.RESET), {"password": long})
    assert Client().post("/login/", {"login": cast["owner1"].email, "password": long[:-1]}).status_code == 422
    assert Client().post("/login/", {"login": cast["owner1"].email, "password": long}).status_code == 302


def test_link_ends_after_a_day_and_with_a_login(cast, client):
    link = recovery.issue_link(cast["owner1"], purpose=Purpose.RESET)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert client.get(link).status_code == 410
    assert client.get(link).status_code == 200
    client.force_login(cast["owner1"])
    assert Client().get(link).status_code == 410


def test_forged_token_opens_nothing(cast, client):
    link = recovery.issue_link(cast["owner1"], purpose=Purpose.RESET)
    assert client.get(link).status_code == 200
    forged = link[:-4] + ("aaa/" if not link.endswith("aaa/") else "bbb/")
    assert client.get(forged).status_code == 410
