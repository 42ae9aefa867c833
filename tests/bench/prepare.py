"""Migrates and fills one bench database (kept between runs) and prints what the runner needs as JSON."""

import json
import os
import subprocess
import sys
import time

import django


def main(rows: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torhaus.config.settings")
    make_database(os.environ.get("TORHAUS_DATABASE_URL", ""))
    django.setup()
    from django.core.management import call_command

    from tests.bench import data
    from torhaus.cli.demo import load

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load(rows)
    facts = data.facts()
    facts |= floor_cookies(facts["person_ids"])
    print(json.dumps(facts | {"seconds": round(time.perf_counter() - started, 1)}))


def make_database(url: str) -> None:
    """Create the PostgreSQL database of this address when the server does not have it."""
    if not url:
        return
    import psycopg
    from psycopg import sql

    server, name = url.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def floor_cookies(person_ids: list[int]) -> dict:
    """Stock Django sessions of the same people, in the floor's own table."""
    command = [sys.executable, "-m", "tests.bench.floor_sessions", *map(str, person_ids)]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor"}
    return json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
