"""The demo's paper: service reports in every state and the invoices made from them."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from torhaus.accounts.models import Person
from torhaus.cli.demo.clock import Steps, at, moment, past
from torhaus.cli.demo.companies import Company
from torhaus.cli.demo.photos import photo
from torhaus.customers.models import Contact
from torhaus.files.actions import store
from torhaus.flows.cancel_invoice import cancel_invoice
from torhaus.flows.invoice_reports import invoice_reports
from torhaus.flows.issue_invoice import issue_invoice
from torhaus.flows.present_report import present_report
from torhaus.flows.sign_report import ON_DEVICE, Signing, close_unsigned, refuse_report, sign_report
from torhaus.invoices.actions import record_payment, store_pdf
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Visit
from torhaus.reports import actions as reports
from torhaus.reports.lines import Line
from torhaus.reports.models import ServiceReport

CONSENT = "Ich bestätige, dass die aufgeführten Leistungen erbracht wurden."
CAPTIONS = ["Vor Beginn der Arbeiten", "Nach dem Freilegen"]
REMARKS = "Arbeitsplatz sauber verlassen. Keine weiteren Mängel festgestellt."


def draft_report(
    company: Company, visit: Visit, who: str, *, days: int, lines: Sequence[Line], photos: tuple[str, ...] = ()
) -> Steps[ServiceReport]:
    """A report that is written and not yet presented."""
    by = company.staff[who].person
    when = at(days=days, hour=17)
    yield when
    with moment(when):
        report = reports.draft_report(visit=visit, by=by)
        report = reports.save_draft(
            report=report,
            version=report.version,
            by=by,
            title=visit.title,
            performed_on=timezone.localdate(visit.starts_at),
            remarks=REMARKS,
            lines=lines,
        )
        files = [store(provider=company.provider, upload=photo(name), by=by, kind="image") for name in photos]
        if files:
            reports.add_photos(report=report, files=files, by=by, captions=CAPTIONS[: len(files)])
        return report


def open_report(
    company: Company, visit: Visit, who: str, *, days: int, lines: Sequence[Line], photos: tuple[str, ...] = ()
) -> Steps[ServiceReport]:
    """A report that was presented and waits for its signature."""
    report = yield from draft_report(company, visit, who, days=days, lines=lines, photos=photos)
    when = at(days=days, hour=17, minute=5)
    yield when
    with moment(when):
        return present_report(report=report, by=company.staff[who].person)


def signed_on_device(
    company: Company, report: ServiceReport, who: str, *, signer: str, role: str, days: int
) -> Steps[ServiceReport]:
    """Signed with a finger on the technician's device."""
    when = at(days=days, hour=17, minute=30)
    yield when
    with moment(when):
        signing = _signing(report, signer=signer, role=role, strokes=SIGNATURE, person=None, login_method=ON_DEVICE)
        sign_report(report=report, signing=signing, by=company.staff[who].person, side="office")
    report.refresh_from_db()
    return report


def signed_in_portal(company: Company, report: ServiceReport, who: str, *, days: int) -> Steps[ServiceReport]:
    """Confirmed with a typed name by somebody who is logged in."""
    person = company.people[who]
    role = Contact.objects.get(customer=report.customer, email=person.email).role
    when = at(days=days, hour=9, minute=12)
    yield when
    with moment(when):
        signing = _signing(
            report, signer=person.full_name, role=role, strokes=None, person=person, login_method="Passwort"
        )
        sign_report(report=report, signing=signing, by=person)
    report.refresh_from_db()
    return report


def refused(company: Company, report: ServiceReport, who: str, *, reason: str, days: int) -> Steps[None]:
    when = at(days=days, hour=10)
    yield when
    with moment(when):
        refuse_report(report=report, reason=reason, by=company.people[who])


def closed_unsigned(company: Company, report: ServiceReport, *, reason: str, days: int) -> Steps[None]:
    when = at(days=days, hour=15)
    yield when
    with moment(when):
        close_unsigned(report=report, reason=reason, by=company.staff["office1"].person)


def drafted(company: Company, done: list[ServiceReport], *, days: int) -> Steps[Invoice]:
    when = at(days=days, hour=11)
    yield when
    with moment(when):
        picked = ServiceReport.objects.filter(pk__in=[report.pk for report in done])
        return invoice_reports(reports=picked, by=company.boss)


def billed(company: Company, done: list[ServiceReport], *, days: int, paid: str = "none") -> Steps[Invoice]:
    """Invoice the reports `days` from today; `paid`: all, part, none or cancelled (and issued anew)."""
    by = company.boss
    draft = yield from drafted(company, done, days=days)
    when = at(days=days, hour=11, minute=10)
    yield when
    with moment(when):
        invoice = store_pdf(invoice_id=issue_invoice(invoice=draft, by=by).pk)
    if paid == "all":
        yield from _pay(invoice, invoice.gross_total, days=days + 6, by=by)
    if paid == "part":
        yield from _pay(invoice, (invoice.gross_total / 2).quantize(Decimal("0.01")), days=days + 6, by=by)
    if paid == "cancelled":
        when = at(days=days + 1, hour=9)
        yield when
        with moment(when):
            cancelled = cancel_invoice(invoice=invoice, by=by, draft_anew=True)
            assert cancelled.draft is not None
            store_pdf(invoice_id=cancelled.storno.pk)
            store_pdf(invoice_id=issue_invoice(invoice=cancelled.draft, by=by).pk)
    return invoice


def _signing(
    report: ServiceReport,
    *,
    signer: str,
    role: str,
    strokes: list[list[list[float]]] | None,
    person: Person | None,
    login_method: str,
) -> Signing:
    return Signing(
        signer_name=signer,
        signer_role=role,
        strokes=strokes,
        shown_sha256=report.pdf.sha256 if report.pdf else "",
        reservation="",
        person=person,
        login_method=login_method,
        consent_text=CONSENT,
        ip_address="203.0.113.24" if person else None,
        user_agent="Torhaus Demo",
    )


def _pay(invoice: Invoice, amount: Decimal, *, days: int, by: Person) -> Steps[None]:
    when = past(days=min(days, 0), hour=8)
    yield when
    with moment(when):
        record_payment(invoice=invoice, amount=amount, paid_on=timezone.localdate(), by=by, note="Kontoauszug")


def _stroke(*points: float) -> list[list[float]]:
    return [list(pair) for pair in zip(points[::2], points[1::2], strict=True)]


SIGNATURE = [
    _stroke(60, 120, 78, 70, 98, 52, 104, 88, 96, 132, 118, 110, 138, 92, 150, 120),
    _stroke(170, 118, 190, 92, 204, 120, 226, 88, 244, 122, 268, 96, 300, 116, 352, 98),
]
