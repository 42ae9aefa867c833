"""Accepting a ticket: it becomes a job, or joins one, and its attachments stay with it."""

from django.db import transaction
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.jobs import actions as jobs
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.tickets import actions as tickets
from torhaus.tickets.models import Ticket


@transaction.atomic
def accept_ticket(*, ticket: Ticket, by: Person, job: Job | None = None) -> Job:
    """Open the job for this ticket, or hang it on an open `job` of the same customer.

    Of two people at once exactly one makes a job; the other gets Refused with the first one's name.
    """
    locked = tickets.lock(ticket)
    tickets.check_decidable(locked)
    if locked.is_test:
        raise Refused(
            _("Eine Testmeldung wird nicht zum Auftrag; beantworten, ablehnen und abschließen lässt sie sich.")
        )
    if job is not None and not job.is_open:
        raise Refused(_("Dieser Auftrag ist nicht mehr offen."))
    taken = job or locked.job or _open_job(locked, by=by)
    tickets.set_accepted(ticket=locked, job=taken, by=by)
    return taken


def _open_job(ticket: Ticket, *, by: Person) -> Job:
    site = ticket.site
    party = site.billing_party if site else None
    return jobs.open_job(
        provider=ticket.provider, customer=ticket.customer, title=ticket.title, by=by, site=site, room=ticket.room,
        description=ticket.description, contact_name=ticket.contact_name, contact_phone=ticket.contact_phone,
        billing_party=party if party and party.customer_id == ticket.customer_id else None, order_number=site.order_number if site else "",
        cost_centre=site.cost_centre if site else "", ticket_id=ticket.pk,
    )  # fmt: skip
