"""An import's way: taken in, checked by a dry run, carried out, forgotten. Small files at once, large ones by the worker."""

import datetime as dt
import io
import json
import zlib
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.customers.checks import clean_text
from torhaus.customers.importing import engine, reading
from torhaus.customers.importing.result import Result, Unreadable
from torhaus.customers.models import Import, ImportStatus
from torhaus.kernel import queue
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider

SMALL_TEXT, SMALL_PACKED = (
    100_000,
    600_000,
)  # bytes unpacked; a dry run of these takes below a second: done while one waits
SMALL_LINES = 200
KEEP = dt.timedelta(days=7)


def submit(*, provider: Provider, by: Person, stream: BinaryIO, filename: str) -> Import:
    """Keep an uploaded file; a large one is checked by the worker. Refused when it cannot be a table at all."""
    content = stream.read(reading.MAX_BYTES + 1)
    try:
        reading.sheets_of(io.BytesIO(content), filename=filename)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from None
    with transaction.atomic():
        row = Import.objects.create(
            provider=provider,
            person=by,
            filename=clean_text(filename)[-200:],
            size=len(content),
            content=content,
        )
        if not _is_small(content):
            _tasks().check_import.enqueue(import_id=row.pk)
    return row


def check_if_small(row: Import) -> None:
    """While the person waits, outside the transaction that took the file in."""
    if _is_small(row.content or b""):
        check(import_id=row.pk)


def _is_small(content: bytes | memoryview) -> bool:
    limit = SMALL_PACKED if bytes(content[:2]) == b"PK" else SMALL_TEXT
    return len(content) <= limit and reading.unpacked_size(bytes(content)) <= limit


@transaction.atomic
def confirm(*, row: Import) -> None:
    """Carry out a checked import; a second confirmation is harmless."""
    fresh = Import.objects.select_for_update().get(pk=row.pk)
    if fresh.status in {ImportStatus.QUEUED, ImportStatus.DONE}:
        return
    if fresh.status != ImportStatus.CHECKED or fresh.content is None:
        raise Refused(_("Diese Datei liegt nicht mehr vor. Bitte laden Sie sie noch einmal hoch."))
    Import.objects.filter(pk=row.pk).update(status=ImportStatus.QUEUED, lines_done=0)
    if fresh.lines_total > SMALL_LINES:
        _tasks().carry_out_import.enqueue(import_id=row.pk)


def check(*, import_id: int) -> None:
    """The dry run; may be done again."""
    row = Import.objects.select_related("provider", "person").get(pk=import_id)
    if row.status != ImportStatus.NEW or row.content is None:
        return
    try:
        result = _run(row, dry_run=True)
    except Unreadable as unreadable:
        Import.objects.filter(pk=row.pk).update(
            status=ImportStatus.UNREADABLE, message=str(unreadable)[:500], content=None, finished_at=timezone.now()
        )
        return
    _finish(row, result, status=ImportStatus.CHECKED, lines_total=result.total("lines"))


def carry_out(*, import_id: int) -> None:
    """The import itself. Killed half-way it starts anew: what is in already counts as unchanged."""
    row = Import.objects.select_related("provider", "person").get(pk=import_id)
    if row.status != ImportStatus.QUEUED or row.content is None:
        return
    _finish(row, _run(row, dry_run=False), status=ImportStatus.DONE, content=None)


def carry_out_if_small(row: Import) -> None:
    """While the person waits, outside the transaction that confirmed."""
    if row.lines_total <= SMALL_LINES:
        carry_out(import_id=row.pk)


def rejected_sheets(row: Import) -> list[str]:
    """The bad lines of each sheet as CSV text; empty where a sheet has none."""
    return json.loads(zlib.decompress(row.rejected)) if row.rejected else []


def forget_old() -> int:
    """Take contents and bad lines off imports that nobody needs any more; they hold personal data."""
    old = Import.objects.filter(created_at__lt=timezone.now() - KEEP).exclude(content=None, rejected=None)
    return old.update(content=None, rejected=None)


def _run(row: Import, *, dry_run: bool) -> Result:
    def progress(lines: int) -> None:
        Import.objects.filter(pk=row.pk).update(lines_done=lines)
        queue.breathe()

    with translation.override(row.person.language if row.person else "de"):
        return engine.run(
            provider=row.provider, stream=io.BytesIO(row.content or b""), filename=row.filename, by=row.person, dry_run=dry_run,
            progress=progress,
        )  # fmt: skip


def _finish(row: Import, result: Result, **columns: object) -> None:
    texts = [sheet.rejected_csv() if sheet.rejected else "" for sheet in result.sheets]
    Import.objects.filter(pk=row.pk).update(
        result=result.as_json(),
        rejected=zlib.compress(json.dumps(texts).encode()),
        finished_at=timezone.now(),
        **columns,
    )


def _tasks() -> Any:
    from torhaus.customers import tasks  # the tasks call this module

    return tasks
