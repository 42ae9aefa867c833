"""What must be right before a process serves: the database's tables and the collected static files."""

import contextlib
import fcntl
import hashlib
import pathlib
from collections.abc import Iterator

import click
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

import torhaus

ADVISORY_LOCK = 7_267_427_001  # any number, the same on all hosts


def migrate() -> None:
    """Apply pending migrations. Processes that start at once wait for each other; each migration is one transaction."""
    try:
        with _alone():
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise click.ClickException(f"Database: {str(error).strip()}") from error
    finally:
        connection.close()


def pending_migrations() -> list[str]:
    """Names of migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _is_backwards in plan]


def applied_migrations() -> list[str]:
    """Names of migrations that the database has had; the schema that a backup belongs to."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with file_lock("migrate"):
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


@contextlib.contextmanager
def file_lock(name: str) -> Iterator[None]:
    """Keep other processes of this data directory out; ends with the process, however that ends."""
    with (pathlib.Path(settings.DATA_DIR) / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def collect_static_files() -> None:
    """Copy and compress style sheets, scripts and icons into the data directory when they have changed."""
    stamp = pathlib.Path(settings.STATIC_ROOT) / ".stamp"
    with file_lock("static"):
        wanted = _static_fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256(torhaus.__version__.encode())
    for _prefix, folder in settings.STATICFILES_DIRS:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
