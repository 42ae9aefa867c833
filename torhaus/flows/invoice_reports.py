"""Signed service reports become the draft of an invoice: picked by who pays, each report once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from torhaus.accounts.models import Person
from torhaus.customers.models import BillingParty, Customer, Shown, Site
from torhaus.invoices import actions, queries, references
from torhaus.invoices.actions.reports import lines_of
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.reports.models import ServiceReport

RELATED = ("provider", "customer", "site__billing_party", "site__customer", "job__billing_party", "job__site")


@dataclass(kw_only=True)
class Bundle:
    """Reports that go onto one invoice: one customer, one who pays, and never a hidden site or job together with others."""

    customer: Customer
    billing_party: BillingParty | None
    reports: list[ServiceReport] = field(default_factory=list)

    @property
    def recipient(self) -> BillingParty | Customer:
        return self.billing_party or self.customer

    @property
    def sites(self) -> list[Site]:
        return list({report.site_id: report.site for report in self.reports}.values())

    @property
    def ids(self) -> list[int]:
        return [report.pk for report in self.reports]


def bundles(reports: Iterable[ServiceReport]) -> list[Bundle]:
    """Group reports (fetched with RELATED) as they would be billed, in the order in which they come."""
    found: dict[tuple[int | None, ...], Bundle] = {}
    for report in reports:
        party = references.billing_party_of(customer_id=report.customer_id, job=report.job, site=report.site)
        key = (report.customer_id, party.pk if party else None, *_alone(report))
        bundle = found.setdefault(key, Bundle(customer=report.customer, billing_party=party))
        bundle.reports.append(report)
    return list(found.values())


def _alone(report: ServiceReport) -> tuple[int | None, int | None]:
    """The site where its invoices are hidden, and the job that is off in the portal: the customer's people never meet them
    on another's paper."""
    is_off = not report.job.shows_in_portal(report.provider)
    return report.site_id if report.site.show_invoices == Shown.HIDE else None, report.job_id if is_off else None


@transaction.atomic
def invoice_reports(*, reports: QuerySet[ServiceReport], by: Person) -> Invoice:
    """One draft from these reports (already narrowed to what the person may see); refused when they do not fit together.

    The rows are locked first: of two people at once the second finds the reports billed.
    """
    picked = _locked(reports)
    free = set(
        queries.unbilled(ServiceReport.objects.filter(pk__in=[report.pk for report in picked])).values_list(
            "pk", flat=True
        )
    )
    if not picked or len(free) != len(picked):
        raise Refused(_("Mindestens einer dieser Leistungsbelege ist schon abgerechnet oder noch nicht abgeschlossen."))
    groups = bundles(picked)
    if len(groups) > 1:
        raise Refused(
            _(
                "Diese Leistungsbelege gehören nicht auf dieselbe Rechnung: Kunde oder Rechnungsempfänger sind verschieden."
            )
        )
    return _draft(groups[0], by=by)


def _locked(reports: QuerySet[ServiceReport]) -> list[ServiceReport]:
    ids = list(reports.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = ServiceReport.objects.filter(pk__in=ids).select_related(*RELATED)
    return list(rows.order_by("performed_on", "id"))


def _draft(bundle: Bundle, *, by: Person) -> Invoice:
    reports = bundle.reports
    job, site = _common_job(reports), _common_site(reports)
    invoice = actions.draft_invoice(
        provider=reports[0].provider,
        customer=bundle.customer,
        by=by,
        job=job,
        site=site,
        billing_party=bundle.billing_party,
        title=_title(reports, job),
        service_from=reports[0].performed_on,
        service_to=reports[-1].performed_on,
        lines=lines_of(reports),
    )
    actions.bill_reports(invoice=invoice, reports=reports)
    return invoice


def _common_job(reports: Sequence[ServiceReport]) -> Job | None:
    return reports[0].job if len({report.job_id for report in reports}) == 1 else None


def _common_site(reports: Sequence[ServiceReport]) -> Site | None:
    return reports[0].site if len({report.site_id for report in reports}) == 1 else None


def _title(reports: Sequence[ServiceReport], job: Job | None) -> str:
    if len(reports) == 1:
        return reports[0].title
    if job:
        return job.title
    return ngettext("Leistungen aus %(count)s Beleg", "Leistungen aus %(count)s Belegen", len(reports)) % {
        "count": len(reports)
    }
