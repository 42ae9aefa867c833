"""`torhaus serve` as a real group of processes: starts, answers, survives killed children, stops."""

import os
import pathlib
import signal
import socket

import psutil
import pytest

from tests.installation import free_port, status_of, wait_for

pytestmark = pytest.mark.slow


def children(process):
    return psutil.Process(process.pid).children(recursive=True)


def beats(installation):
    return {row[0] for row in installation.query("SELECT name FROM kernel_workerbeat")}


def is_over(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def served(installation):
    """A running `torhaus serve` that is ready, with its address."""
    port = free_port()
    process = installation.start("serve", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: status_of(f"{address}/readyz") == 200, what="/readyz")
    return installation, process, address


def ask_to_stop(process):
    process.send_signal(signal.SIGTERM)


def press_ctrl_c(process):
    os.killpg(process.pid, signal.SIGINT)


@pytest.mark.parametrize("stop", [ask_to_stop, press_ctrl_c])
def test_serve_answers_and_stops_within_seconds(served, stop):
    installation, process, address = served
    assert status_of(f"{address}/healthz") == 200
    assert status_of(f"{address}/login/") == 200
    family = [process.pid, *(child.pid for child in children(process))]
    stop(process)
    assert process.wait(timeout=10) == 0
    assert all(is_over(pid) for pid in family)
    assert beats(installation) == set()
    assert status_of(f"{address}/healthz") == 0


def test_killed_children_are_replaced(served):
    installation, process, address = served
    [before] = beats(installation)
    os.kill(int(before.split(":")[1]), signal.SIGKILL)
    wait_for(lambda: beats(installation) - {before}, what="a new worker")
    [web_main] = [child for child in psutil.Process(process.pid).children() if child.children()]
    web_main.children()[0].kill()
    web_main.kill()
    wait_for(lambda: status_of(f"{address}/healthz") == 200, what="a new web server")
    assert process.poll() is None


def test_nothing_lives_on_when_the_supervisor_is_killed(served):
    _installation, process, address = served
    family = [child.pid for child in children(process)]
    process.kill()
    process.wait()
    wait_for(lambda: all(is_over(pid) for pid in family), seconds=15, what="the children's end")
    assert status_of(f"{address}/healthz") == 0


def test_web_without_worker_is_alive_but_not_ready(installation):
    port = free_port()
    installation.start("web", "--port", str(port), "--workers", "1")
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: status_of(f"{address}/healthz") == 200, what="/healthz")
    assert status_of(f"{address}/readyz") == 503
    installation.start("worker")
    wait_for(lambda: status_of(f"{address}/readyz") == 200, what="/readyz")


def test_port_in_use_is_said_in_a_sentence(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = installation.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Cannot listen on 127.0.0.1:")


def test_two_that_start_at_once_migrate_one_after_the_other(installation, tmp_path):
    if installation.database_url:
        installation.execute("DROP SCHEMA public CASCADE")
        installation.execute("CREATE SCHEMA public")
    else:
        pathlib.Path(installation.data_dir / "torhaus.sqlite3").unlink()
    first, second = installation.start("migrate"), installation.start("migrate")
    assert (first.wait(timeout=120), second.wait(timeout=120)) == (0, 0), installation.log()
    assert installation.query("SELECT count(*) FROM accounts_person") == [(0,)]
