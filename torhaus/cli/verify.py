"""`torhaus verify`: proves that what was promised to last is whole: files, signatures, invoices and their numbers."""

from collections.abc import Iterator

import click

from torhaus.cli.main import start_django


@click.command()
def verify() -> None:
    """Check every stored file, the chain of signatures, issued invoices and their numbers; exit code 1 on any problem."""
    start_django()
    from torhaus.cli import prepare
    from torhaus.providers.models import Provider

    if prepare.pending_migrations():
        raise click.ClickException("The database is not up to date; run `torhaus migrate` first.")
    count = 0
    for problem in _file_problems():
        count += 1
        click.echo(problem)
    for provider in Provider.objects.order_by("pk"):
        for problem in _provider_problems(provider.pk):
            count += 1
            click.echo(f"{provider.name}: {problem}")
    if count:
        raise click.ClickException(f"{count} problems found.")
    click.echo("Everything is whole.")


def hash_of_blob(sha256: str) -> str | None:
    """The hash that the bytes on disk have; None when they are missing."""
    from torhaus.cli.backup.archive import hash_of
    from torhaus.files import storage

    try:
        with storage.open_blob(sha256) as file:
            return hash_of(file)
    except FileNotFoundError:
        return None


def _file_problems() -> Iterator[str]:
    from torhaus.files.models import StoredFile

    seen: dict[str, str | None] = {}
    for name, sha256 in StoredFile.objects.order_by("sha256").values_list("name", "sha256").iterator():
        if sha256 not in seen:
            seen = {sha256: hash_of_blob(sha256)}
        if seen[sha256] is None:
            yield f"The file {name} ({sha256[:12]}…) is missing"
        elif seen[sha256] != sha256:
            yield f"The file {name} ({sha256[:12]}…) was changed on disk"


def _provider_problems(provider_id: int) -> Iterator[str]:
    from torhaus.reports import chain

    yield from chain.problems(provider_id, hash_of_blob=hash_of_blob)
    yield from _invoice_problems(provider_id)
    yield from _number_problems(provider_id)


def _invoice_problems(provider_id: int) -> Iterator[str]:
    import datetime as dt

    from django.utils import timezone

    from torhaus.invoices.models import Invoice, InvoiceStatus

    issued = Invoice.objects.filter(provider_id=provider_id).exclude(status=InvoiceStatus.DRAFT)
    late = timezone.now() - dt.timedelta(minutes=10)
    for number in (
        issued.filter(pdf=None, issued_at__lt=late).order_by("pk").values_list("number", flat=True).iterator()
    ):
        yield f"{number}: its PDF is missing"
    for number, xml in issued.order_by("pk").values_list("number", "xml").iterator(chunk_size=200):
        if not bytes(xml or b"").lstrip().startswith(b"<"):
            yield f"{number}: its XML is missing"


def _number_problems(provider_id: int) -> Iterator[str]:
    """Every number from 1 to the last one given out stands on exactly one invoice, per year."""
    from torhaus.invoices.models import Invoice
    from torhaus.providers.models import NumberRange
    from torhaus.providers.numbering import FORMATS

    for numbers in NumberRange.objects.filter(provider_id=provider_id, kind="invoice").order_by("year"):
        prefix = FORMATS["invoice"].format(year=numbers.year, n=0).rstrip("0")
        known = set(
            Invoice.objects.filter(provider_id=provider_id, number__startswith=prefix).values_list("number", flat=True)
        )
        missing = [
            number
            for n in range(1, numbers.last + 1)
            if (number := FORMATS["invoice"].format(year=numbers.year, n=n)) not in known
        ]
        for number in missing[:20]:
            yield f"the number {number} stands on no invoice"
