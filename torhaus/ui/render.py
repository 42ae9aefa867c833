"""The three ways in which a view answers with HTML: a page, a fragment of one, or whichever the browser asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from jinja2_fragments import render_block

FAILED = {400, 409, 422}


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The whole page. A status of 400, 409 or 422 puts „Fehler:“ in front of its title."""
    request.has_failed = status in FAILED  # type: ignore[attr-defined]
    html = engines["jinja2"].get_template(template).render(context or {}, request)
    return HttpResponse(html, status=status)


def render_fragment(
    request: HttpRequest, template: str, block: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """One block of a page, with all that the page itself would know (request, CSRF, context processors)."""
    request.has_failed = status in FAILED  # type: ignore[attr-defined]
    engine: Any = engines["jinja2"]
    values = dict(context or {})
    values["request"] = request
    for processor in engine.template_context_processors:
        values |= processor(request)
    return HttpResponse(render_block(engine.env, template, block, values), status=status)


def page_or_fragment(
    request: HttpRequest, template: str, block: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The block for an htmx swap; the page for everybody else, also for htmx' boosted visits and restored history."""
    if wants_fragment(request):
        response = render_fragment(request, template, block, context, status=status)
    else:
        response = render_page(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    return response


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    headers = request.headers
    is_whole = "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    return headers.get("HX-Request") == "true" and not is_whole
