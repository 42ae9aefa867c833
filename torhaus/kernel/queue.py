"""The background worker: runs queued tasks with retry and back-off, ticks and periodic jobs, and shows that it lives.

Domains write `@task()` functions (django-tasks) in their `tasks.py` and enqueue them inside the transaction of the change.
`@tick` functions look for work that needs no queue row (the outbox); `@periodic` ones run every so often, on one worker.
Everything here is at least once: what a task does must bear being done again.
"""

import dataclasses
import datetime as dt
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from torhaus.kernel.errors import Refused
from torhaus.kernel.models import PeriodicRun, WorkerBeat

log = structlog.get_logger(__name__)

BACK_OFF = [dt.timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 6 * 3600)]
"""Wait before the second, third … try of a task; after the last one it counts as failed."""
BEAT_EVERY = dt.timedelta(seconds=15)
ALIVE_WITHIN = dt.timedelta(seconds=60)
LOST_AFTER = dt.timedelta(minutes=5)
POLL_SECONDS = 0.25
LOOK_AT_LEAST_EVERY = 2.0
BREATHE_EVERY = 1.0
KEEP_DONE = dt.timedelta(days=1)
KEEP_FAILED = dt.timedelta(days=30)

_at_work: "Worker | None" = None  # the worker of this process while it carries out a task
_ticks: list[Callable[[], bool]] = []
_periodic: dict[str, tuple[dt.timedelta, Callable[[], Any]]] = {}


def tick(function: Callable[[], bool]) -> Callable[[], bool]:
    """Call the function whenever something may have changed; it says whether it found work. Must be cheap when idle."""
    _ticks.append(function)
    return function


def periodic(*, every: dt.timedelta) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run the function every so often, on whichever worker comes first."""

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        _periodic[f"{function.__module__}.{function.__qualname__}"] = (every, function)
        return function

    return register


def ensure(task: Any, **arguments: Any) -> None:
    """Enqueue the task unless the same one (same arguments) is waiting already."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
    if not any(row.args_kwargs["kwargs"] == arguments for row in waiting[:1000]):
        task.enqueue(**arguments)


def breathe() -> None:
    """For tasks that take minutes, between their steps and outside of transactions: the worker does what else is due.

    It shows that it lives, tells news, sends mails and does one other task. Nothing happens outside a worker, within a
    second of the last breath, or in a task that was begun while another one breathes.
    """
    if _at_work is not None:
        _at_work.breathe()


def discover() -> None:
    """Import the `tasks` module of every app, so that ticks and periodic jobs are known."""
    autodiscover_modules("tasks")


@dataclasses.dataclass
class Worker:
    """One worker process. `run` returns when `stop` is set, after the task in hand."""

    stop: threading.Event = dataclasses.field(default_factory=threading.Event)
    name: str = dataclasses.field(
        default_factory=lambda: f"{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(8)}"
    )
    _beat_at: dt.datetime | None = None
    _looked_at: float = 0.0
    _seen_version: Any = None
    _breathed_at: float = 0.0
    _is_breathing: bool = False

    def run(self) -> None:
        log.info("worker started", worker=self.name)
        while not self.stop.is_set():
            try:
                if not self.round():
                    self.stop.wait(POLL_SECONDS)
            except (DatabaseError, InterfaceError):
                log.exception("worker lost the database; trying again")
                close_old_connections()
                self.stop.wait(2)
        self._leave()

    def round(self) -> bool:
        """One look for work; whether there was some (then the next round follows at once)."""
        if not connection.in_atomic_block:  # a caller's transaction (in tests) keeps its connection
            close_old_connections()
        self._beat()
        if not self._may_have_changed():
            return False
        worked = [self._call(function) for function in _ticks]
        self._run_periodic()
        if self._run_one_task() or any(worked):
            self._looked_at = 0.0  # what this connection wrote does not move the version that it reads
            return True
        return False

    def breathe(self) -> None:
        if self._is_breathing or connection.in_atomic_block or time.monotonic() - self._breathed_at < BREATHE_EVERY:
            return
        self._is_breathing = True
        try:
            with translation.override(settings.LANGUAGE_CODE):
                self._beat()
                for function in _ticks:
                    self._call(function)
                self._run_one_task()
        finally:
            self._is_breathing, self._breathed_at = False, time.monotonic()

    def _may_have_changed(self) -> bool:
        """SQLite tells cheaply whether another connection has committed; else look at every poll."""
        version = _data_version()
        now = time.monotonic()
        if version is not None and version == self._seen_version and now - self._looked_at < LOOK_AT_LEAST_EVERY:
            return False
        self._seen_version, self._looked_at = version, now
        return True

    def _call(self, function: Callable[[], Any]) -> bool:
        try:
            return bool(function())
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("background job failed", job=f"{function.__module__}.{function.__qualname__}")
            return False

    def _run_one_task(self) -> bool:
        global _at_work
        row = self._claim()
        if row is None:
            return False
        started, _at_work = time.monotonic(), self
        try:
            result = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        except Exception as error:
            _give_back(row, error)
        else:
            row.set_successful(result)
            log.info("task done", task=row.task_path, seconds=round(time.monotonic() - started, 3))
        finally:
            _at_work = self if self._is_breathing else None
        return True

    def _claim(self) -> DBTaskResult | None:
        """Take one ready task. The update is conditional: of two workers one changes the row, the other none."""
        for row in DBTaskResult.objects.ready()[:5]:
            taken = DBTaskResult.objects.filter(
                pk=row.pk, status=TaskResultStatus.READY, worker_ids=row.worker_ids
            ).update(
                status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=[*row.worker_ids, self.name]
            )
            if taken:
                row.refresh_from_db()
                return row
        return None

    def _run_periodic(self) -> None:
        now = timezone.now()
        due = list(PeriodicRun.objects.filter(next_at__lte=now).values_list("name", "next_at"))
        for name, next_at in due:
            if name not in _periodic:
                continue
            every, function = _periodic[name]
            if PeriodicRun.objects.filter(name=name, next_at=next_at).update(next_at=now + every):
                self._call(function)

    def _beat(self) -> None:
        now = timezone.now()
        if self._beat_at is not None and now - self._beat_at < BEAT_EVERY:
            return
        if self._beat_at is None:
            _announce_periodic()
            _free_lost_tasks()
        WorkerBeat.objects.update_or_create(name=self.name, defaults={"seen_at": now})
        self._beat_at = now

    def _leave(self) -> None:
        WorkerBeat.objects.filter(name=self.name).delete()
        log.info("worker stopped", worker=self.name)


def run_until_idle(*, rounds: int = 1000) -> None:
    """Do all work that is due now, in this process: for tests, the demo and commands."""
    discover()
    worker = Worker()
    for _ in range(rounds):
        worked = [worker._call(function) for function in _ticks]
        if not any([worker._run_one_task(), *worked]):
            return


def is_worker_alive() -> bool:
    """Whether any worker has given a sign of life lately."""
    return WorkerBeat.objects.filter(seen_at__gte=timezone.now() - ALIVE_WITHIN).exists()


def _announce_periodic() -> None:
    for name in _periodic:
        PeriodicRun.objects.get_or_create(name=name, defaults={"next_at": timezone.now()})


def _give_back(row: DBTaskResult, error: Exception) -> None:
    """Let a task that failed wait for its next try, or give it up."""
    tries = len(row.worker_ids)
    row.set_failed(error)
    if isinstance(error, Refused):
        log.warning("task refused", task=row.task_path, message=str(error))
    elif tries > len(BACK_OFF):
        log.error("task given up", task=row.task_path, tries=tries, exc_info=error)
    else:
        log.warning("task failed, will be tried again", task=row.task_path, tries=tries, exc_info=error)
        row.status = TaskResultStatus.READY
        row.run_after = timezone.now() + BACK_OFF[tries - 1]
        row.save(update_fields=["status", "run_after"])


def _free_lost_tasks() -> None:
    """Give back tasks whose worker is gone: killed on this machine, or silent for minutes on another."""
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if _is_gone(row.worker_ids[-1] if row.worker_ids else ""):
            kills_workers = len(row.worker_ids) > len(BACK_OFF)
            DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids).update(
                status=TaskResultStatus.FAILED if kills_workers else TaskResultStatus.READY
            )


def _is_gone(worker: str) -> bool:
    host, _, rest = worker.partition(":")
    if host == socket.gethostname()[:30] and not _is_running(rest.partition(":")[0]):
        return True
    return not WorkerBeat.objects.filter(name=worker, seen_at__gte=timezone.now() - LOST_AFTER).exists()


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _data_version() -> Any:
    """A number that changes when another connection commits; None where the database has none (PostgreSQL)."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA data_version").fetchone()[0]


@periodic(every=dt.timedelta(minutes=1))
def free_lost_tasks() -> None:
    _free_lost_tasks()
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - dt.timedelta(days=1)).delete()


@periodic(every=dt.timedelta(hours=1))
def forget_old_tasks() -> None:
    """Delete the rows of finished tasks after a day, of failed ones after a month."""
    now = timezone.now()
    with transaction.atomic():
        DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
        DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
