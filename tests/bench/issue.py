"""Times the issue of an invoice of ten lines, warm, from the lock to the PDF and XML on disk; prints medians as JSON.

An invoice is prepared before its lock is taken (checks, XML), issued in one transaction and printed after it; the total
covers all three, the lock time the transaction alone.
"""

import json
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import django

RUNS, WARM = 60, 5


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torhaus.config.settings")
    django.setup()
    times = [_issue(draft) for draft in _drafts(WARM + RUNS)][WARM:]
    total, lock = ([1000 * run[place] for run in times] for place in (0, 1))
    print(json.dumps({"total_ms": statistics.median(total), "lock_ms": statistics.median(lock), "runs": len(times)}))


def _drafts(count: int) -> Iterator:
    from torhaus.accounts.models import Person
    from torhaus.cli.demo.accounts import login_of
    from torhaus.customers.models import Customer
    from torhaus.invoices.actions.drafts import LineData, draft_invoice
    from torhaus.invoices.states import today

    customer = Customer.objects.select_related("provider").get(name="Hausverwaltung Brandt")
    by = Person.objects.get(email=login_of("owner1"))
    lines = [
        LineData(text=f"Leistung {n}", quantity=Decimal(n), unit_price=Decimal("12.50"), detail="wie besprochen")
        for n in range(1, 11)
    ]
    for _ in range(count):
        draft = draft_invoice(
            provider=customer.provider, customer=customer, by=by, title="Messung", service_from=today(), lines=lines
        )
        yield draft, by


def _issue(work: tuple) -> tuple[float, float]:
    """(seconds in all, seconds in the transaction)."""
    from torhaus.flows.issue_invoice import issue_invoice
    from torhaus.invoices.actions import store_pdf

    draft, by = work
    with _transactions() as spans:
        started = time.perf_counter()
        issue_invoice(invoice=draft, by=by)
        in_lock = spans[0]
        invoice = store_pdf(invoice_id=draft.pk)
        ended = time.perf_counter()
    assert invoice.pdf_id
    assert invoice.xml
    return ended - started, in_lock


@contextmanager
def _transactions() -> Iterator[list[float]]:
    """The lengths of the outermost transactions of this thread, in seconds."""
    from django.db import transaction

    spans: list[float] = []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun: list[float] = []

    def entering(self):
        begun.append(time.perf_counter())
        return enter(self)

    def leaving(self, *failure):
        result = leave(self, *failure)
        start = begun.pop()
        if not begun:
            spans.append(time.perf_counter() - start)
        return result

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entering, leaving
    try:
        yield spans
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave


if __name__ == "__main__":
    main()
