"""`torhaus demo`: the demo companies; what they consist of is written in the package torhaus.cli.demo."""

import json
import logging
import pathlib

import click

from torhaus.cli.main import start_django

SIZES = {"small": 0, "large": 10_000}


class Size(click.ParamType):
    name = "small|large|ROWS"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if text in SIZES:
            return SIZES[text]
        if not text.isdigit():
            self.fail(f"{text!r} is neither small nor large nor a number of rows", param, ctx)
        return int(text)


@click.command()
@click.option(
    "--size", type=Size(), default="small", show_default=True, help="How much; ROWS tickets, visits, invoices."
)
@click.option("--json", "as_json", is_flag=True, help="Print the accounts as JSON and nothing else.")
@click.option("--if-empty", is_flag=True, help="Leave an installation alone that has companies of its own.")
@click.option("--port", type=int, help="Port named in the printed address.")
def demo(size: int, as_json: bool, if_empty: bool, port: int | None) -> None:
    """Load the demo companies (again and again without harm) and print the logins."""
    start_django()
    from django.db import transaction

    from torhaus.cli import prepare
    from torhaus.cli.demo import accounts, load
    from torhaus.kernel import queue

    logging.getLogger().setLevel(logging.WARNING)  # the logins are to be seen, not every letter that is written
    prepare.migrate()
    if not _has_own_companies(if_empty):
        with transaction.atomic():  # killed half-way, nothing of it stays
            load()
        if size:
            load(size)
        queue.run_until_idle()
    if as_json:
        click.echo(json.dumps({"accounts": accounts()}, ensure_ascii=False))
    else:
        _print(accounts(), port=port)


def _has_own_companies(if_empty: bool) -> bool:
    from torhaus.providers.models import Provider

    return if_empty and Provider.objects.exists()


def _print(accounts: list[dict[str, str]], *, port: int | None) -> None:
    from django.conf import settings

    address = f"http://localhost:{port}" if port else settings.BASE_URL
    width = max((len(account["login"]) for account in accounts), default=0)
    click.echo(f"Logins at {address}/login/")
    for account in accounts:
        click.echo(f"  {account['login']:<{width}}  {account['password']}  {account['provider']}: {account['note']}")
    if not settings.EMAIL_URL:
        click.echo(f"Mails are kept in {pathlib.Path(settings.MAIL_DIR)} and listed in the office under Postausgang.")
