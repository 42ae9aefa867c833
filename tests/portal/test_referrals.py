"""A customer invites a business partner: mail, one-time link, prospect; the office sees who came by whom."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.mailserver import text_of
from torhaus.customers.models import Contact, Customer
from torhaus.delivery import outbox, post
from torhaus.flows.accept_referral import accept_referral
from torhaus.kernel.errors import Refused
from torhaus.notices.models import OutgoingMail
from torhaus.portal_access.actions import invite, issue_referral_token, refer
from torhaus.portal_access.models import Referral

BOX = "anna@schaetzle.example"
ANSWER = {
    "company": "Weinhandlung",
    "first_name": "Anna",
    "last_name": "Schätzle",
    "phone": "0761 5",
    "message": "Zwei Läden",
}


def referred(cast, **fields):
    values = {"company": "Weinhandlung", "name": "Anna Schätzle", "email": BOX, "message": "Gute Leute"}
    return refer(customer=cast.brandt, by=cast["brandt.all"], **values | fields)


def link_of(row):
    return f"/referral/{issue_referral_token(row)}/"


def test_from_the_form_to_the_prospect(cast, login, mailbox):
    customer = login(cast["brandt.all"])
    sent = {
        "customer": cast.brandt.pk,
        "company": "Weinhandlung",
        "name": "Anna",
        "email": BOX,
        "message": "Gute Leute",
    }
    assert customer.post("/portal/referrals/", sent | {"form_key": "k" * 24}).status_code == 302
    customer.post("/portal/referrals/", sent | {"form_key": "k" * 24})
    assert Referral.objects.count() == 1
    outbox.tell_news()
    post.send_due()
    [mail] = mailbox.to(BOX)
    assert "Gute Leute" in text_of(mail)
    [link] = re.findall(r"/referral/[\w-]{43}/", text_of(mail))
    assert not OutgoingMail.objects.filter(text__contains=link).exists()
    assert Client().get(link).status_code == 200
    assert Client().post(link, ANSWER)["Location"] == "/referral/thanks/"
    prospect = Customer.objects.get(referred_by=cast.brandt)
    assert (prospect.name, prospect.is_prospect, prospect.portal_enabled) == ("Weinhandlung", True, False)
    assert Contact.objects.get(customer=prospect).email == BOX
    outbox.tell_news()
    post.send_due()
    assert [str(mail["Subject"]) for mail in mailbox.to(cast["office1"].email)] == ["Neuer Interessent: Weinhandlung"]
    assert mailbox.to(cast["tech1"].email) == []
    office = login(cast["office1"])
    assert "Empfohlen von" in office.get(f"/office/customers/{prospect.pk}/").text
    assert "hat geantwortet" in office.get(f"/office/customers/{cast.brandt.pk}/portal/").text
    assert "hat geantwortet" in customer.get("/portal/referrals/").text


def test_prospect_can_be_invited(cast):
    prospect = accept_referral(referral=referred(cast), language="de", **ANSWER)
    Customer.objects.filter(pk=prospect.pk).update(portal_enabled=True)
    assert invite(contact=Contact.objects.get(customer=prospect), by=cast["office1"]).email == BOX


def test_get_and_head_consume_nothing_and_a_second_answer_is_gone(cast, client):
    link = link_of(referred(cast))
    client.head(link)
    for _n in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link, ANSWER).status_code == 302
    assert client.post(link, ANSWER).status_code == 410
    assert client.get(link).status_code == 410
    assert Customer.objects.filter(is_prospect=True).count() == 1


def test_expired_unknown_and_blank_links_are_gone(cast, client):
    link = link_of(referred(cast))
    referred(cast, email="b@x.example")  # its token is NULL until the mail is written
    for bad in ("/referral/kurz/", f"/referral/{'x' * 43}/", "/referral/None/", "/referral/%20/"):
        assert client.post(bad, ANSWER).status_code == 410
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert client.post(link, ANSWER).status_code == 410
    assert not Customer.objects.filter(is_prospect=True).exists()
    assert client.post(link, ANSWER).status_code == 302


def test_invitation_token_does_not_open_a_referral_nor_the_other_way_round(cast, client):
    link = link_of(referred(cast))
    assert client.get(link.replace("referral", "invitation")).status_code == 410
    assert client.get(link).status_code == 200


def test_address_and_provider_come_from_the_referral_and_never_from_the_form(cast, client):
    extra = {"email": "boese@x.example", "provider": cast.hofer.pk, "portal_enabled": "on", "is_prospect": ""}
    client.get("/p/hofer/")
    client.post(link_of(referred(cast)), ANSWER | extra)
    prospect = Customer.objects.get(referred_by=cast.brandt)
    assert (prospect.provider, prospect.email, prospect.portal_enabled) == (cast.lindner, BOX, False)


def test_mistake_keeps_what_was_typed(cast, client, login):
    page = client.post(link_of(referred(cast)), ANSWER | {"last_name": ""})
    assert (page.status_code, "Zwei Läden" in page.text) == (422, True)
    page = login(cast["brandt.all"]).post("/portal/referrals/", {"company": "Café", "email": "keine"})
    assert (page.status_code, "Café" in page.text) == (422, True)


def test_nobody_makes_a_mailing_of_it(cast):
    for number in range(5):
        referred(cast, email=f"n{number}@x.example")
    with pytest.raises(Refused):
        referred(cast, email="n6@x.example")


def test_same_address_only_once_and_foreign_customer_never(cast, login):
    referred(cast)
    with pytest.raises(Refused):
        referred(cast, email=BOX.upper())
    page = login(cast["brandt.all"]).post(
        "/portal/referrals/", {"customer": cast.altmann.pk, "company": "X", "email": "x@x.example"}
    )
    assert page.status_code == 422
    assert Referral.objects.count() == 1


def test_own_referrals_only(cast, login):
    referred(cast)
    assert BOX in login(cast["brandt.all"]).get("/portal/referrals/").text
    assert BOX not in login(cast["brandt.colleague"]).get("/portal/referrals/").text


def test_ten_at_once_make_one_prospect(race):
    from tests.cast import make_cast

    cast = make_cast()
    row = referred(cast)
    results = race(*[lambda: accept_referral(referral=row, language="de", **ANSWER)] * 10)
    assert sum(isinstance(result, Customer) for result in results) == 1
    assert {type(result) for result in results} == {Customer, Refused}
    assert race.read(lambda: Customer.objects.filter(is_prospect=True).count()) == 1
