"""Says by its exit code whether a PostgreSQL server answers on 127.0.0.1:5432 to user postgres without a password."""

import sys

import psycopg


def answers() -> bool:
    try:
        psycopg.connect("host=127.0.0.1 port=5432 user=postgres dbname=postgres connect_timeout=2").close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
