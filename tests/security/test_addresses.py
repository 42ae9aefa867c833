"""Addresses that leave the house come from the configuration, never from what a browser claims."""

import pytest

from tests import factories as make
from torhaus.accounts.actions import ask_for_reset
from torhaus.kernel import queue

CLAIMED = {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https"}


@pytest.mark.parametrize(
    ("who", "address"), [("office1", "/office/customers/{customer}/portal/"), ("brandt.all", "/portal/visits/{visit}/calendar.ics")]
)  # fmt: skip
def test_addresses_to_pass_on_name_the_configured_host(cast, login, settings, who, address):
    settings.BASE_URL = "https://portal.example"
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer))
    answer = login(cast[who]).get(address.format(customer=cast.brandt.pk, visit=visit.pk), **CLAIMED)
    page = answer.content.decode().replace("\r\n ", "")
    assert (answer.status_code, "https://portal.example/p" in page) == (200, True)
    assert ("127.0.0.1" in page, "evil.example" in page) == (False, False)


def test_foreign_host_is_refused(cast, client):
    assert client.get("/login/", HTTP_HOST="127.0.0.1").status_code == 200
    assert client.get("/login/", HTTP_HOST="evil.example").status_code == 400


def test_reset_mail_names_the_configured_host(cast, client, mailbox):
    client.post("/password/reset/", {"email": cast["brandt.all"].email}, **CLAIMED)
    ask_for_reset(person=cast["office1"], provider_id=cast.lindner.pk)
    queue.run_until_idle()
    texts = [message.as_string() for message in mailbox.arrived]
    assert len(texts) == 2
    assert all("http://localhost:8000/password/reset/" in text and "evil.example" not in text for text in texts)
