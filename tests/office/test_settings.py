"""Settings: company, look, team, categories."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.files.models import StoredFile
from torhaus.providers.models import Membership, Provider
from torhaus.tickets.models import TicketCategory

COMPANY = {
    "name": "Lindner Gebäudeservice", "legal_name": "Lindner GmbH", "country": "DE", "street": "Hof 1", "postcode": "79100",
    "city": "Freiburg", "tax_number": "06123/45678", "vat_id": "de 136 695 976", "iban": "DE02 1203 0000 0000 2020 51",
    "bic": "", "bank_name": "", "account_holder": "Lindner GmbH", "payment_days": "14", "reply_hours": "24",
}  # fmt: skip
OWNER_ONLY = [
    "/office/settings/",
    "/office/settings/look/",
    "/office/settings/staff/",
    "/office/settings/staff/new/",
    "/office/settings/categories/",
]


@pytest.mark.parametrize("address", OWNER_ONLY)
def test_settings_are_the_owners(cast, login, address):
    assert login(cast["owner1"]).get(address).status_code == 200
    for who in ("office1", "tech1", "brandt.all"):
        assert login(cast[who]).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/login/?next=")


def test_owner_saves_the_company_and_the_bank_fills_itself(cast, login):
    answer = login(cast["owner1"]).post("/office/settings/", COMPANY | {"version": cast.lindner.version})
    assert answer.status_code == 302
    saved = Provider.objects.get(pk=cast.lindner.pk)
    assert (saved.vat_id, saved.bic, saved.bank_name) == ("DE136695976", "BYLADEM1001", "Deutsche Kreditbank Berlin")


def test_wrong_numbers_are_422_with_everything_still_there(cast, login):
    answer = login(cast["owner1"]).post(
        "/office/settings/", COMPANY | {"iban": "DE00 1", "vat_id": "DE1", "city": "Neustadt"}
    )
    assert answer.status_code == 422
    for text in (
        "Diese IBAN kann nicht stimmen",
        "Diese USt-IdNr. kann nicht stimmen",
        'value="Neustadt"',
        'value="DE00 1"',
    ):
        assert text in answer.text
    assert Provider.objects.get(pk=cast.lindner.pk).city == "Freiburg"


def test_second_tab_is_told_and_loses_nothing(cast, login):
    client = login(cast["owner1"])
    version = cast.lindner.version
    client.post("/office/settings/", COMPANY | {"version": version, "city": "Köln"})
    answer = client.post("/office/settings/", COMPANY | {"version": version, "city": "Bonn"})
    assert answer.status_code == 422
    assert 'value="Bonn"' in answer.text
    assert "Köln" in answer.text
    assert Provider.objects.get(pk=cast.lindner.pk).city == "Köln"


def test_plan_is_not_taken_from_the_form(cast, login):
    login(cast["owner3"]).post(
        "/office/settings/", COMPANY | {"plan": "pro", "slug": "neu", "version": cast.basic.version}
    )
    saved = Provider.objects.get(pk=cast.basic.pk)
    assert (saved.plan, saved.slug) == ("basic", "weiss")


def picture(size=(1200, 600), kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#c04020").save(buffer, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", buffer.getvalue())


def test_logo_becomes_a_small_public_png(cast, login):
    client = login(cast["owner1"])
    assert client.post("/office/settings/logo/", {"logo": picture()}).status_code == 302
    provider = Provider.objects.get(pk=cast.lindner.pk)
    stored = StoredFile.objects.get(pk=provider.logo_file_id)
    assert (stored.media_type, stored.width, stored.height) == ("image/png", 512, 256)
    public = Client().get(provider.logo_url)
    assert public["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(b"".join(public.streaming_content))).size == (512, 256)
    assert provider.logo_url in client.get("/office/").text
    client.post("/office/settings/logo/removal/")
    assert Client().get("/p/lindner/logo.png").status_code == 404


@pytest.mark.parametrize(("name", "content"), [("logo.svg", b"<svg/>"), ("logo.png", b"kein Bild"), ("logo.png", b"")])
def test_logo_that_is_no_picture_is_422(cast, login, name, content):
    answer = login(cast["owner1"]).post("/office/settings/logo/", {"logo": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert Provider.objects.get(pk=cast.lindner.pk).logo_file_id is None


def test_colour_is_taken_as_hue(cast, login):
    client = login(cast["owner1"])
    assert (
        client.post("/office/settings/look/", {"colour": "#1a73e8", "version": cast.lindner.version}).status_code == 302
    )
    assert Provider.objects.get(pk=cast.lindner.pk).brand_hue == 258
    assert client.post("/office/settings/look/", {"colour": "blau"}).status_code == 422


def test_owner_adds_a_colleague_once_however_often_the_form_arrives(cast, login):
    client = login(cast["owner1"])
    values = {
        "last_name": "Neu",
        "salutation": "none",
        "role": "technician",
        "email": "neu@lindner.example",
        "form_key": "k" * 24,
    }
    assert [client.post("/office/settings/staff/new/", values).status_code for _n in range(2)] == [302, 302]
    assert Membership.objects.filter(person__email="neu@lindner.example", provider=cast.lindner).count() == 1


def test_colleague_without_mail_needs_a_password(cast, login):
    client = login(cast["owner1"])
    values = {"last_name": "Neu", "salutation": "none", "role": "technician", "username": "lindner.neu"}
    assert client.post("/office/settings/staff/new/", values).status_code == 422
    assert client.post("/office/settings/staff/new/", values | {"password": "kurz"}).status_code == 422
    assert client.post("/office/settings/staff/new/", values | {"password": "Sonne-Apfel-Tisch-9"}).status_code == 302
    taken = client.post("/office/settings/staff/new/", values | {"password": "Sonne-Apfel-Tisch-9"})
    assert taken.status_code == 422
    assert Person.objects.filter(username="lindner.neu").count() == 1


def test_username_that_looks_like_an_address_is_refused(cast, login):
    """It would share the count of failed logins with whoever has that address."""
    values = {"last_name": "Neu", "salutation": "none", "role": "technician", "password": "Vier-zufällige-Wörter"}
    client, victim = login(cast["owner1"]), cast["altmann.all"].email
    answer = client.post("/office/settings/staff/new/", values | {"username": victim})
    assert (answer.status_code, "kein @" in answer.content.decode()) == (422, True)
    assert client.post("/office/settings/staff/new/", values | {"username": "lindner.neu"}).status_code == 302
    assert Person.objects.filter(username="lindner.neu").exists()
    assert not Person.objects.filter(username=victim).exists()


def test_foreign_members_and_categories_are_404(cast, login):
    client = login(cast["owner1"])
    foreign = Membership.objects.get(person=cast["tech2"])
    category = make.make_category(cast.hofer)
    assert login(cast["owner2"]).get(f"/office/settings/staff/{foreign.pk}/").status_code == 200
    for address in (f"staff/{foreign.pk}/", f"categories/{category.pk}/"):
        assert client.get(f"/office/settings/{address}").status_code == 404
    for address in (f"staff/{foreign.pk}/deactivation/", f"categories/{category.pk}/deactivation/"):
        assert client.post(f"/office/settings/{address}").status_code == 404


def test_deactivating_a_colleague_ends_the_session(cast, login):
    colleague = login(cast["office1"])
    member = Membership.objects.get(person=cast["office1"])
    login(cast["owner1"]).post(f"/office/settings/staff/{member.pk}/deactivation/")
    assert colleague.get("/office/").status_code == 302
    cast["office1"].refresh_from_db()
    assert login(cast["office1"]).get("/office/").status_code == 404


def test_categories_are_added_renamed_and_put_away(cast, login):
    client = login(cast["owner1"])
    assert client.post("/office/settings/categories/", {"name": "  Sanitär  "}).status_code == 302
    row = TicketCategory.objects.get(provider=cast.lindner)
    assert row.name == "Sanitär"
    assert client.post("/office/settings/categories/", {"name": "Sanitär"}).status_code == 422
    client.post(f"/office/settings/categories/{row.pk}/", {"name": "Bad", "version": row.version})
    client.post(f"/office/settings/categories/{row.pk}/deactivation/")
    row.refresh_from_db()
    assert (row.name, row.is_active) == ("Bad", False)


@pytest.mark.parametrize(
    ("country", "postcode", "status"),
    [("DE", "7910", 302), ("DE", "791", 422), ("DE", "D-79100", 302), ("DE", "ABCDE", 422), ("AT", "6020", 302)],
)
def test_german_postcode_of_the_company_has_five_digits(cast, login, country, postcode, status):
    fields = COMPANY | {"version": cast.lindner.version, "country": country, "postcode": postcode}
    answer = login(cast["owner1"]).post("/office/settings/", fields)
    assert answer.status_code == status
    if status == 422:
        assert "ist keine deutsche Postleitzahl" in answer.text
        assert f'value="{postcode}"' in answer.text


def test_company_form_marks_what_it_needs_and_speaks_german(cast, login):
    page = login(cast["owner1"]).get("/office/settings/").text
    assert "freiwillig" not in page
    assert page.count("<small>(nötig)</small>") == 7
    assert "Website" in page
    assert "---------" not in page


def test_refused_svg_logo_names_what_is_taken(cast, login):
    drawing = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = login(cast["owner1"]).post("/office/settings/logo/", {"logo": drawing})
    assert answer.status_code == 422
    assert "geht nicht als Logo. Erlaubt sind PNG, JPEG, WebP und GIF" in answer.text
    assert "kein Foto" not in answer.text


@pytest.mark.parametrize(
    ("email", "status"), [("info@müller-söhne.de", 302), ("müller@brandt.example", 422), ("falsch", 422)]
)
def test_mail_addresses_of_company_and_colleagues_may_have_an_umlaut_domain_only(cast, login, email, status):
    client = login(cast["owner1"])
    fields = COMPANY | {"version": cast.lindner.version, "email": email}
    member = {"last_name": "Neu", "salutation": "none", "role": "office", "email": email}
    for address, values in (("/office/settings/", fields), ("/office/settings/staff/new/", member)):
        answer = client.post(address, values)
        assert answer.status_code == status, address
        if "@" in email and status == 422:
            assert "vor dem @ einen Umlaut" in answer.text
            assert email in answer.text
    assert Person.objects.filter(email=email).count() == (1 if status == 302 else 0)
