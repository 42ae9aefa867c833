"""Opening and changing a job with its switch „Kundenportal“, which without Kundenstamm opens the customer's as well."""

from typing import Any

from django.db import transaction

from torhaus.accounts.models import Person
from torhaus.customers.actions.portal import change_portal
from torhaus.customers.models import Customer
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Job
from torhaus.providers.models import JobPortal, Provider


@transaction.atomic
def open_job(*, provider: Provider, customer: Customer, by: Person, **values: Any) -> Job:
    """A new job; see jobs.actions.open_job for the values."""
    job = jobs.open_job(provider=provider, customer=customer, by=by, **values)
    _open_customer(job, provider=provider, by=by)
    return job


@transaction.atomic
def change_job(*, job: Job, version: int, by: Person, **values: Any) -> Job:
    """Change a job; see jobs.actions.change_job for the values."""
    was_on = job.portal == JobPortal.ON
    changed = jobs.change_job(job=job, version=version, by=by, **values)
    if not was_on:
        _open_customer(changed, provider=job.provider, by=by)
    return changed


def _open_customer(job: Job, *, provider: Provider, by: Person) -> None:
    """Without Kundenstamm nobody configures customers one by one: the job's switch says it for its customer."""
    if job.portal == JobPortal.ON and not provider.has_customer_master:
        change_portal(customer=job.customer, by=by, portal_enabled=True)
