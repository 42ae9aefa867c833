"""Writes of the job itself: open, change, follow its visits, finish."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.customers.models import BillingParty, Customer, Room, Site
from torhaus.customers.queries import is_site_of
from torhaus.jobs.models import Job, JobStatus, Visit, VisitStatus, shown_states
from torhaus.kernel import search
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers.models import JobPortal, Provider
from torhaus.providers.numbering import next_number

CHANGEABLE = (
    "title", "description", "site", "room", "billing_party", "contact_name", "contact_phone", "order_number",
    "cost_centre", "contract_number", "signature_duty", "portal", "portal_greeting",
)  # fmt: skip


@transaction.atomic
def open_job(
    *,
    provider: Provider,
    customer: Customer,
    title: str,
    by: Person,
    site: Site | None = None,
    room: Room | None = None,
    description: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    billing_party: BillingParty | None = None,
    order_number: str = "",
    cost_centre: str = "",
    contract_number: str = "",
    signature_duty: str = "",
    portal: str = "",
    ticket_id: int | None = None,
) -> Job:
    """Open a job for a customer. `ticket_id` names the ticket it comes from, for the history.

    `portal` empty: as the company has set for new jobs; but a job from a ticket never hides what the customer reported.
    """
    job = Job(
        provider=provider,
        customer=customer,
        site=site,
        room=room,
        billing_party=billing_party,
        title=title.strip()[:200],
        description=description,
        contact_name=contact_name,
        contact_phone=contact_phone,
        order_number=order_number,
        cost_centre=cost_centre,
        contract_number=contract_number,
        signature_duty=signature_duty,
        portal=portal or _first_portal(provider, is_from_ticket=ticket_id is not None),
    )
    _check_places(job)
    job.number = next_number(provider_id=provider.pk, kind="job")
    job.save(force_insert=True)
    index_job(job)
    _record("job.opened", job, by=by, ticket_id=ticket_id, data={"number": job.number})
    return job


def _first_portal(provider: Provider, *, is_from_ticket: bool) -> str:
    default = JobPortal(provider.default_job_portal)
    return default if default in shown_states(provider) or not is_from_ticket else JobPortal.ON


@transaction.atomic
def change_job(*, job: Job, version: int, by: Person, **values: Any) -> Job:
    """Change what CHANGEABLE names; Conflict when somebody else changed the job since `version` was read."""
    locked = lock_job(job)
    if locked.version != version:
        raise Conflict(
            _("Der Auftrag wurde inzwischen geändert. Bitte prüfen Sie Ihre Eingaben und speichern Sie erneut.")
        )
    changes = {}
    for name in CHANGEABLE:
        if name in values and getattr(locked, name) != values[name]:
            changes[name] = {"from": _plain(getattr(locked, name)), "to": _plain(values[name])}
            setattr(locked, name, values[name])
    if not changes:
        return locked
    _check_places(locked)
    locked.version += 1
    locked.save()
    index_job(locked)
    _record("job.changed", locked, by=by, data={"changes": changes})
    return locked


@transaction.atomic
def finish_job(*, job: Job, by: Person) -> Job:
    """The work is done; refused while a visit is still to come."""
    locked = lock_job(job)
    if not locked.is_open:
        raise Refused(_("Dieser Auftrag ist nicht mehr offen."))
    if has_coming_visits(locked):
        raise Refused(_("Es stehen noch Einsätze an. Bitte schließen Sie diese zuerst ab oder sagen Sie sie ab."))
    set_status(locked, JobStatus.DONE)
    _record("job.finished", locked, by=by, is_public=True, data={"number": locked.number})
    return locked


def follow_visits(job: Job, *, is_complete: bool, by: Person) -> None:
    """After a visit ended: done when the work is complete and nothing is to come, open when nothing was done."""
    locked = lock_job(job)
    if not locked.is_open:
        return
    rows = Visit.objects.filter(job=locked)
    if has_coming_visits(locked):
        set_status(locked, JobStatus.IN_WORK if rows.filter(started_at__isnull=False).exists() else JobStatus.PLANNED)
    elif is_complete:
        finish_job(job=locked, by=by)
    else:
        set_status(locked, JobStatus.IN_WORK if rows.filter(status=VisitStatus.DONE).exists() else JobStatus.OPEN)


def has_coming_visits(job: Job) -> bool:
    coming = [VisitStatus.PLANNED, VisitStatus.ON_THE_WAY, VisitStatus.IN_WORK]
    return Visit.objects.filter(job=job, status__in=coming).exists()


def lock_job(job: Job) -> Job:
    return Job.objects.select_for_update(of=("self",)).select_related("customer", "site").get(pk=job.pk)


def set_status(job: Job, status: str) -> None:
    """Write the status without touching the edit version: a status is not an edit."""
    if job.status != status:
        job.status = status
        job.save(update_fields=["status"])


def index_job(job: Job) -> None:
    site = job.site
    words = [job.number, job.title, job.customer.name, job.customer.number, job.order_number, job.contact_name]
    words += [site.name, site.street, site.city] if site else []
    search.put(job, provider_id=job.provider_id, text=" ".join([*words, job.description]))


def _record(
    verb: str, job: Job, *, by: Person, data: dict[str, Any], is_public: bool = False, ticket_id: int | None = None
) -> None:
    record(
        verb,
        provider_id=job.provider_id,
        by=by,
        side="office",
        public=is_public,
        data=data,
        customer_id=job.customer_id,
        site_id=job.site_id,
        job_id=job.pk,
        ticket_id=ticket_id,
    )


def _check_places(job: Job) -> None:
    if not job.title:
        raise Refused(_("Bitte geben Sie dem Auftrag einen Titel."))
    if job.customer.provider_id != job.provider_id:
        raise Refused(_("Dieser Kunde gehört nicht zu Ihrem Betrieb."))
    if job.site is not None and not is_site_of(job.site, job.customer_id):
        raise Refused(_("Dieser Ort gehört nicht zum Kunden."))
    if job.room is not None and job.room.site_id != job.site_id:
        raise Refused(_("Dieser Raum gehört nicht zu diesem Ort."))
    if job.billing_party is not None and job.billing_party.customer_id != job.customer_id:
        raise Refused(_("Dieser Rechnungsempfänger gehört nicht zum Kunden."))


def _plain(value: Any) -> Any:
    return str(value) if value is not None else ""
