"""`torhaus removefactors`: for somebody who lost phone, passkeys and recovery codes. Only from the machine itself."""

import click

from torhaus.cli.main import start_django


@click.command()
@click.argument("login")
@click.option("--yes", is_flag=True, help="Do not ask.")
def removefactors(login: str, yes: bool) -> None:
    """Remove all second factors of LOGIN (address or username) and end their sessions; the person is told by mail.

    Make sure who asks: whoever knows the password gets in with it alone afterwards.
    """
    start_django()
    from torhaus.accounts import factors, sessions
    from torhaus.accounts.queries import by_login

    person = by_login(login)
    if person is None:
        raise click.ClickException(f"nobody logs in as {login}")
    if not yes:
        click.confirm(f"Remove all second factors of {person}?", abort=True)
    factors.remove_all(person=person)
    sessions.end_all(person)
    click.echo(f"{person} has no second factor any more and is logged out everywhere.")
