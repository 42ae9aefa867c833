"""The processes of a running Torhaus: one supervisor that has loaded everything, and its forked children.

Children share the supervisor's memory until they write to it. A child that dies is started again; one that dies again and
again ends the whole with exit code 1. Stopping: SIGTERM or SIGINT to the supervisor; children go down with it in any case.
"""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.db import connections

log = structlog.get_logger(__name__)

STOP_SECONDS = 10
CRASH_SECONDS = 5
MAX_CRASHES = 3
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


class Supervisor:
    """Runs one process per name; `run` returns the exit code when all have ended."""

    def __init__(self, mains: dict[str, Callable[[], None]]) -> None:
        self.mains = mains
        self.running: dict[int, str] = {}
        self.started_at: dict[str, float] = {}
        self.crashes = dict.fromkeys(mains, 0)
        self.exit_code = 0
        self.is_stopping = False

    def run(self) -> int:
        load_everything()
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        for name in self.mains:
            self._start(name)
        while self.running and not self.is_stopping:
            if signal.sigwait(WATCHED) == signal.SIGCHLD:
                self._reap()
            else:
                self.is_stopping = True
        self._stop()
        return self.exit_code

    def _start(self, name: str) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _be_child(self.mains[name])
        self.running[pid] = name
        self.started_at[name] = time.monotonic()

    def _reap(self) -> None:
        for pid, code in _ended_children():
            name = self.running.pop(pid, None)
            if name is None or self.is_stopping:
                continue
            log.error("process ended unexpectedly", process=name, exit_code=code)
            self._start_again(name)

    def _start_again(self, name: str) -> None:
        has_crashed = time.monotonic() - self.started_at[name] < CRASH_SECONDS
        self.crashes[name] = self.crashes[name] + 1 if has_crashed else 0
        if self.crashes[name] >= MAX_CRASHES:
            log.error("process keeps ending, giving up", process=name)
            self.exit_code, self.is_stopping = 1, True
            return
        time.sleep(self.crashes[name] * 0.5)
        self._start(name)

    def _stop(self) -> None:
        self._tell_all(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.running and time.monotonic() < deadline:
            signal.sigtimedwait({signal.SIGCHLD}, 0.2)
            self._reap()
        self._tell_all(signal.SIGKILL)

    def _tell_all(self, number: signal.Signals) -> None:
        for pid in self.running:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue


def load_everything() -> None:
    """Import the application with all its pages before forking, so that children start at once and share memory."""
    from django.urls import get_resolver

    from torhaus.config.wsgi import application  # noqa: F401
    from torhaus.kernel import queue

    get_resolver().url_patterns  # noqa: B018
    queue.discover()
    connections.close_all()
    gc.collect()
    gc.freeze()


def run_worker() -> None:
    """The background worker until SIGTERM or SIGINT; finishes the task in hand."""
    from torhaus.kernel.queue import Worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(stop=stop).run()


def run_web(*, host: str, port: int, workers: int) -> None:
    """The web server until SIGTERM or SIGINT."""
    import multiprocessing

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "torhaus.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        blocking_threads_idle_timeout=600,
        backpressure=64,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve(target_loader=_load_application, wrap_loader=False)


def _load_application() -> Any:
    """Runs in each web process."""
    _die_with_parent()
    from torhaus.config.wsgi import application

    return application


def _be_child(main: Callable[[], None]) -> None:
    """Run `main` as a process of its own and leave without returning to the supervisor's code."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED - {signal.SIGINT})  # Ctrl-C reaches all; the supervisor acts
        _die_with_parent()
        main()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:
        log.exception("process failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _die_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed, so that nothing lives on unwatched."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _ended_children() -> list[tuple[int, int]]:
    ended: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append((pid, os.waitstatus_to_exitcode(status)))
