"""The stage for the access table: the cast, and one of everything at Brandt's house in the Uferstraße."""

import dataclasses
import datetime as dt
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests import factories as make
from tests.cast import Cast, make_cast
from torhaus.accounts import sessions
from torhaus.accounts.models import Person
from torhaus.customers.actions import ask_change, plan_handover
from torhaus.customers.importing import runs
from torhaus.files.actions import hold, store
from torhaus.flows import finish_visit
from torhaus.flows.invoice_reports import invoice_reports
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.flows.move_visit import ask_move
from torhaus.flows.plan_visit import plan_for_ticket
from torhaus.flows.present_report import present_report
from torhaus.flows.sign_report import Signing, sign_report
from torhaus.invoices import actions as invoices
from torhaus.invoices.models import Payment
from torhaus.jobs.models import Visit
from torhaus.notices.models import OutgoingMail
from torhaus.portal_access.actions import invite, name_deputy, open_local_account
from torhaus.portal_access.models import Deputyship, PortalAccess
from torhaus.providers.actions import add_member
from torhaus.providers.models import Membership
from torhaus.reports import actions as reports
from torhaus.reports.models import ReportPhoto, ServiceReport
from torhaus.tickets import actions as tickets
from torhaus.tickets.models import TicketAttachment


@dataclasses.dataclass
class World:
    """The cast and the ids that addresses need: args["ticket"] → (17,)."""

    cast: Cast
    args: dict[str, tuple[Any, ...]]
    clients: dict[str, Client] = dataclasses.field(default_factory=dict)


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 130)).save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")


def make_world() -> World:
    cast = make_cast()
    world = World(cast, {"": ()})
    _master_data(world)
    _work(world)
    _paper(world)
    _import(world)
    _mail(world)
    return world


def _master_data(world: World) -> None:
    cast = world.cast
    contact = make.make_contact(cast.brandt, is_main=True)
    invitation = invite(contact=contact, by=cast["owner1"])
    access = PortalAccess.objects.get(person=cast["brandt.colleague"])
    member = Membership.objects.get(person=cast["office1"])
    PortalAccess.objects.filter(person=cast["brandt.all"]).update(contact=make.make_contact(cast.brandt))
    own = PortalAccess.objects.get(person=cast["brandt.all"])
    local, _password = open_local_account(
        customer=cast.brandt, by=cast["owner1"], username="lindner.test", first_name="", last_name="Ohne Mail"
    )
    trial = make.make_contact(cast.brandt, is_test=True)
    wish = ask_change(customer=cast.brandt, by=cast["brandt.all"], name="Neuer Name")
    deputyship = _deputyship(cast)
    world.args |= {
        "own_contact": (own.contact_id,),
        "local_access": (cast.brandt.pk, local.pk),
        "customer_test_contact": (cast.brandt.pk, trial.pk),
        "change_request": (wish.pk,),
        "customer": (cast.brandt.pk,),
        "contact": (contact.pk,),
        "party": (make.make_billing_party(cast.brandt).pk,),
        "site": (cast.ufer.pk,),
        "deputyship": (deputyship.pk,),
        "customer_deputyship": (cast.brandt.pk, deputyship.pk),
        "handover": (_handover(cast),),
        "room": (make.make_room(cast.ufer).pk,),
        "category": (make.make_category(cast.lindner).pk,),
        "member": (member.pk,),
        "slug": (cast.lindner.slug,),
        "provider": (cast.lindner.pk,),
        "customer_site": (cast.brandt.pk, cast.ufer.pk),
        "customer_contact": (cast.brandt.pk, contact.pk),
        "customer_invitation": (cast.brandt.pk, invitation.pk),
        "customer_access": (cast.brandt.pk, access.pk),
    }


def _deputyship(cast: Cast) -> Deputyship:
    """Far ahead, so that it changes nothing on this stage."""
    day = timezone.localdate() + dt.timedelta(days=300)
    away, here = (PortalAccess.objects.get(person=cast[key]) for key in ("brandt.all", "brandt.colleague"))
    return name_deputy(access=away, deputy=here, starts_on=day, ends_on=day, by=cast["brandt.all"])


def _handover(cast: Cast) -> int:
    """Far ahead, so that it changes nothing on this stage."""
    day = timezone.localdate() + dt.timedelta(days=300)
    row = plan_handover(site=cast.lindenhof, to_customer=cast.stadtbau, starts_on=day, by=cast["owner1"])
    return int(row.pk)


def _work(world: World) -> None:
    cast = world.cast
    tech = Membership.objects.get(person=cast["tech1"])
    new = make_ticket(cast, "Neu")
    planned = make_ticket(cast, "Geplant")
    visit = plan(cast, planned, tech, days=3)
    move = ask_move(visit=visit, wish="Lieber später", by=cast["brandt.all"])
    other = plan(cast, make_ticket(cast, "Ohne Wunsch"), tech, days=4)
    done = plan(cast, make_ticket(cast, "Erledigt"), tech, days=-2)
    finish_visit.start_visit(visit=done, by=cast["tech1"])
    finish_visit.finish_visit(visit=done, by=cast["tech1"])
    attachment = TicketAttachment.objects.get(ticket=planned)
    world.args |= {
        "new_ticket": (new.pk,),
        "ticket": (planned.pk,),
        "attachment": (planned.pk, attachment.pk),
        "visibility": ("ticket", planned.pk),
        "job": (visit.job_id,),
        "visit": (visit.pk,),
        "planned_visit": (other.pk,),
        "done_visit": (done.pk,),
        "move": (move.pk,),
    }


def make_ticket(cast: Cast, title: str) -> Any:
    file = store(provider=cast.lindner, upload=photo(), by=cast["brandt.all"], kind="image")
    return tickets.report(
        provider=cast.lindner,
        customer=cast.brandt,
        site=cast.ufer,
        title=title,
        by=cast["brandt.all"],
        side="portal",
        files=[file],
    )


def plan(cast: Cast, ticket: Any, member: Membership, *, days: int) -> Visit:
    starts_at = timezone.now() + dt.timedelta(days=days)
    return plan_for_ticket(
        ticket=ticket,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2),
        performers=[member],
        by=cast["office1"],
    )


def _paper(world: World) -> None:
    cast = world.cast
    done = Visit.objects.get(pk=world.args["done_visit"][0])
    other = plan(cast, make_ticket(cast, "Zweiter"), Membership.objects.get(person=cast["tech1"]), days=-3)
    finish_visit.start_visit(visit=other, by=cast["tech1"])
    draft = reports.draft_report(visit=finish_visit.finish_visit(visit=other, by=cast["tech1"]), by=cast["tech1"])
    file = store(provider=cast.lindner, upload=photo(), by=cast["tech1"], kind="image")
    reports.add_photos(report=draft, files=[file], by=cast["tech1"])
    world.args["draft_report"] = (draft.pk,)
    open_ = present_report(report=reports.draft_report(visit=done, by=cast["tech1"]), by=cast["tech1"])
    signed = present_report(report=_with_photo(cast, done), by=cast["tech1"])
    sign_report(report=signed, signing=_signing(signed), by=cast["brandt.all"])
    invoice = invoice_reports(reports=ServiceReport.objects.filter(pk=signed.pk), by=cast["office1"])
    for line in invoice.lines.all():
        line.unit_price = 50
        line.save()
    invoice = invoices.store_pdf(invoice_id=issue_invoice(invoice=invoice, by=cast["office1"]).pk)
    payment = invoices.record_payment(invoice=invoice, amount=1, paid_on=timezone.localdate(), by=cast["office1"])
    invoice_draft = invoices.draft_invoice(
        provider=cast.lindner, customer=cast.brandt, site=cast.ufer, by=cast["office1"], title="Entwurf"
    )
    world.args |= {
        "report": (open_.pk,),
        "signed_report": (signed.pk,),
        "photo": (signed.pk, ReportPhoto.objects.get(report=signed).pk),
        "invoice": (invoice.pk,),
        "payment": (payment.pk if isinstance(payment, Payment) else Payment.objects.get().pk,),
        "invoice_payment": (invoice.pk, Payment.objects.get().pk),
        "invoice_draft": (invoice_draft.pk,),
    }


def _with_photo(cast: Cast, visit: Visit) -> ServiceReport:
    report = reports.draft_report(visit=visit, by=cast["tech1"])
    file = store(provider=cast.lindner, upload=photo(), by=cast["tech1"], kind="image")
    reports.add_photos(report=report, files=[file], by=cast["tech1"])
    return report


def _signing(report: ServiceReport) -> Signing:
    return Signing(
        signer_name="Miriam Brandt", signer_role="", consent_text="Ja.", shown_sha256=report.pdf.sha256, reservation="",
        strokes=None, person=None, login_method="Passwort", ip_address=None, user_agent="",
    )  # fmt: skip


def _import(world: World) -> None:
    cast = world.cast
    sheet = io.BytesIO("Name;PLZ;Ort\nBäckerei Kern;79104;Freiburg\n;79104;Freiburg\n".encode("cp1252"))
    run = runs.submit(provider=cast.lindner, by=cast["office1"], stream=sheet, filename="kunden.csv")
    runs.check(import_id=run.pk)
    runs.confirm(row=run)
    runs.carry_out(import_id=run.pk)
    world.args |= {"import": (run.pk,), "import_sheet": (run.pk, 0), "sample": ("customers",)}


def _mail(world: World) -> None:
    """A mail that is on its way, and a photo that Brandt has uploaded but not sent."""
    cast = world.cast
    mail = OutgoingMail.objects.create(
        provider_id=cast.lindner.pk,
        key="table",
        to_address="jemand@kunde.example",
        subject="Betreff",
        text="Text",
        status="failed",
    )
    pending = add_member(
        provider=cast.lindner, role="technician", by=cast["owner1"], email="neu@lindner.example", last_name="Neu"
    )
    world.args |= {
        "pending_member": (pending.pk,),
        "office_session": (_session_of(cast["owner1"]),),
        "portal_session": (_session_of(cast["brandt.all"]),),
        "office_passkey": (1,),
        "portal_passkey": (1,),
    }
    held = hold(provider=cast.lindner, upload=photo(), by=cast["brandt.all"], form_key="table", kind="image")
    world.args |= {"mail": (mail.pk,), "upload": (held.pk,)}


def _session_of(person: Person) -> str:
    """The name under which the person ends one more session of theirs."""
    client = Client()
    client.force_login(person)
    return sessions.public_id(client.session.session_key or "")
