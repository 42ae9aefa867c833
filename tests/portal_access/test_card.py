"""Access card and QR code: read back by a decoder from what is printed, and no login by itself."""

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from tests import factories as make
from torhaus.portal_access.models import PortalAccess

ADDRESS = "http://localhost:8000/p/lindner/"


def page_of(customer):
    return f"/office/customers/{customer.pk}/portal/card/"


def decoded(pdf: bytes) -> list[str]:
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(("form", "size"), [("", (210, 297)), ("small", (85.6, 54))])
def test_code_on_the_card_leads_to_the_doorstep(cast, login, form, size):
    answer = login(cast["office1"]).get(page_of(cast.brandt), {"format": form})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert decoded(answer.content) == [ADDRESS]
    width, height = pypdfium2.PdfDocument(answer.content)[0].get_size()
    assert (round(width / 72 * 25.4, 1), round(height / 72 * 25.4, 1)) == size
    assert Client().get("/p/lindner/").status_code == 200


def test_card_is_accessible_and_names_the_person_without_password(cast, login):
    access = PortalAccess.objects.get(person=cast["stadtbau.job"])
    answer = login(cast["office1"]).get(page_of(cast.stadtbau), {"access": access.pk})
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "pdfuaid" in str(pdf.Root.Metadata.read_bytes())
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "lindner.stadtbau" in text
    assert "Nebenweg 2" in text
    assert decoded(answer.content) == [ADDRESS]


def test_svg_and_png_hold_the_same_address(cast, login):
    office = login(cast["office1"])
    png = office.get("/office/settings/portal/qr.png")
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png.content)))] == [ADDRESS]
    svg = office.get("/office/settings/portal/qr.svg?download=1")
    assert (svg["Content-Type"], svg["Content-Disposition"]) == (
        "image/svg+xml",
        'attachment; filename="lindner-portal.svg"',
    )
    assert ADDRESS in office.get("/office/settings/portal/").text


def test_code_is_never_a_login(cast, client):
    page = client.get("/p/lindner/")
    assert 'name="password"' in page.text
    assert client.get("/portal/")["Location"].startswith("/login/")


def test_foreign_persons_are_404(cast, login):
    foreign = PortalAccess.objects.get(person=cast["altmann.all"])
    other = PortalAccess.objects.get(person=cast["stadtbau.all"])
    office = login(cast["office1"])
    for access in (foreign, other):
        assert office.get(page_of(cast.brandt), {"access": access.pk}).status_code == 404
    assert office.get(page_of(cast.brandt), {"contact": make.make_contact(cast.altmann).pk}).status_code == 404
    assert office.get(page_of(cast.brandt), {"contact": make.make_contact(cast.brandt).pk}).status_code == 200


def test_same_card_has_the_same_bytes(cast, login):
    office = login(cast["office1"])
    assert office.get(page_of(cast.brandt)).content == office.get(page_of(cast.brandt)).content
