"""Jobs in the office: list, page, open, edit, finish."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import BillingParty, Customer, Room, Site
from torhaus.flows import edit_job
from torhaus.jobs import actions
from torhaus.jobs.models import Job
from torhaus.kernel.once import once
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.jobs import overview
from torhaus.office.jobs.forms import JobForm
from torhaus.office.steps import step
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("provider", "customer", "site", "room", "billing_party")


@require_GET
@office_view(P.JOB_READ)
def jobs(request: ViewerRequest) -> HttpResponse:
    asked = overview.read_list(request)
    rows = overview.narrowed(request.viewer, list_for(request.viewer, Job, P.JOB_READ), asked)
    page = keyset_page(rows, order=("-id",), cursor=request.GET.get("after"))
    return page_or_fragment(request, "office/jobs/list.html", "rows", overview.list_context(request, page, asked))


@require_GET
@office_view(P.JOB_READ)
def job(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Job, pk, P.JOB_READ, related=RELATED)
    return render_page(request, "office/jobs/detail.html", overview.detail_context(request.viewer, row))


@require_http_methods(["GET", "POST"])
@office_view(P.JOB_EDIT)
def job_new(request: ViewerRequest) -> HttpResponse:
    customer = overview.asked_customer(request)
    if customer is None:
        return render_page(request, "office/jobs/customer.html", overview.customers_context(request))
    form = _form(request, customer, job=None)
    if request.method == "POST" and form.is_valid():
        address = carried_out(form, lambda: once(form_key(request), lambda: _opened(request, customer, form)))
        if address:
            return redirect(address)
    back = reverse("office:customer", args=[customer.pk])
    return _form_page(request, form, customer=customer, job=None, back=back)


@require_http_methods(["GET", "POST"])
@office_view(P.JOB_EDIT)
def job_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Job, pk, P.JOB_EDIT, related=RELATED)
    form = _form(request, row.customer, job=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        changed = carried_out(
            form,
            lambda: edit_job.change_job(job=row, version=version, by=request.viewer.person, **form.values),
            current=lambda: get_for(request.viewer, Job, pk, P.JOB_EDIT, related=RELATED),
        )
        if changed:
            messages.success(request, _("Gespeichert."))
            return redirect("office:job", pk)
    return _form_page(request, form, customer=row.customer, job=row, back=reverse("office:job", args=[pk]))


@require_POST
@office_view(P.JOB_EDIT)
def job_completion(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Job, pk, P.JOB_EDIT)
    return step(
        request,
        action=lambda: actions.finish_job(job=row, by=request.viewer.person),
        said=_("%(job)s %(number)s ist erledigt.") % {"job": request.words.job.one, "number": row.number},
        to=reverse("office:job", args=[pk]),
    )


def _form(request: ViewerRequest, customer: Customer, *, job: Job | None) -> JobForm:
    viewer = request.viewer
    sites: QuerySet[Site] = list_for(viewer, Site, P.SITE_READ).filter(customer=customer, is_active=True)
    rooms = list_for(viewer, Room, P.SITE_READ).filter(site__in=sites, is_active=True).select_related("site")
    parties = list_for(viewer, BillingParty, P.CUSTOMER_READ).filter(customer=customer, is_active=True)
    return JobForm(
        request.POST or None,
        instance=job,
        customer=customer,
        sites=sites.order_by("name", "id"),
        rooms=rooms.order_by("site__name", "name"),
        parties=parties.order_by("name", "id"),
        initial={} if job else overview.first_values(request, customer),
    )


def _opened(request: ViewerRequest, customer: Customer, form: JobForm) -> str:
    viewer = request.viewer
    row = edit_job.open_job(provider=viewer.provider, customer=customer, by=viewer.person, **form.values)
    said = _("%(job)s %(number)s ist angelegt.") % {"job": request.words.job.one, "number": row.number}
    messages.success(request, said)
    return reverse("office:job", args=[row.pk])


def _form_page(
    request: ViewerRequest, form: JobForm, *, customer: Customer, job: Job | None, back: str
) -> HttpResponse:
    context = {"form": form, "customer": customer, "job": job, "back": back}
    return render_page(request, "office/jobs/form.html", context, status=422 if form.errors else 200)
