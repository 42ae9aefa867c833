"""`torhaus createowner`: the first person of a company, who invites everybody else."""

import secrets

import click

from torhaus.cli.main import start_django

SECTORS = ["cleaning", "construction", "catering", "care", "other"]


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Ask again at once, before anything else has been typed."""
    if value.count("@") != 1 or value.strip() != value or not all(value.split("@")):
        raise click.BadParameter(f"{value!r} is not an e-mail address.")
    return value


@click.command()
@click.option("--company", prompt="Company", help="Name of the service company.")
@click.option("--email", prompt="E-mail", callback=_address, help="The owner's address, which is the login.")
@click.option("--first-name", prompt="First name", default="", help="The owner's first name.")
@click.option("--last-name", prompt="Last name", default="", help="The owner's last name.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option("--sector", type=click.Choice(SECTORS), help="Line of business: words, ticket categories, defaults.")
@click.option("--password", help="Visible in the process list; better leave it out and be asked.")
@click.option("--generate-password", is_flag=True, help="Make a password and print it once.")
def createowner(
    company: str,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    sector: str | None,
    password: str | None,
    generate_password: bool,
) -> None:
    """Create a company with its owner."""
    start_django()
    if generate_password:
        password = secrets.token_urlsafe(12)
    elif password is None:
        password = _asked_password(email=email, first_name=first_name, last_name=last_name)
    from torhaus.cli import prepare
    from torhaus.flows.found_company import found_company
    from torhaus.kernel.errors import Refused

    prepare.migrate()
    try:
        membership = found_company(
            company=company,
            email=email,
            first_name=first_name,
            last_name=last_name,
            language=language,
            sector=sector or "",
            password=password,
        )
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{membership.provider} was created; {membership.person} logs in as {membership.person.email}.")
    if generate_password:
        click.echo(f"Password: {password}")
    click.echo("Next: torhaus serve")


def _asked_password(**known: str) -> str:
    """Asked for until it is good enough; whatever else was typed stays."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from torhaus.accounts.models import Person

    while True:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            validate_password(password, Person(**known))
        except ValidationError as error:
            click.echo(f"Error: {' '.join(error.messages)}", err=True)
        else:
            return password
