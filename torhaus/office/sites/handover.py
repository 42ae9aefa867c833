"""A site gets another customer from a day on: first the new customer is chosen, then the day and what goes along."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import actions, queries
from torhaus.customers.models import BillingParty, Customer, Site, SiteHandover
from torhaus.flows.hand_over_site import hand_over
from torhaus.jobs.models import Job
from torhaus.jobs.queries import OPEN_JOBS
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.steps import carry
from torhaus.tickets.models import OPEN_STATUSES, Ticket
from torhaus.ui.forms import form_key
from torhaus.ui.render import render_page
from torhaus.ui.rowfield import RowField

CHOICES, MATTERS, SITES = 30, 200, 500
EARLIEST = dt.timedelta(days=366)


class HandoverForm(forms.Form):
    """The day, who pays from then on, what goes along, and which other sites change with this one."""

    starts_on = forms.DateField(
        label=gettext_lazy("Ab wann?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Ab diesem Tag sieht der neue Kunde es im Portal, und der bisherige nicht mehr."),
    )
    billing_party = RowField(
        label=gettext_lazy("Rechnungsempfänger"), required=False, empty_label=gettext_lazy("der neue Kunde selbst")
    )
    jobs = forms.MultipleChoiceField(
        label=gettext_lazy("Offene Aufträge mit ihren Terminen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tickets = forms.MultipleChoiceField(
        label=gettext_lazy("Offene Meldungen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Es wechseln mit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others_go_along = forms.BooleanField(
        label=gettext_lazy("Auch deren offene Aufträge und Meldungen gehen mit"), required=False, initial=True
    )

    def __init__(self, *args: Any, parties: Any, jobs: list[Job], tickets: list[Ticket], others: list[Site], **kw: Any):
        super().__init__(*args, **kw)
        self.fields["billing_party"].offer(parties)  # type: ignore[attr-defined]
        for name, rows in (("jobs", jobs), ("tickets", tickets), ("others", others)):
            self.fields[name].choices = [(str(row.pk), str(row)) for row in rows]  # type: ignore[attr-defined]
            if name != "others":
                self.initial[name] = [str(row.pk) for row in rows]
        for name in [name for name, rows in (("jobs", jobs), ("tickets", tickets), ("others", others)) if not rows]:
            del self.fields[name]
        if not others:
            del self.fields["others_go_along"]

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if abs(day - timezone.localdate()) > EARLIEST:
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag höchstens ein Jahr vor oder nach heute."))
        return day

    def ids(self, name: str) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get(name, ())}


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def site_handover(request: ViewerRequest, pk: int) -> HttpResponse:
    site = get_for(request.viewer, Site, pk, P.CUSTOMER_EDIT, related=("customer",))
    chosen = id_in(request.GET.get("to"))
    if chosen is None:
        return _choose(request, site)
    to_customer = get_for(request.viewer, Customer, chosen, P.CUSTOMER_EDIT)
    form = _form(request, site, to_customer)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(form_key(request), lambda: _handed_over(request, form, site, to_customer)))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "site": site, "to_customer": to_customer}
    return render_page(request, "office/sites/handover.html", context, status=422 if form.errors else 200)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def handover_withdrawal(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a change back before its day."""
    row = get_for(request.viewer, SiteHandover, pk, P.CUSTOMER_EDIT)
    carry(
        request,
        lambda: actions.withdraw_handover(handover=row, by=request.viewer.person),
        _("Der Wechsel ist zurückgenommen."),
    )
    return redirect("office:site", row.site_id)


def _choose(request: ViewerRequest, site: Site) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = queries.active(list_for(request.viewer, Customer, P.CUSTOMER_EDIT)).exclude(pk=site.customer_id)
    rows = queries.searched(rows, provider_id=request.viewer.provider.pk, words=words)
    context = {"site": site, "found": list(rows.order_by("name", "id")[:CHOICES]), "words": words}
    return render_page(request, "office/sites/handover_customer.html", context)


def _form(request: ViewerRequest, site: Site, to_customer: Customer) -> HandoverForm:
    viewer = request.viewer
    parties = queries.of_customer(list_for(viewer, BillingParty, P.CUSTOMER_EDIT), to_customer)
    others = queries.of_customer(list_for(viewer, Site, P.CUSTOMER_EDIT), site.customer).exclude(pk=site.pk)
    return HandoverForm(
        request.POST or None,
        parties=queries.parties_in_order(queries.active(parties)),
        jobs=list(_open_jobs(viewer, site, [site.pk])[:MATTERS]),
        tickets=list(_open_tickets(viewer, site, [site.pk])[:MATTERS]),
        others=list(others.filter(is_active=True).order_by("name", "pk")[:SITES]),
    )


def _open_jobs(viewer: Viewer, site: Site, site_ids: list[int]) -> Any:
    rows = list_for(viewer, Job, P.CUSTOMER_EDIT).filter(customer=site.customer_id, site__in=site_ids)
    return rows.filter(status__in=OPEN_JOBS).order_by("-id")


def _open_tickets(viewer: Viewer, site: Site, site_ids: list[int]) -> Any:
    rows = list_for(viewer, Ticket, P.CUSTOMER_EDIT).filter(customer=site.customer_id, site__in=site_ids)
    return rows.filter(status__in=OPEN_STATUSES, is_test=False).order_by("-id")


def _handed_over(request: ViewerRequest, form: HandoverForm, site: Site, to_customer: Customer) -> str:
    viewer, others = request.viewer, form.ids("others")
    sites = [site, *list_for(viewer, Site, P.CUSTOMER_EDIT).filter(pk__in=others, customer=site.customer_id)]
    jobs, tickets = form.ids("jobs"), form.ids("tickets")
    if form.cleaned_data.get("others_go_along"):
        jobs |= set(_open_jobs(viewer, site, list(others)).values_list("pk", flat=True))
        tickets |= set(_open_tickets(viewer, site, list(others)).values_list("pk", flat=True))
    hand_over(
        sites=sites,
        to_customer=to_customer,
        starts_on=form.cleaned_data["starts_on"],
        billing_party=form.cleaned_data["billing_party"],
        job_ids=jobs,
        ticket_ids=tickets,
        by=viewer.person,
    )
    messages.success(request, _("Der Wechsel zu %(customer)s ist vorgemerkt.") % {"customer": to_customer.name})
    return reverse("office:site", args=[site.pk])
