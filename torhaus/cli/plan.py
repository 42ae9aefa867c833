"""`torhaus plan` and `torhaus operator`: what a company may use, and who runs the installation."""

import datetime
from typing import TYPE_CHECKING

import click

from torhaus.cli.main import start_django

if TYPE_CHECKING:
    from torhaus.providers.models import Provider


class Trial(click.ParamType):
    """Days from today, a last day (2026-12-31), or none."""

    name = "DAYS|DATE|none"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date | int | str:
        text = str(value)
        if text == "none":
            return text
        if text.isascii() and text.isdecimal() and 0 < int(text) <= 3660:
            return int(text)
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.fail(
                f"{text!r} is neither a number of days (1 to 3660) nor a date like 2026-12-31 nor none", param, ctx
            )


@click.command()
@click.argument("slug")
@click.argument("plan_name", metavar="[basic|pro]", required=False, type=click.Choice(["basic", "pro"]))
@click.option("--portal-plus/--no-portal-plus", default=None, help="The add-on that brings the portal without PRO.")
@click.option("--trial", type=Trial(), help="Days of trial with today, its last day, or none.")
def plan(slug: str, plan_name: str | None, portal_plus: bool | None, trial: datetime.date | int | str | None) -> None:
    """Show the plan of the company SLUG (its short name in /p/SLUG/), or set it.

    Less of a plan hides and blocks from the next request on; nothing is deleted, and it comes back as it was.
    """
    start_django()
    from torhaus.cli import prepare
    from torhaus.providers.actions import change_plan

    prepare.migrate()
    provider = _provider(slug)
    if (plan_name, portal_plus, trial) != (None, None, None):
        provider = change_plan(
            provider=provider,
            by=None,
            plan=plan_name or provider.plan,
            has_portal_plus=provider.has_portal_plus if portal_plus is None else portal_plus,
            trial_until=provider.trial_until if trial is None else _last_day(trial),
        )
    click.echo(_told(provider))


@click.command()
@click.argument("login")
@click.option("--remove", is_flag=True, help="Take the right away again.")
def operator(login: str, remove: bool) -> None:
    """Let the person LOGIN (e-mail or user name) set plans on the pages "Installation" of the office.

    This opens no company's rows: an operator sees names, plans and numbers of companies.
    """
    start_django()
    from torhaus.accounts.actions import set_operator
    from torhaus.accounts.queries import by_login
    from torhaus.cli import prepare

    prepare.migrate()
    person = by_login(login)
    if person is None:
        raise click.ClickException(f"Nobody logs in as {login!r}.")
    set_operator(person=person, is_operator=not remove)
    click.echo(f"{person} {'no longer runs' if remove else 'runs'} this installation.")


def _provider(slug: str) -> "Provider":
    from torhaus.providers.queries import by_slug

    provider = by_slug(slug)
    if provider is None:
        raise click.ClickException(f"There is no company with the short name {slug!r}.")
    return provider


def _last_day(trial: datetime.date | int | str) -> datetime.date | None:
    from django.utils import timezone

    if isinstance(trial, int):
        return timezone.localdate() + datetime.timedelta(days=trial - 1)
    return trial if isinstance(trial, datetime.date) else None


def _told(provider: "Provider") -> str:
    parts = [f"plan {provider.plan.upper()}"]
    if provider.has_portal_plus:
        parts.append("Portal Plus")
    if provider.trial_until:
        left = provider.trial_days_left
        parts.append(f"trial until {provider.trial_until} ({f'{left} days left' if left else 'over'})")
    portal = "open" if provider.has_portal else "closed"
    if provider.plan_has_portal and not provider.has_portal_plugin:
        portal = "closed by the company (plugin off)"
    return f"{provider.slug}: {', '.join(parts)}; customer portal {portal}"
