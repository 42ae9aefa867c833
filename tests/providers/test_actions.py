"""Company data, look and staff."""

from decimal import Decimal

import pytest

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.activity.models import Activity
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers import actions, checks
from torhaus.providers.models import Membership, Role


def test_company_change_fills_bank_from_iban_and_is_written_down(cast):
    changed = actions.change_company(
        provider=cast.lindner, by=cast["owner1"], iban="de02 1203 0000 0000 2020 51", bic="", bank_name="", city="Köln"
    )
    assert (changed.iban, changed.bic) == ("DE02120300000000202051", "BYLADEM1001")
    assert changed.bank_name == "Deutsche Kreditbank Berlin"
    row = Activity.objects.get(verb="provider.changed")
    assert row.data["changes"]["city"] == ["Freiburg", "Köln"]
    assert (row.provider_id, row.actor_id) == (cast.lindner.pk, cast["owner1"].pk)


@pytest.mark.parametrize("wrong", ["DE03120300000000202051", "DE02", "hallo", "GB00"])
def test_wrong_iban_is_refused(cast, wrong):
    with pytest.raises(Refused):
        actions.change_company(provider=cast.lindner, by=cast["owner1"], iban=wrong)


def test_foreign_iban_is_taken(cast):
    assert checks.account("AT61 1904 3002 3457 3201").iban == "AT611904300234573201"


@pytest.mark.parametrize("wrong", ["DE123456789", "DE12", "xx"])
def test_wrong_vat_id_is_refused(cast, wrong):
    with pytest.raises(Refused):
        actions.change_company(provider=cast.lindner, by=cast["owner1"], vat_id=wrong)


def test_second_tab_gets_a_conflict(cast):
    read = cast.lindner.version
    actions.change_company(provider=cast.lindner, by=cast["owner1"], version=read, city="Köln")
    with pytest.raises(Conflict):
        actions.change_company(provider=cast.lindner, by=cast["owner1"], version=read, city="Bonn")


def test_plan_cannot_be_set_by_company_data(cast):
    with pytest.raises(TypeError):
        actions.change_company(provider=cast.basic, by=cast["owner3"], plan="pro")


@pytest.mark.parametrize(
    ("colour", "expected"), [("#005b63", (205, Decimal("0.073"))), ("#000000", (0, Decimal("0.0")))]
)
def test_colour_becomes_hue_and_chroma(cast, colour, expected):
    changed = actions.change_look(provider=cast.lindner, by=cast["owner1"], colour=colour)
    assert (changed.brand_hue, changed.brand_chroma) == expected


@pytest.mark.parametrize("colour", ["#ffff00", "#ff0000", "#00ff00", "#1a73e8", "#ffffff"])
def test_every_colour_carries_white_writing(colour):
    hue, chroma = checks.colour(colour)
    assert checks.brand.contrast_with_white(hue=hue, chroma=float(chroma)) >= 4.5
    assert chroma <= Decimal("0.2")


def test_malformed_colour_is_refused(db):
    with pytest.raises(Refused):
        checks.colour("red")


def test_missing_for_invoices_names_what_14_ustg_asks(db):
    provider = make.make_provider(street="", tax_number="", vat_id="", iban="")
    assert checks.missing_for_invoices(provider) == ["Straße und Hausnummer", "IBAN", "Steuernummer oder USt-IdNr."]
    assert checks.missing_for_invoices(make.make_provider()) == []


def test_member_by_mail_gets_no_password_and_an_invitation(cast):
    member = actions.add_member(
        provider=cast.lindner,
        role=Role.TECHNICIAN,
        by=cast["owner1"],
        email=" Neu@Lindner.example",
        first_name="N",
        last_name="Eu",
    )
    assert member.person.email == "neu@lindner.example"
    assert not member.person.has_usable_password()
    verbs = set(Activity.objects.filter(provider_id=cast.lindner.pk).values_list("verb", flat=True))
    assert verbs == {"staff.added", "staff.invited"}


def test_member_with_password_set_once_can_log_in(cast, client):
    actions.add_member(
        provider=cast.lindner, role=Role.OFFICE, by=cast["owner1"], email=None, username="lindner.neu",
        password="Sonne-Apfel-Tisch-9", first_name="N", last_name="Eu",
    )  # fmt: skip
    answer = client.post("/login/", {"login": "lindner.neu", "password": "Sonne-Apfel-Tisch-9"})
    assert answer.status_code == 302
    assert not Activity.objects.filter(verb="staff.invited").exists()


def test_member_who_has_an_account_is_asked_and_keeps_the_password(cast):
    before = cast["owner2"].password
    invited = {"provider": cast.lindner, "role": Role.OFFICE, "by": cast["owner1"], "email": cast["owner2"].email}
    with pytest.raises(Refused):
        actions.add_member(**invited, password="Anderes-Wort-77")
    member = actions.add_member(**invited, last_name="Getippt")
    assert (member.person, member.is_pending, str(member)) == (cast["owner2"], True, "Getippt")
    assert Person.objects.get(pk=cast["owner2"].pk).password == before
    with pytest.raises(Refused):
        actions.add_member(**invited)


def test_deactivated_member_is_out_at_once(cast, login):
    client = login(cast["office1"])
    assert client.get("/")["Location"] == "/office/"
    member = Membership.objects.get(person=cast["office1"])
    actions.set_member_active(member=member, is_active=False, by=cast["owner1"])
    assert client.get("/")["Location"] == "/login/"


def test_last_owner_and_oneself_stay(cast):
    owner = Membership.objects.get(person=cast["owner1"])
    with pytest.raises(Refused):
        actions.set_member_active(member=owner, is_active=False, by=cast["owner1"])
    with pytest.raises(Refused):
        actions.set_member_active(member=owner, is_active=False, by=cast["office1"])
    with pytest.raises(Refused):
        actions.change_member(member=owner, by=cast["owner1"], role=Role.OFFICE, job_title="")
    second = make.make_member(cast.lindner, Role.OWNER)
    actions.change_member(member=owner, by=second.person, role=Role.OFFICE, job_title="Büro")
    assert Membership.objects.get(pk=owner.pk).role == Role.OFFICE
