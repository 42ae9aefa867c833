"""The worker's loop: tasks once, failures again with growing waits, work of dead workers taken over."""

import datetime as dt
import os
import socket
import threading
import time

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from torhaus.kernel import queue
from torhaus.kernel.errors import Refused
from torhaus.kernel.models import PeriodicRun, WorkerBeat
from torhaus.kernel.queue import Worker

done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def stumble(word: str) -> None:
    raise RuntimeError(word)


@task()
def refuse(word: str) -> None:
    raise Refused(word)


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch):
    done.clear()
    monkeypatch.setattr(queue, "_ticks", [])


def test_task_runs_once(db):
    note.enqueue(word="a")
    worker = Worker()
    assert worker.round() is True
    assert worker.round() is False
    assert done == ["a"]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_failed_task_waits_longer_each_time_and_is_given_up_at_last(db):
    stumble.enqueue(word="broken")
    waits = []
    for _ in queue.BACK_OFF:
        Worker().round()
        row = DBTaskResult.objects.get()
        assert row.status == TaskResultStatus.READY
        waits.append(round((row.run_after - timezone.now()).total_seconds()))
        assert Worker().round() is False
        DBTaskResult.objects.update(run_after=timezone.now())
    assert waits == [5, 30, 120, 600, 3600, 21600]
    Worker().round()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert "RuntimeError: broken" in row.traceback


def test_refused_task_is_not_tried_again(db):
    refuse.enqueue(word="too late")
    Worker().round()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_ensure_enqueues_once_while_the_same_waits(db):
    queue.ensure(note, word="a")
    queue.ensure(note, word="a")
    queue.ensure(note, word="b")
    queue.run_until_idle()
    assert done == ["a", "b"]
    queue.ensure(note, word="a")
    queue.run_until_idle()
    assert done == ["a", "b", "a"]


@pytest.mark.parametrize("worker", ["other-host:7:x", f"{socket.gethostname()[:30]}:999999:x", ""])
def test_task_of_a_dead_worker_is_taken_over(db, worker):
    note.enqueue(word="a")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[worker])
    Worker().round()
    assert done == ["a"]


def test_task_of_a_living_worker_is_left_alone(db):
    here = f"{socket.gethostname()[:30]}:{os.getpid()}:x"
    for name in (here, "other-host:7:x"):
        note.enqueue(word=name)
        row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.RUNNING, worker_ids=[name])
        WorkerBeat.objects.create(name=name, seen_at=timezone.now())
    Worker().round()
    assert done == []


def test_task_that_kills_every_worker_is_given_up(db):
    note.enqueue(word="a")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["gone:1:x"] * (len(queue.BACK_OFF) + 1))
    Worker().round()
    assert done == []
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_two_workers_at_once_share_the_tasks(race):
    for number in range(12):
        note.enqueue(word=str(number))

    def work():
        worker = Worker()
        while worker.round():
            pass

    assert [result for result in race(work, work) if result is not None] == []
    assert sorted(done, key=int) == [str(number) for number in range(12)]


def test_periodic_job_runs_when_due_on_one_worker_only(db, monkeypatch):
    runs = []
    monkeypatch.setattr(queue, "_periodic", {"job": (dt.timedelta(minutes=1), lambda: runs.append(1))})
    first, second = Worker(), Worker()
    first.round()
    second.round()
    assert runs == [1]
    PeriodicRun.objects.update(next_at=timezone.now() - dt.timedelta(seconds=1))
    second._looked_at = 0
    second.round()
    assert runs == [1, 1]


def test_job_that_fails_does_not_stop_the_worker(db, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr(queue, "_ticks", [broken])
    note.enqueue(word="a")
    Worker().round()
    assert done == ["a"]


def test_worker_shows_that_it_lives_and_leaves(db):
    stop = threading.Event()
    worker = Worker(stop=stop)
    worker.round()
    assert queue.is_worker_alive()
    stop.set()
    worker.run()
    assert not queue.is_worker_alive()


def test_housekeeping_forgets_what_is_old(db):
    from torhaus.kernel.models import FormKey, Throttle
    from torhaus.kernel.tasks import forget_old_rows

    now = timezone.now()
    for days, key in ((3, "old"), (1, "new")):
        FormKey.objects.create(key=key, created_at=now - dt.timedelta(days=days))
        Throttle.objects.create(key=key, resets_at=now + dt.timedelta(hours=1 if key == "new" else -1))
    forget_old_rows()
    assert list(FormKey.objects.values_list("key", flat=True)) == ["new"]
    assert list(Throttle.objects.values_list("key", flat=True)) == ["new"]


def test_idle_worker_asks_sqlite_next_to_nothing(db, django_assert_max_num_queries):
    worker = Worker()
    while worker.round():
        pass
    time.sleep(0)
    with django_assert_max_num_queries(12):
        for _ in range(4):
            worker.round()


@task()
def take_long(steps: int) -> None:
    for _step in range(steps):
        queue.breathe()
    done.append("long")


def test_long_task_lets_the_worker_do_what_else_is_due(transactional_db, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(queue, "_ticks", [lambda: told.append("tick") or False])
    monkeypatch.setattr(queue, "BREATHE_EVERY", 0.0)
    take_long.enqueue(steps=3)
    take_long.enqueue(steps=3)
    note.enqueue(word="short")
    Worker().round()
    assert done == ["long", "short", "long"]  # the second long one does not breathe within the first
    assert told == ["tick"] * 4


def test_nobody_breathes_outside_a_worker(transactional_db, monkeypatch):
    monkeypatch.setattr(queue, "BREATHE_EVERY", 0.0)
    note.enqueue(word="short")
    queue.breathe()
    assert done == []
