"""The `torhaus` program: one command per module, loaded when it is called; a mistake ends with a sentence and exit code 1."""

import importlib
import os
import sys
from typing import Any

import click

import torhaus

COMMANDS = {
    "serve": "torhaus.cli.serve:serve",
    "web": "torhaus.cli.serve:web",
    "worker": "torhaus.cli.serve:worker",
    "migrate": "torhaus.cli.serve:migrate",
    "demo": "torhaus.cli.demo_company:demo",
    "createowner": "torhaus.cli.owner:createowner",
    "removefactors": "torhaus.cli.factors:removefactors",
    "plan": "torhaus.cli.plan:plan",
    "operator": "torhaus.cli.plan:operator",
    "doctor": "torhaus.cli.doctor:doctor",
    "backup": "torhaus.cli.backup.commands:backup",
    "restore": "torhaus.cli.backup.commands:restore",
    "verify": "torhaus.cli.verify:verify",
    "import": "torhaus.cli.lists:import_list",
    "export": "torhaus.cli.lists:export_list",
    "mail": "torhaus.cli.mails:mails",
}


class Program(click.Group):
    """Finds commands by name and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(torhaus.__version__, prog_name="torhaus")
def program() -> None:
    """Torhaus: the customer portal and back office of service companies."""


def start_django() -> None:
    """Load settings and apps, speaking English; a wrong setting is the operator's mistake and becomes a sentence."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    try:
        django.setup()
        translation.activate("en")
    except (ImproperlyConfigured, ValueError) as error:
        raise click.ClickException(f"Configuration: {error}") from error
    except OSError as error:
        raise click.ClickException(f"Data directory: {error}") from error


def main(arguments: list[str] | None = None) -> Any:
    """Entry point of `torhaus` and `python -m torhaus`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torhaus.config.settings")
    os.umask(0o077)  # database, backups and lists hold personal data: for this account only
    try:
        return program.main(args=arguments, prog_name="torhaus")
    except BrokenPipeError:
        sys.exit(1)
