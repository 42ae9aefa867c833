"""An installation of its own for tests of real processes: data folder, database on disk, the `torhaus` program."""

import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

ROOT = pathlib.Path(__file__).parent.parent
SERVER = os.environ.get("TORHAUS_TEST_DATABASE_URL", "")


class Installation:
    """Runs commands in an empty folder. `query` reads its database without Django."""

    def __init__(self, folder: pathlib.Path, *, database_url: str) -> None:
        self.folder = folder
        self.data_dir = folder / "var"
        self.database_url = database_url
        self.started: list[subprocess.Popen[bytes]] = []
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("TORHAUS_")}
        self.env |= {
            "TORHAUS_DATA_DIR": str(self.data_dir),
            "TORHAUS_DATABASE_URL": database_url,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
        }

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "torhaus", *arguments]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def python(self, code: str) -> str:
        """Run code inside Django, for making rows; what it prints."""
        setup = "import django; django.setup()\n"
        environment = self.env | {"DJANGO_SETTINGS_MODULE": "torhaus.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", setup + code],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "log.txt").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "torhaus", *arguments],
            cwd=self.folder,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")

    def query(self, statement: str) -> list[Any]:
        if self.database_url:
            with psycopg.connect(self.database_url.replace("postgres://", "postgresql://", 1)) as connection:
                return connection.execute(statement).fetchall()  # type: ignore[arg-type]
        connection = sqlite3.connect(self.data_dir / "torhaus.sqlite3", timeout=15)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def execute(self, statement: str) -> None:
        if self.database_url:
            with psycopg.connect(self.database_url.replace("postgres://", "postgresql://", 1)) as connection:
                connection.execute(statement)  # type: ignore[arg-type]
            return
        connection = sqlite3.connect(self.data_dir / "torhaus.sqlite3", timeout=15)
        with connection:
            connection.execute(statement)
        connection.close()

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(url: str) -> int:
    """HTTP status; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for(is_true: Callable[[], Any], *, seconds: float = 30, what: str = "") -> Any:
    """Wait until it is true and return what it was; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = is_true()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"waited {seconds} seconds in vain for {what or is_true}")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installation]:
    """A migrated installation that the others are copies of."""
    name = f"torhaus_template_{worker_id}_{os.getpid()}"
    installation = Installation(tmp_path_factory.mktemp("template"), database_url=_create(name) if SERVER else "")
    done = installation.run("migrate")
    assert done.returncode == 0, done.stderr
    yield installation
    if SERVER:
        _drop(name)


@pytest.fixture(scope="session")
def copy_of(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Callable[[Installation], Installation]]:
    """copy_of(installation) → another one with the same rows and files; all are stopped and removed at the end."""
    made: list[tuple[Installation, str]] = []

    def make(source: Installation) -> Installation:
        folder, name = tmp_path_factory.mktemp("installation"), f"torhaus_copy_{worker_id}_{os.getpid()}_{len(made)}"
        template = urlsplit(source.database_url).path.lstrip("/")
        installation = Installation(folder, database_url=_create(name, template=template) if SERVER else "")
        shutil.copytree(source.data_dir, installation.data_dir, ignore=shutil.ignore_patterns("secret_key", "*.lock"))
        made.append((installation, name))
        return installation

    yield make
    for installation, name in made:
        installation.stop()
        if SERVER:
            _drop(name)


@pytest.fixture
def make_installation(
    copy_of: Callable[[Installation], Installation], template: Installation
) -> Iterator[Callable[[], Installation]]:
    """make_installation() → a fresh one, migrated and empty, stopped after the test."""
    made: list[Installation] = []

    def make() -> Installation:
        made.append(copy_of(template))
        return made[-1]

    yield make
    for installation in made:
        installation.stop()


@pytest.fixture
def installation(make_installation: Callable[[], Installation]) -> Installation:
    return make_installation()


def _create(name: str, *, template: str = "template1") -> str:
    _on_server(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _drop(name: str) -> None:
    _on_server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(statement: sql.Composed) -> None:
    address = os.environ["TORHAUS_TEST_DATABASE_URL"].replace("postgres://", "postgresql://", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
