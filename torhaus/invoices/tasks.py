"""What the worker does for invoices: prints them, and prints what a crash left without paper."""

import datetime as dt
import logging

from django.utils import timezone
from django_tasks import task

from torhaus.invoices import actions, queries
from torhaus.invoices.models import Invoice
from torhaus.kernel import queue

GRACE = dt.timedelta(minutes=1)  # the ordinary task gets this long before the sweep steps in
BATCH = 50
log = logging.getLogger(__name__)


@task()
def print_invoice(invoice_id: int) -> None:
    """Make the PDF of one issued invoice."""
    actions.store_pdf(invoice_id=invoice_id)


@queue.periodic(every=GRACE)
def sweep_missing_pdfs(*, grace: dt.timedelta = GRACE) -> int:
    """Print issued invoices whose PDF is missing although its task should be over; returns how many got one.

    One that cannot be printed is logged and does not hold up the others.
    """
    late = queries.without_pdf(Invoice.objects.filter(issued_at__lt=timezone.now() - grace))
    ids = list(late.order_by("id").values_list("pk", flat=True)[:BATCH])
    return sum(_is_printed(invoice_id) for invoice_id in ids)


def _is_printed(invoice_id: int) -> bool:
    try:
        actions.store_pdf(invoice_id=invoice_id)
    except Exception:
        log.exception("invoice_not_printed", extra={"invoice_id": invoice_id})
        return False
    return True
