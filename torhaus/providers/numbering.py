"""Numbers that people read (T-1204, A-318, RE-2026-0001): unique per provider and kind, without gaps under parallel use."""

from django.db import transaction
from django.db.models import F

from torhaus.providers.models import NumberRange

FORMATS = {
    "customer": "K-{n:05d}",
    "ticket": "T-{n:04d}",
    "job": "A-{n:04d}",
    "report": "LB-{n:04d}",
    "invoice": "RE-{year}-{n:04d}",
}
STARTS = {"customer": 10000}


def next_number(*, provider_id: int, kind: str, year: int = 0) -> str:
    """Take the next number inside the caller's transaction; the range stays locked until that ends.

    `year` 0 runs on over the years; invoices give the year of their date. A rollback gives the number back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number needs the transaction that uses the number")
    NumberRange.objects.get_or_create(
        provider_id=provider_id, kind=kind, year=year, defaults={"last": STARTS.get(kind, 0)}
    )
    rows = NumberRange.objects.filter(provider_id=provider_id, kind=kind, year=year)
    rows.update(last=F("last") + 1)  # locks the row on PostgreSQL; SQLite holds the write lock already
    return FORMATS[kind].format(n=rows.values_list("last", flat=True).get(), year=year)
