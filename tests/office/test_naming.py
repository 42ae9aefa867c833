"""Before an answer names a performer whom the customer may not see, the office is asked; no JavaScript needed."""

import html

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.access.naming import hidden_names
from torhaus.providers.actions import add_member
from torhaus.providers.models import Membership, Role
from torhaus.tickets.models import TicketMessage

KEY = "formkey-0123456789abcd"


@pytest.fixture
def ticket(cast):
    return make.make_ticket(cast.brandt, site=cast.ufer)


def send(cast, login, ticket, body, **more):
    data = {"kind": "answer", "body": body, "form_key": KEY, **more}
    return login(cast["office1"]).post(f"/office/tickets/{ticket.pk}/messages/", data)


def show(cast, how):
    cast.brandt.show_performers = how
    cast.brandt.save()


@pytest.mark.parametrize(
    ("how", "body", "asked"),
    [
        ("full", "Herr Aydın kommt", False),
        ("first", "Tarek kommt", False),
        ("first", "Herr Aydin kommt", True),
        ("team", "Tarek kommt", True),
        ("team", "Das ist Tareks Werkzeug", True),
        ("hidden", "TAREK AYDIN", True),
        ("hidden", "Ta\u200brek kommt", True),
        ("hidden", "Wir kommen am Dienstag", False),
    ],
)
def test_the_office_is_asked_before_a_hidden_name_is_sent(cast, login, ticket, how, body, asked):
    show(cast, how)
    answer = send(cast, login, ticket, body)
    assert answer.status_code == (422 if asked else 302)
    assert TicketMessage.objects.filter(ticket=ticket).exists() is not asked


def test_nothing_typed_is_lost_and_sending_anyway_sends_once(cast, login, ticket):
    show(cast, "hidden")
    answer = send(cast, login, ticket, "Tarek kommt\num neun", asks="1")
    page = html.unescape(answer.content.decode())
    assert "Der Text nennt Tarek Aydın" in page
    assert "Tarek kommt\num neun</textarea>" in page
    assert 'name="asks" value="1" checked' in page
    assert 'name="anyway" value="1"' in page
    for _ in range(2):
        assert send(cast, login, ticket, "Tarek kommt\num neun", asks="1", anyway="1").status_code == 302
    assert [message.body for message in TicketMessage.objects.filter(ticket=ticket)] == ["Tarek kommt\num neun"]


def test_internal_notes_may_name_everybody(cast, login, ticket):
    show(cast, "hidden")
    assert send(cast, login, ticket, "Tarek nimmt die Leiter mit", kind="note").status_code == 302


def test_umlauts_are_found_in_every_spelling(cast):
    make.make_member(cast.lindner, Role.TECHNICIAN, first_name="Jörg", last_name="Groß-Müller")
    for text in ("Jörg", "Joerg", "Jorg", "JÖRG", "Jo\u0308rg", "Gross", "Groß", "Muellers", "MÜLLER"):
        assert hidden_names(f"Es kommt {text}.", customer=_hidden(cast), site=None) == ["Jörg Groß-Müller"], text
    assert hidden_names("Es kommt jemand, größer als die Mühle.", customer=_hidden(cast), site=None) == []


def _hidden(cast):
    cast.brandt.show_performers = "hidden"
    return cast.brandt


def test_a_performer_signs_answers_as_far_as_the_customer_sees_performers(cast, login, ticket):
    """Jonas plans in the office and also does a visit here; Selin never comes."""
    member = Membership.objects.get(person=cast["office1"])
    make.make_visit(make.make_job(cast.brandt, site=cast.ufer), (member,))
    for key in ("office1", "owner1"):
        TicketMessage.objects.create(
            provider=cast.lindner, ticket=ticket, author=cast[key], author_name=str(cast[key]), is_from_office=True,
            body="Guten Tag",
        )  # fmt: skip

    def page(how):
        show(cast, how)
        return login(cast["brandt.all"]).get(f"/portal/tickets/{ticket.pk}/").content.decode()

    assert "Jonas Keller" in page("full")
    assert "Jonas" in page("first")
    for how in ("first", "team", "hidden"):
        assert "Keller" not in page(how)
        assert "Selin Lindner" in page(how)


def test_invited_technician_is_not_named_before_they_accept(cast, login, ticket):
    """Else a text full of common names would tell in which name the account of an invited address runs."""
    show(cast, "hidden")
    address = cast["owner2"].email
    add_member(provider=cast.lindner, role=Role.TECHNICIAN, by=cast["owner1"], email=address, last_name="Unbekannt")
    assert hidden_names("Max Hofer, Tarek", customer=cast.brandt, site=cast.ufer) == ["Tarek Aydın"]
    Membership.objects.filter(person=cast["owner2"], provider=cast.lindner).update(accepted_at=timezone.now())
    found = hidden_names("Max Hofer, Tarek", customer=cast.brandt, site=cast.ufer)
    assert found == ["Tarek Aydın", "Max Hofer"]
