"""Starts and ends what the bench measures: Torhaus and the floor, each under granian with two workers."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

WORKERS = 2


@contextlib.contextmanager
def running(
    command: list[str], *, port: int, path: str, env: dict[str, str]
) -> Iterator[tuple[subprocess.Popen, float]]:
    """Run a server until the block ends; gives the process and the seconds to its first answer."""
    started = time.perf_counter()
    log = open(pathlib.Path(env["TORHAUS_DATA_DIR"]) / f"server-{port}.log", "ab")  # noqa: SIM115
    process = subprocess.Popen(command, env=os.environ | env, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}{path}", process)
        yield process, time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        log.close()


def _wait(url: str, process: subprocess.Popen, *, seconds: float = 60) -> None:
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server for {url} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{url} did not answer within {seconds} s")


def torhaus_command(port: int) -> list[str]:
    return [sys.executable, "-m", "torhaus", "serve", "--port", str(port), "--workers", str(WORKERS)]


def floor_command(port: int) -> list[str]:
    """The floor, with the same settings of the server as `torhaus serve` (cli/processes.py)."""
    binary = str(pathlib.Path(sys.executable).parent / "granian")
    return [
        binary, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS),
        "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600", "--backpressure", "64", "--no-ws",
        "--log-level", "warning", "--no-access-log", "tests.bench.floor_wsgi:application",
    ]  # fmt: skip


def memory_mb(process: subprocess.Popen) -> float:
    """Memory of a server and all its children: proportional set size without file mappings, in MB."""
    import psutil

    root = psutil.Process(process.pid)
    total = 0
    for member in [root, *root.children(recursive=True)]:
        rollup = pathlib.Path(f"/proc/{member.pid}/smaps_rollup").read_text()
        total += sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith(("Pss_Anon:", "Pss_Shmem:"))
        )
    return total / 1024
