"""Logging in by a link in a mail, and confirming a new mail address."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from torhaus.accounts import mail_links, sessions
from torhaus.accounts.mail_links import Purpose
from torhaus.accounts.models import MailLink, Person
from torhaus.accounts.recovery import set_password
from torhaus.activity.models import Activity
from torhaus.delivery import outbox, post
from torhaus.kernel.mail import Folder
from torhaus.notices.models import OutgoingMail

ASK = "/login/link/"


@pytest.fixture
def link(cast):
    person = cast["brandt.all"]
    return mail_links.issue(person, purpose=Purpose.LOGIN, address=person.email)


def test_known_and_unknown_address_get_the_same_answer_for_the_same_work(cast):
    answers, queries = [], []
    Client().post(ASK, {"email": "vorher@x.example"})  # makes the counter of the network address
    for address in (cast["owner1"].email, "wer@x.example", cast["kita.deactivated"].email):
        with CaptureQueriesContext(connection) as asked:
            answers.append(Client().post(ASK, {"email": address}))
        queries.append([query["sql"][:40] for query in asked if "SAVEPOINT" not in query["sql"]])
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/login/link/sent/")}
    assert queries[0] == queries[1] == queries[2]
    for row in Activity.objects.filter(verb="person.login_link_asked"):
        outbox.tell(row)
    assert list(OutgoingMail.objects.values_list("to_address", "provider_id")) == [(cast["owner1"].email, 0)]


def test_link_of_the_mail_logs_in(cast, client, settings):
    client.post(ASK, {"email": cast["brandt.all"].email.upper()})
    outbox.tell(Activity.objects.get(verb="person.login_link_asked"))
    row = OutgoingMail.objects.get()
    assert "/login/link/" not in row.text
    post.send_due()
    text = Folder(settings.MAIL_DIR).path_of(row.message_id).read_text()
    link = next(word for word in text.split() if "/login/link/" in word)
    assert client.post(link.removeprefix(settings.BASE_URL))["Location"] == "/"
    assert client.get("/")["Location"] == "/portal/"


def test_link_is_kept_hashed(cast, link):
    token = link.split("/")[3]
    kept = MailLink.objects.get()
    assert (len(token), token in str(vars(kept))) == (43, False)


def test_looking_consumes_nothing_and_the_button_works_once(cast, link, client):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert "Jetzt anmelden" in client.get(link).text
    assert Client().get("/portal/").status_code == 302
    assert client.post(link).status_code == 302
    assert client.get("/portal/").status_code == 200
    for method in (Client().get, Client().post):
        assert method(link).status_code == 410


def test_link_ends_after_a_quarter_of_an_hour(cast, link, client):
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=14)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert client.post(link).status_code == 410
    assert client.get("/portal/").status_code == 302


def test_using_one_link_ends_the_others(cast, link, client):
    person = cast["brandt.all"]
    other = mail_links.issue(person, purpose=Purpose.LOGIN, address=person.email)
    strangers = mail_links.issue(cast["owner2"], purpose=Purpose.LOGIN, address=cast["owner2"].email)
    client.post(link)
    assert Client().post(other).status_code == 410
    assert Client().post(strangers).status_code == 302


def test_link_ends_with_the_address_and_with_deactivation(cast, link, client):
    person = cast["brandt.all"]
    Person.objects.filter(pk=person.pk).update(email="neu@x.example")
    assert client.post(link).status_code == 410
    Person.objects.filter(pk=person.pk).update(email=person.email, is_active=False)
    assert client.post(link).status_code == 410
    Person.objects.filter(pk=person.pk).update(is_active=True)
    assert client.post(link).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "..%2f", "\x00" * 43, "ä" * 43])
def test_blank_and_invented_links_open_nothing(cast, link, client, token):
    assert client.post(f"/login/link/{token}/").status_code in (404, 410)
    assert "_auth_user_id" not in client.session


def test_link_of_one_kind_does_not_open_the_other(cast, link, client):
    token = link.split("/")[3]
    assert client.get(f"/email/{token}/").status_code == 410
    assert client.get(f"/team/{token}/").status_code == 410
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.get(link).status_code == 200


def test_links_are_limited_per_mail_box(cast, client):
    for number in range(5):
        client.post(ASK, {"email": cast["owner1"].email}, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert Activity.objects.filter(verb="person.login_link_asked").count() == 3


def test_of_ten_at_once_one_logs_in(race):
    from tests.cast import make_cast

    person = make_cast()["brandt.all"]
    link = mail_links.issue(person, purpose=Purpose.LOGIN, address=person.email)
    answers = race(*[lambda: Client().post(link).status_code] * 10)
    assert sorted(answers) == [302] + [410] * 9


def test_new_address_counts_once_confirmed_and_the_old_one_is_told(cast, client):
    person, old = cast["brandt.all"], cast["brandt.all"].email
    link = mail_links.issue(person, purpose=Purpose.EMAIL, address="neu@brandt.example")
    assert (client.get(link).status_code, Person.objects.get(pk=person.pk).email) == (200, old)
    assert client.post(link)["Location"] == "/email/confirmed/"
    assert Person.objects.get(pk=person.pk).email == "neu@brandt.example"
    assert client.post(link).status_code == 410
    outbox.tell(Activity.objects.get(verb="person.email_changed"))
    assert OutgoingMail.objects.get().to_address == old


def test_taken_address_is_not_confirmed(cast, client):
    taken = cast["owner2"].email
    link = mail_links.issue(cast["brandt.all"], purpose=Purpose.EMAIL, address=taken)
    assert client.post(link).status_code == 410
    assert Person.objects.get(email=taken).pk == cast["owner2"].pk


@pytest.mark.parametrize("how", ["new password", "end of all sessions"])
@pytest.mark.parametrize("purpose", [Purpose.EMAIL, Purpose.LOGIN])
def test_open_links_end_with_the_old_password_and_with_all_sessions(cast, client, how, purpose):
    """Whoever threw a burglar out is not left with a link by which the burglar takes the account over tomorrow."""
    person, old = cast["brandt.all"], cast["brandt.all"].email
    address = old if purpose == Purpose.LOGIN else "einbruch@x.example"
    link = mail_links.issue(person, purpose=purpose, address=address)
    assert client.get(link).status_code == 200
    if how == "new password":
        set_password(person, password="Kiesel-Wolke-Anker-5")
    else:
        sessions.end_all(person)
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert Person.objects.get(pk=person.pk).email == old
