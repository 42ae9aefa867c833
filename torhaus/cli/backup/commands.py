"""`torhaus backup FILE` and `torhaus restore FILE`."""

import pathlib

import click

from torhaus.cli.main import start_django

File = click.Path(path_type=pathlib.Path, dir_okay=False)


@click.command()
@click.argument("file", type=File)
def backup(file: pathlib.Path) -> None:
    """Write all rows and files into FILE (a tar), also while Torhaus runs.

    The archive fits both databases: restoring it into PostgreSQL moves an installation there. It holds the secret key and
    personal data, so keep it as safe as the data itself.
    """
    start_django()
    from django.db import DatabaseError

    from torhaus.cli import prepare
    from torhaus.cli.backup.make import make

    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {file.absolute().parent}.")
    try:
        if prepare.pending_migrations():
            raise click.ClickException("The database is not up to date; run `torhaus migrate` first.")
        manifest = make(file.absolute())
    except (OSError, DatabaseError) as error:
        raise click.ClickException(f"The backup was not made: {error}") from error
    rows = sum(table["rows"] for table in manifest["tables"].values())
    files = sum(name.startswith("files/") for name in manifest["members"])
    click.echo(f"{file}: {rows} rows, {files} files, {file.stat().st_size / 1e6:.1f} MB")
    if manifest["missing_files"]:
        raise click.ClickException(
            f"The backup was written, but {len(manifest['missing_files'])} files are missing on disk; see `torhaus verify`."
        )


@click.command()
@click.argument("file", type=File)
@click.option("--yes", is_flag=True, help="Do not ask before replacing what is there.")
def restore(file: pathlib.Path, yes: bool) -> None:
    """Replace all rows by those of FILE and bring its files back. Stop Torhaus first.

    A damaged or foreign FILE is refused before anything changes; whatever fails later leaves the data as it was.
    """
    if not file.is_file():
        raise click.ClickException(f"There is no file {file}.")
    start_django()
    from django.db import DatabaseError

    from torhaus.cli import prepare
    from torhaus.cli.backup import archive
    from torhaus.cli.backup.load import load
    from torhaus.providers.models import Provider

    manifest = archive.check(file)
    prepare.migrate()
    companies = list(Provider.objects.values_list("name", flat=True)[:5])
    if companies and not yes:
        click.confirm(
            f"Replace the data of {', '.join(companies)} by the backup of {manifest['made_at'][:16]}?", abort=True
        )
    try:
        load(file)
    except (OSError, DatabaseError) as error:
        raise click.ClickException(f"The backup was not restored, the data is as it was: {error}") from error
    rows = sum(table["rows"] for table in manifest["tables"].values())
    click.echo(f"Restored {rows} rows and {sum(name.startswith('files/') for name in manifest['members'])} files.")
