"""Answers with a stored file. Whether the viewer may have it was decided before, by the row that uses the file."""

import io
import logging
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from torhaus.files import storage
from torhaus.files.models import StoredFile

INLINE = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Nothing inside a file may run, load or be framed, and it has no origin; Chromium's PDF viewer starts under it."""
log = logging.getLogger(__name__)


def file_response(stored: StoredFile, *, inline: bool, request: HttpRequest | None = None) -> HttpResponse:
    """The file for download, or shown in the browser when `inline` and it is a picture or a PDF.

    With `request`, a browser that has it already gets 304 (after the access check that was made for this answer).
    """
    is_shown = inline and stored.media_type in INLINE
    return _answer(stored.sha256, media_type=stored.media_type, name=stored.name, is_shown=is_shown, request=request)


def thumbnail_response(stored: StoredFile, *, request: HttpRequest | None = None) -> HttpResponse:
    """The small picture (JPEG, at most 320 px); 404 for a file that has none."""
    if not stored.thumbnail_sha256:
        raise Http404
    return _answer(
        stored.thumbnail_sha256, media_type="image/jpeg", name="thumbnail.jpg", is_shown=True, request=request
    )


def bytes_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Bytes that were made for this answer and are kept nowhere, shown in the browser."""
    response: Any = FileResponse(io.BytesIO(content), as_attachment=False, filename=name, content_type=media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response  # type: ignore[no-any-return]


def _answer(sha256: str, *, media_type: str, name: str, is_shown: bool, request: HttpRequest | None) -> HttpResponse:
    etag = quote_etag(sha256)
    known: Any = get_conditional_response(request, etag=etag) if request is not None else None
    response: HttpResponse = known or _body(sha256, media_type=media_type, name=name, is_shown=is_shown)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def _body(sha256: str, *, media_type: str, name: str, is_shown: bool) -> Any:
    try:
        blob = storage.open_blob(sha256)
    except FileNotFoundError as error:
        log.error("blob_missing", extra={"sha256": sha256})
        raise Http404 from error
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return FileResponse(blob, as_attachment=not is_shown, filename=name, content_type=f"{media_type}{charset}")
