"""The commands that run Torhaus: `serve` (web and worker), `web`, `worker`, `migrate`."""

import os
import pathlib
import socket

import click

from torhaus.cli.main import start_django
from torhaus.config import env

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
workers_option = click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes."
)


@click.command()
@host_option
@port_option
@workers_option
def serve(host: str, port: int, workers: int) -> None:
    """Serve pages and do background work. Brings the database up to date first."""
    _run(host=host, port=port, workers=workers, parts=("web", "worker"))


@click.command()
@host_option
@port_option
@workers_option
def web(host: str, port: int, workers: int) -> None:
    """Serve pages only; run `torhaus worker` beside it."""
    _run(host=host, port=port, workers=workers, parts=("web",))


@click.command()
def worker() -> None:
    """Do background work only: mails, PDF files, housekeeping."""
    _run(host="", port=0, workers=0, parts=("worker",))


@click.command()
def migrate() -> None:
    """Bring the database up to date and stop. `serve`, `web` and `worker` do this by themselves."""
    start_django()
    from torhaus.cli import prepare

    prepare.migrate()
    click.echo("The database is up to date.")


def _run(*, host: str, port: int, workers: int, parts: tuple[str, ...]) -> None:
    if "web" in parts:
        _check_port(host, port)
        _name_address(port)
    start_django()
    from torhaus.cli import prepare, processes

    prepare.migrate()
    if "web" in parts:
        prepare.collect_static_files()
    mains = {
        "web": lambda: processes.run_web(host=host, port=port, workers=workers),
        "worker": processes.run_worker,
    }
    if "web" in parts:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
        click.echo(f"Torhaus is starting on http://{shown}:{port} (stop with Ctrl-C)", err=True)
    raise SystemExit(processes.Supervisor({part: mains[part] for part in parts}).run())


def _name_address(port: int) -> None:
    """Without TORHAUS_BASE_URL, links in mails lead to this machine and port."""
    env.load_dotenv(pathlib.Path.cwd() / ".env")
    os.environ.setdefault("TORHAUS_BASE_URL", f"http://localhost:{port}")


def _check_port(host: str, port: int) -> None:
    """Say at once that somebody else listens there, instead of a server that dies again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}. Try --port.") from error
