"""The headers under which files leave the house."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from tests import factories as make
from tests.files import samples
from torhaus.files import actions
from torhaus.files.models import StoredFile
from torhaus.files.serve import file_response, thumbnail_response

pytestmark = pytest.mark.django_db


def stored(name, content):
    return actions.store(provider=make.make_provider(), upload=samples.upload(name, content), by=None)


def body(response):
    return b"".join(response.streaming_content)


def test_photo_is_shown_privately_without_a_life_of_its_own():
    response = file_response(stored("Küche ☂.jpg", samples.picture()), inline=True)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''K%C3%BCche%20%E2%98%82.jpg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"


def test_text_is_never_shown_inline():
    response = file_response(stored("a.txt", b"<b>hallo</b>"), inline=True)
    assert response["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert body(response) == b"<b>hallo</b>"


def test_pdf_is_shown_or_downloaded_as_asked():
    pdf = stored("a.pdf", samples.PDF)
    assert file_response(pdf, inline=True)["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert file_response(pdf, inline=False)["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_browser_that_has_it_gets_304():
    pdf = stored("a.pdf", samples.PDF)
    request = RequestFactory().get("/", headers={"If-None-Match": f'"{pdf.sha256}"'})
    assert file_response(pdf, inline=True, request=request).status_code == 304
    assert file_response(pdf, inline=True, request=RequestFactory().get("/")).status_code == 200


def test_thumbnail_is_a_jpeg_and_missing_elsewhere():
    response = thumbnail_response(stored("a.png", samples.picture(format="PNG")))
    assert response["Content-Type"] == "image/jpeg"
    assert body(response).startswith(b"\xff\xd8")
    with pytest.raises(Http404):
        thumbnail_response(stored("a.pdf", samples.PDF))


def test_lost_blob_is_a_404():
    with pytest.raises(Http404):
        file_response(StoredFile(sha256="0" * 64, media_type="application/pdf", name="x.pdf"), inline=True)


def test_nothing_inside_a_pdf_may_run():
    response = file_response(stored("a.pdf", samples.PDF), inline=True)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
