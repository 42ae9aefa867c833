"""Whole answers: pages, fragments, error pages, the brand's style sheet and the shell around them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from torhaus.ui import brand, errors
from torhaus.ui.brand import Brand, contrast_with_white
from torhaus.ui.gallery import gallery
from torhaus.ui.render import page_or_fragment, render_fragment, render_page

pytestmark = [pytest.mark.django_db, pytest.mark.urls("torhaus.ui.urls")]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def get(path: str = "/gallery/", **options: Any) -> Any:
    return RequestFactory().get(path, **options)


def sample(request: Any, **options: Any) -> HttpResponse:
    context = {"error": errors.TEXTS[404], "status": 404}
    return render_page(request, "errors/error.html", context, **options)


@pytest.mark.parametrize("layout", ["portal", "office", "plain"])
def test_every_layout_has_one_heading_a_skip_link_and_no_inline_code(layout: str) -> None:
    html = text(gallery(get(f"/gallery/?layout={layout}")))
    assert html.count("<h1") == 1
    assert '<a class="skip" href="#inhalt">' in html
    assert 'id="inhalt"' in html
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
    assert html.count("<script") == html.count("<script src=") + html.count('<script type="module" src=')


def test_title_of_a_failed_form_begins_with_the_word_error() -> None:
    assert "<title>Bausteine – Lindner</title>" in text(gallery(get()))
    failed = gallery(get("/gallery/?failed=1"))
    assert failed.status_code == 422
    assert "<title>Fehler: Bausteine – Lindner</title>" in text(failed)


def test_fragment_holds_the_block_alone_with_components_and_csrf() -> None:
    context = {"error": errors.TEXTS[404], "status": 404}
    html = text(render_fragment(get(), "errors/error.html", "sheet", context))
    assert "<html" not in html
    assert "<h1>Diese Seite gibt es hier nicht</h1>" in html
    assert 'class="btn btn-1"' in html


@pytest.mark.parametrize(
    ("headers", "is_part"),
    [
        ({}, False),
        ({"HTTP_HX_REQUEST": "true"}, True),
        ({"HTTP_HX_REQUEST": "true", "HTTP_HX_BOOSTED": "true"}, False),
        ({"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}, False),
    ],
)
def test_fragment_goes_only_to_who_asks_for_one(headers: dict[str, str], is_part: bool) -> None:
    context = {"error": errors.TEXTS[404], "status": 404}
    response = page_or_fragment(get(**headers), "errors/error.html", "sheet", context)
    assert ("<html" not in text(response)) is is_part
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("view", "status", "german", "english_lang"),
    [
        (errors.bad_request, 400, "Das konnten wir nicht lesen", 400),
        (errors.forbidden, 403, "Dafür fehlt Ihnen die Berechtigung", 403),
        (errors.not_found, 404, "Diese Seite gibt es hier nicht", 404),
        (errors.server_error, 500, "Da ist etwas schiefgegangen", 500),
        (errors.csrf_failure, 403, "Das Formular ist abgelaufen", 403),
    ],
)
def test_error_page_tells_what_to_do(view: Any, status: int, german: str, english_lang: int) -> None:
    response = view(get())
    assert response.status_code == status
    assert f"<h1>{german}</h1>" in text(response)
    with translation.override("en"):
        assert '<html lang="en"' in text(view(get()))


def test_too_large_upload_has_its_own_words() -> None:
    from django.core.exceptions import RequestDataTooBig

    response = errors.bad_request(get(), RequestDataTooBig())
    assert response.status_code == 413
    assert "Die Dateien sind zu groß" in text(response)


def test_brand_sheet_sets_two_values_and_is_kept_for_a_year() -> None:
    response = brand.brand_css(get("/brand.css?h=30&c=0.12"))
    assert text(response) == "@layer tokens { :root { --brand-h: 30; --brand-c: 0.12; } }\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "h=361&c=0.3", "h=1;}body{&c=0.1}", "h=-1&c=1", "h=٣&c=0.0001", "h=&c="])
def test_brand_sheet_takes_no_other_values(query: str) -> None:
    css = text(brand.brand_css(get("/brand.css?" + query)))
    assert css.startswith("@layer tokens { :root { --brand-h: 205; --brand-c: 0.")
    assert css.count("}") == 2


def test_page_links_the_brand_sheet_only_for_another_colour() -> None:
    request = get()
    request.brand = Brand(name="Müller", hue=30)
    assert '<link rel="stylesheet" href="/brand.css?h=30&amp;c=0.075">' in text(sample(request))
    request = get()
    request.brand = Brand(name="Müller")
    assert "brand.css" not in text(sample(request))
    assert "Müller" in text(sample(request))


@pytest.mark.parametrize(("hue", "chroma"), [(0, 0), (30, 0.12), (110, 0.2), (205, 0.075), (300, 0.2)])
def test_white_writing_can_be_read_on_every_allowed_colour(hue: int, chroma: float) -> None:
    assert contrast_with_white(hue=hue, chroma=chroma) > 4.5


def test_contrast_agrees_with_known_colours() -> None:
    assert contrast_with_white(hue=0, chroma=0, lightness=0) == pytest.approx(21)
    assert contrast_with_white(hue=0, chroma=0, lightness=1) == pytest.approx(1, abs=0.01)
    assert contrast_with_white(hue=29.23, chroma=0.2577, lightness=0.628) == pytest.approx(4.0, abs=0.05)  # #ff0000
