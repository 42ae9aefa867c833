"""What the worker does for master data: check and carry out large imports, forget old ones."""

import datetime as dt

from django_tasks import task

from torhaus.customers.importing import runs
from torhaus.kernel import queue


@task()
def check_import(import_id: int) -> None:
    """The dry run of one uploaded file."""
    runs.check(import_id=import_id)


@task()
def carry_out_import(import_id: int) -> None:
    """Write one checked file."""
    runs.carry_out(import_id=import_id)


queue.periodic(every=dt.timedelta(hours=6))(runs.forget_old)
