"""`torhaus import KIND FILE` and `torhaus export KIND FILE`: master data and lists as tables."""

import csv
import pathlib
from typing import TYPE_CHECKING, Any

import click

from torhaus.cli.main import start_django

if TYPE_CHECKING:
    from torhaus.providers.models import Provider

IMPORTS = ["customers", "contacts", "billing_parties", "sites", "rooms", "all"]
EXPORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "customers": (
        "customers.Customer",
        ("number", "name", "kind", "is_prospect", "street", "address_extra", "postcode", "city", "country", "email", "phone", "vat_id",
         "leitweg_id", "supplier_number", "order_number", "cost_centre", "payment_days", "requires_order_number", "is_active"),
    ),
    "contacts": (
        "customers.Contact",
        ("customer__number", "salutation", "first_name", "last_name", "role", "email", "phone", "mobile", "language", "is_main",
         "is_notified", "is_active"),
    ),
    "billing_parties": (
        "customers.BillingParty",
        ("customer__number", "name", "care_of", "street", "address_extra", "postcode", "city", "country", "email", "is_business",
         "vat_id", "leitweg_id", "cost_centre", "is_active"),
    ),
    "sites": (
        "customers.Site",
        ("customer__number", "number", "name", "street", "address_extra", "postcode", "city", "country", "latitude", "longitude",
         "contact_name", "contact_phone", "billing_party__name", "cost_centre", "is_active"),
    ),
    "rooms": ("customers.Room", ("site__customer__number", "site__name", "name", "floor", "is_active")),
    "tickets": (
        "tickets.Ticket",
        ("number", "status", "kind", "urgency", "channel", "title", "description", "customer__number", "customer__name", "site__name",
         "created_at", "closed_at"),
    ),
    "visits": ("jobs.Visit", ("job__number", "title", "status", "starts_at", "ends_at", "customer__number", "site__name")),
    "invoices": (
        "invoices.Invoice",
        ("number", "kind", "status", "title", "customer__number", "customer__name", "issued_on", "due_on", "net_total", "tax_total",
         "gross_total", "paid_total"),
    ),
    "payments": ("invoices.Payment", ("invoice__number", "amount", "paid_on", "method", "note")),
}  # fmt: skip


@click.command("import")
@click.argument("kind", type=click.Choice(IMPORTS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=pathlib.Path))
@click.option("--provider", "slug", help="Short name of the company; needed where there are several.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_list(kind: str, file: pathlib.Path, slug: str | None, dry_run: bool) -> None:
    """Import master data from a .csv or .xlsx FILE; the same file again changes nothing.

    Good lines go in. Bad ones are named here and written beside FILE as FILE.rejected.csv; the exit code is 1 then.
    """
    start_django()
    from torhaus.customers.importing import Unreadable

    provider = _provider(slug)
    try:
        result = _run(provider, file, dry_run=True)
        _check_kind(result, kind)
        if not dry_run:
            result = _run(provider, file, dry_run=False)
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    for sheet in result.sheets:
        counts = f"{sheet.created} new, {sheet.changed} changed, {sheet.unchanged} unchanged, {sheet.bad} bad"
        click.echo(f"{sheet.name} ({sheet.label}): {counts}")
        for problem in sheet.problems[:200]:
            click.echo(f"  line {problem.line} {problem.column}: {problem.message}")
    for remark in result.remarks:
        click.echo(remark)
    _finish(result, file, dry_run=dry_run)


def _run(provider: "Provider", file: pathlib.Path, *, dry_run: bool) -> Any:
    from torhaus.customers.importing import run

    with file.open("rb") as stream:
        return run(provider=provider, stream=stream, filename=file.name, by=None, dry_run=dry_run)


def _check_kind(result: Any, kind: str) -> None:
    """Refuse a file of another kind than was named, before anything is written."""
    if kind != "all" and not any(sheet.kind == kind for sheet in result.sheets):
        raise click.ClickException(f"This file holds {', '.join(sheet.kind for sheet in result.sheets)}, not {kind}.")


def _finish(result: Any, file: pathlib.Path, *, dry_run: bool) -> None:
    bad = [sheet for sheet in result.sheets if sheet.bad]
    if dry_run:
        click.echo("Nothing was written (dry run).")
    if not bad:
        return
    rejected = file.with_name(f"{file.name}.rejected.csv")
    rejected.write_text("\r\n".join(sheet.rejected_csv() for sheet in bad), encoding="utf-8-sig", newline="")
    raise click.ClickException(f"{sum(sheet.bad for sheet in bad)} lines are bad, see {rejected}.")


@click.command("export")
@click.argument("kind", type=click.Choice(list(EXPORTS)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=pathlib.Path))
@click.option("--provider", "slug", help="Short name of the company; needed where there are several.")
def export_list(kind: str, file: pathlib.Path, slug: str | None) -> None:
    """Write a list as .csv (semicolons, UTF-8 with BOM, as Excel opens it); cells that look like formulas are defused."""
    start_django()
    from django.apps import apps

    from torhaus.customers.importing.result import neutral

    provider = _provider(slug)
    label, columns = EXPORTS[kind]
    only_real = {"is_test": False} if kind in {"contacts", "tickets"} else {}  # test contacts count nowhere
    found = apps.get_model(label)._base_manager.filter(provider=provider, **only_real)
    rows = found.order_by("pk").values_list(*columns)
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow([column.replace("__", "_") for column in columns])
            count = 0
            for row in rows.iterator(chunk_size=2000):
                writer.writerow([neutral(_text(value)) for value in row])
                count += 1
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"Cannot write {file}: {error.strerror}") from error
    click.echo(f"{file}: {count} {kind}")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _provider(slug: str | None) -> "Provider":
    from torhaus.cli import prepare
    from torhaus.providers.models import Provider

    if prepare.pending_migrations():
        raise click.ClickException("The database is not up to date; run `torhaus migrate` first.")
    found = list(Provider.objects.filter(slug=slug) if slug else Provider.objects.order_by("slug"))
    if len(found) == 1:
        return found[0]
    known = ", ".join(Provider.objects.order_by("slug").values_list("slug", flat=True))
    raise click.ClickException(
        f"Name the company with --provider: {known}" if known else "There is no company yet; see `torhaus createowner`."
    )
