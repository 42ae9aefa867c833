"""People around the portal: invitations that came back or ran out, a test contact, referrals, wishes for other data."""

from typing import Any

from torhaus.cli.demo.clock import Steps, moment, past
from torhaus.cli.demo.told import Told
from torhaus.customers import actions as customers
from torhaus.customers.models import BillingParty, Contact, Customer
from torhaus.flows.accept_invitation import accept_as_new
from torhaus.flows.accept_referral import accept_referral
from torhaus.flows.test_contacts import invite_test_contact
from torhaus.jobs import actions as jobs
from torhaus.portal_access import actions as access
from torhaus.portal_access.models import InvitationStatus, PortalAccess
from torhaus.tickets import actions as tickets

GREETING = (
    "Guten Tag Frau Demir, hier sehen Sie die Termine auf der Baustelle.\n"
    "Den Bauzeitenplan finden Sie auf https://www.stadtbau.example/baustelle, Fragen an technik@stadtbau.example."
)


def bounced(told: Told) -> Steps[None]:
    """The address has a typing error; the mail came back."""
    desk, company = told.company.staff["office1"].person, told.company
    when = past(days=-3, hour=10, minute=12)
    yield when
    with moment(when):
        contact = _contact(
            told,
            "brandt",
            first_name="Holger",
            last_name="Wirth",
            role="Technik",
            email="holger.wirth@hv-brandt.exmaple",
        )
        invitation = access.invite(contact=contact, by=desk)
    later = past(days=-3, hour=10, minute=14)
    yield later
    with moment(later):
        reason = "5.1.2 Domain hv-brandt.exmaple gibt es nicht"
        access.note_delivery(invitation_id=invitation.pk, status=InvitationStatus.BOUNCED, note=reason)
        customers.note_email_problem(provider_id=company.provider.pk, address=contact.email, reason=reason)


def expired(told: Told) -> Steps[None]:
    """Sent nine days ago and never opened."""
    when = past(days=-9, hour=11)
    yield when
    with moment(when):
        contact = _contact(
            told,
            "stadtbau",
            first_name="Gerda",
            last_name="Moll",
            salutation="ms",
            role="Buchhaltung",
            email="gerda.moll@stadtbau.example",
        )
        invitation = access.invite(contact=contact, by=told.company.staff["office1"].person)
        access.note_delivery(invitation_id=invitation.pk, status=InvitationStatus.SENT)


def trial(told: Told) -> Steps[None]:
    """The owner tries the customer's way; the ticket counts nowhere."""
    owner, customer = told.company.staff["owner1"].person, told.company.customers["brandt"]
    when = past(days=-6, hour=14)
    yield when
    with moment(when):
        invitation = invite_test_contact(customer=customer, email="selin.lindner+test@lindner.example", by=owner)
        access.note_delivery(invitation_id=invitation.pk, status=InvitationStatus.SENT)
        person = accept_as_new(
            invitation=invitation, first_name="Test", last_name="Selin Lindner", language="de",
            password="Torhaus-Test-26",  # noqa: S106 - printed for everybody, like the others of the demo
        )  # fmt: skip
    later = past(days=-6, hour=14, minute=20)
    yield later
    with moment(later):
        tickets.report(
            provider=told.company.provider, customer=customer, site=told.company.sites["ufer"], by=person, side="portal",
            title="Test: kommt das an?", description="Probe vor dem Start mit Hausverwaltung Brandt.", is_test=True,
        )  # fmt: skip


def referral(told: Told) -> Steps[None]:
    """Who was recommended has answered and is a prospect now."""
    brandt, by = told.company.customers["brandt"], told.company.people["brandt.all"]
    when = past(days=-5, hour=16)
    yield when
    with moment(when):
        message = "Wir sind seit Jahren zufrieden, gerade bei Notfällen am Wochenende."
        row = access.refer(
            customer=brandt, by=by, company="Weinhandlung Schätzle", name="Anna Schätzle",
            email="anna@schaetzle.example", message=message,
        )  # fmt: skip
    later = past(days=-4, hour=9, minute=30)
    yield later
    with moment(later):
        accept_referral(
            referral=row, company="Weinhandlung Schätzle", first_name="Anna", last_name="Schätzle",
            phone="0761 5550888", message="Unterhaltsreinigung für zwei Läden, je 120 m².", language="de",
        )  # fmt: skip


def recommended(told: Told) -> Steps[None]:
    """The link for this one waits in the outgoing mail."""
    when = past(days=0, hour=8, minute=15)
    yield when
    with moment(when):
        access.refer(
            customer=told.company.customers["brandt"], by=told.company.people["brandt.all"], company="Zahnlabor Huber",
            name="", email="info@zahnlabor-huber.example", message="",
        )  # fmt: skip


def wishes(told: Told) -> Steps[None]:
    """A customer asks for other data: one wish is taken over, one waits."""
    company = told.company
    brandt, by, desk = company.customers["brandt"], company.people["brandt.all"], company.staff["office1"].person
    when = past(days=-8, hour=9)
    yield when
    with moment(when):
        row = customers.ask_change(customer=brandt, by=by, phone="0761 5550219")
    later = past(days=-8, hour=11)
    yield later
    with moment(later):
        customers.confirm_change(request=row, by=desk)
    lately = past(days=-1, hour=15)
    yield lately
    with moment(lately):
        party = BillingParty.objects.filter(customer=brandt).order_by("pk").first()
        customers.ask_change(
            customer=Customer.objects.get(pk=brandt.pk), party=party, by=by, street="Münsterallee 20", email="rechnung@hv-brandt.example",
            wish="Gilt ab dem nächsten Ersten, wir ziehen um.",
        )  # fmt: skip


def greeting(told: Told) -> Steps[None]:
    """What the one person of the building site reads when she comes in."""
    when = past(days=0, hour=8, minute=10)
    yield when
    with moment(when):
        person = told.company.people["stadtbau.job"]
        job = PortalAccess.objects.select_related("job").get(person=person).job
        assert job is not None
        jobs.change_job(job=job, version=job.version, by=told.company.staff["office1"].person, portal_greeting=GREETING)


def _contact(told: Told, customer: str, **fields: Any) -> Contact:
    desk = told.company.staff["office1"].person
    return customers.create_contact(customer=told.company.customers[customer], by=desk, **fields)


STORIES = (bounced, expired, trial, referral, recommended, wishes, greeting)
