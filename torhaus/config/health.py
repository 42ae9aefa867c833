"""Is this process alive (`/healthz`), and can the installation do its work (`/readyz`)? Open to everybody, says no secrets."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from torhaus.kernel import queue

LEAST_FREE_BYTES = 100 * 1024 * 1024


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, worker and disk are well, else 503; each named."""
    parts = {"database": _database(), "worker": _worker(), "disk": _disk()}
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if is_ready else "failed", **parts}, status=200 if is_ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _worker() -> str:
    try:
        return "ok" if queue.is_worker_alive() else "no sign of life"
    except DatabaseError:
        return "unknown"


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "ok" if free >= LEAST_FREE_BYTES else "almost full"
