"""Uploads of every good and bad kind."""

import io

import pytest
from PIL import Image

from tests import factories as make
from tests.files import samples
from torhaus.files import actions, checks, storage
from torhaus.files.models import PendingUpload, StoredFile
from torhaus.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return make.make_provider()


@pytest.fixture
def store(provider):
    def run(name, content, kind="document"):
        return actions.store(provider=provider, upload=samples.upload(name, content), by=None, kind=kind)

    return run


def opened(stored):
    return Image.open(storage.open_blob(stored.sha256))


def refusal(store, name, content, kind="document"):
    with pytest.raises(Refused) as refused:
        store(name, content, kind)
    assert StoredFile.objects.count() == 0
    return str(refused.value)


def test_photo_is_stored_with_size_and_thumbnail(store):
    stored = store("Küche.jpg", samples.picture((3000, 2000)), "image")
    assert (stored.name, stored.media_type, stored.width, stored.height) == ("Küche.jpg", "image/jpeg", 2560, 1707)
    assert opened(stored).size == (2560, 1707)
    assert Image.open(storage.open_blob(stored.thumbnail_sha256)).size == (320, 213)
    assert stored.size == storage.path_of(stored.sha256).stat().st_size


def test_photo_loses_exif_and_stands_upright(store):
    stored = store("quer.jpg", samples.phone_photo(orientation=6), "image")
    image = opened(stored)
    assert image.size == (40, 80)
    assert image.getpixel((20, 10))[0] > 200  # the left half of the sensor is the top now
    assert dict(image.getexif()) == {}
    assert b"SECRETPHONE" not in storage.open_blob(stored.sha256).read()


def test_small_picture_is_not_enlarged(store):
    assert opened(store("klein.png", samples.picture((60, 40), format="PNG"))).size == (60, 40)


def test_transparent_png_stays_transparent(store):
    stored = store("logo.png", samples.picture(format="PNG", mode="RGBA", colour="#00000000"))
    assert opened(stored).mode == "RGBA"
    assert Image.open(storage.open_blob(stored.thumbnail_sha256)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_unusual_colour_modes_become_a_photo(store, mode):
    image = Image.new(mode, (30, 20))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    stored = store("bild.jpg" if mode == "CMYK" else "bild.png", buffer.getvalue())
    assert opened(stored).size == (30, 20)


def test_animation_becomes_a_still_png(store):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    stored = store("blink.gif", buffer.getvalue())
    assert (stored.name, stored.media_type) == ("blink.png", "image/png")


def test_camera_photo_without_extension_gets_one(store):
    assert store("image", samples.picture()).name == "image.jpg"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Angebot.pdf", samples.PDF, "application/pdf"),
        ("Brief.docx", samples.DOCX, checks.OPEN_XML["docx"][1]),
        ("Brief.odt", samples.ODT, "application/vnd.oasis.opendocument.text"),
        ("alt.xls", checks.OLE_MARK + b"\0" * 600, "application/vnd.ms-excel"),
        ("Liste.csv", "Straße;Ort\n".encode("cp1252"), "text/csv"),
        ("Notiz.txt", "Grüße 🔧".encode(), "text/plain"),
    ],
)
def test_documents_are_stored_unchanged(store, name, content, media_type):
    stored = store(name, content)
    assert stored.media_type == media_type
    assert stored.name == name
    assert storage.open_blob(stored.sha256).read() == content


def test_empty_file_is_refused(store):
    assert refusal(store, "leer.jpg", b"") == "„leer.jpg“: Die Datei ist leer."


def test_photo_of_40_mb_is_refused(store):
    huge = samples.picture() + b"\0" * (40 * checks.MEGABYTE)
    assert refusal(store, "riesig.jpg", huge) == "„riesig.jpg“: Die Datei ist zu groß (höchstens 25 MB)."


def test_photo_of_16_mb_is_refused(store):
    large = samples.picture() + b"\0" * (16 * checks.MEGABYTE)
    assert refusal(store, "gross.jpg", large, "image") == "„gross.jpg“: Die Datei ist zu groß (höchstens 15 MB)."


def test_pdf_named_jpg_is_refused(store):
    expected = "„rechnung.jpg“: Die Datei heißt „.jpg“, ist aber eine Datei der Art „PDF“."
    assert refusal(store, "rechnung.jpg", samples.PDF) == expected
    assert refusal(store, "rechnung.jpg", samples.PDF, "image") == expected


def test_photo_named_pdf_is_refused(store):
    assert (
        refusal(store, "foto.pdf", samples.picture())
        == "„foto.pdf“: Die Datei heißt „.pdf“, ist aber eine Datei der Art „JPG“."
    )


def test_png_named_jpg_is_refused(store):
    expected = "„a.jpg“: Die Datei heißt „.jpg“, ist aber eine Datei der Art „PNG“."
    assert refusal(store, "a.jpg", samples.picture(format="PNG")) == expected


@pytest.mark.parametrize("size", [(30_000, 30_000), (9_000, 9_000), (11_000, 11_000)])
def test_picture_of_too_many_pixels_is_refused_by_its_header(store, size):
    expected = "„riesig.png“: Das Bild hat zu viele Bildpunkte (höchstens 40 Megapixel)."
    assert refusal(store, "riesig.png", samples.png_header(*size)) == expected


def test_damaged_photo_is_refused(store):
    cut = samples.picture((800, 600))[:2000]
    assert refusal(store, "kaputt.jpg", cut) == "„kaputt.jpg“: Das Bild ist beschädigt und lässt sich nicht öffnen."


@pytest.mark.parametrize("name", ["bild.svg", "seite.html", "x.exe", "x.xml", "ohne", "foto.jpg.html", "mail.eml"])
def test_other_kinds_are_refused(store, name):
    assert "Diese Art von Datei nehmen wir nicht an." in refusal(store, name, samples.SVG)


@pytest.mark.parametrize("name", ["bild.txt", "bild.csv", "bild.pdf", "bild.docx", "bild.png"])
def test_markup_under_a_harmless_name_is_refused(store, name):
    assert "Der Inhalt passt nicht zur Endung" in refusal(store, name, samples.SVG)


def test_zero_width_characters_do_not_hide_the_extension(store):
    assert "Diese Art von Datei" in refusal(store, "x.svg\u200b", samples.SVG)
    assert "Diese Art von Datei" in refusal(store, "foto.\u202egpj.html", samples.SVG)


def test_heic_gets_a_helpful_word(store):
    assert "als JPEG" in refusal(store, "IMG_1.heic", b"\0\0\0\x18ftypheic" + b"\0" * 100)


def test_macros_and_bombs_in_office_files_are_refused(store, monkeypatch):
    with_macro = samples.office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")
    assert "Makros" in refusal(store, "m.xlsx", with_macro)
    monkeypatch.setattr(checks, "MAX_ENTRIES", 1)
    assert "entpackt zu groß" in refusal(store, "b.docx", samples.DOCX)


def test_document_where_a_photo_is_asked_for_is_refused(store):
    assert "Das ist kein Foto." in refusal(store, "a.pdf", samples.PDF, "image")


def test_own_pdf_is_kept_byte_for_byte(provider):
    stored = actions.keep(provider=provider, name="RE-1.pdf", media_type="application/pdf", content=samples.PDF)
    assert storage.open_blob(stored.sha256).read() == samples.PDF


def test_held_upload_waits_for_its_form(provider):
    person, other = make.make_person(), make.make_person()
    for _attempt in range(2):
        actions.hold(provider=provider, upload=samples.upload("a.pdf", samples.PDF), by=person, form_key="k" * 20)
    [held] = actions.pending(by=person, form_key="k" * 20)
    assert held.file.name == "a.pdf"
    assert StoredFile.objects.count() == 1
    assert list(actions.pending(by=other, form_key="k" * 20)) == []
    assert actions.take_pending(by=other, form_key="k" * 20) == []
    assert actions.take_pending(by=person, form_key="k" * 20) == [(held.file, "")]
    assert actions.take_pending(by=person, form_key="k" * 20) == []


def test_forgotten_uploads_are_swept(provider):
    person = make.make_person()
    held = actions.hold(provider=provider, upload=samples.upload("a.pdf", samples.PDF), by=person, form_key="k" * 20)
    assert actions.sweep() == 0
    PendingUpload.objects.filter(pk=held.pk).update(created_at="2026-01-01T00:00Z")
    assert actions.sweep() == 1


def test_unfinished_uploads_are_bounded_per_person(provider, monkeypatch):
    monkeypatch.setattr(actions, "MAX_PENDING", 2)
    person, other = make.make_person(), make.make_person()

    def hold(by, number):
        upload = samples.upload("a.pdf", samples.PDF + b"%d" % number)
        return actions.hold(provider=provider, upload=upload, by=by, form_key=f"form-{number:020}")

    hold(person, 1)
    hold(person, 2)
    with pytest.raises(Refused, match="nicht abgesendet"):
        hold(person, 3)
    hold(other, 4)
    actions.take_pending(by=person, form_key=f"form-{1:020}")
    hold(person, 5)
    assert PendingUpload.objects.filter(person=person).count() == 2


def test_uploads_of_an_hour_are_bounded_also_when_taken_out_again(provider, monkeypatch):
    monkeypatch.setattr(actions, "UPLOADS_PER_HOUR", 2)
    person = make.make_person()
    for number in (1, 2):
        upload = samples.upload("a.pdf", samples.PDF + b"%d" % number)
        held = actions.hold(provider=provider, upload=upload, by=person, form_key="k" * 20)
        actions.drop_pending(by=person, form_key="k" * 20, ids=[held.pk])
    with pytest.raises(Refused, match="sehr viele Dateien"):
        actions.hold(provider=provider, upload=samples.upload("a.pdf", samples.PDF), by=person, form_key="k" * 20)
