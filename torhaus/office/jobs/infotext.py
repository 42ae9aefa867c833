"""„Kundenportal“ of a job: the text that its people read, and the accounts that see this job only."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.jobs import actions
from torhaus.jobs.models import Job
from torhaus.office.editform import EditForm, carried_out
from torhaus.office.entry import office_view
from torhaus.office.portal_access.addresses import portal_address
from torhaus.portal_access.models import PortalAccess
from torhaus.ui.render import render_page


class InfotextForm(EditForm):
    class Meta:
        model = Job
        fields = ["portal_greeting"]

    portal_greeting = forms.CharField(
        label=gettext_lazy("Infotext im Portal"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Gruß oder Erklärung zu diesem Auftrag. Adressen werden zu Links. Darf leer bleiben."),
    )


@require_http_methods(["GET", "POST"])
@office_view(P.PORTAL_INVITE)
def job_portal(request: ViewerRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    form = InfotextForm(request.POST or None, instance=job)
    if request.method == "POST" and form.is_valid():
        saved = carried_out(
            form,
            lambda: actions.change_job(
                job=job, version=form.cleaned_data["version"] or 0, by=request.viewer.person, **form.values
            ),
            current=lambda: _job(request, pk),
        )
        if saved:
            messages.success(request, _("Gespeichert. Die Einstellungen gelten ab sofort."))
            return redirect("office:job_portal", pk)
    accesses = list_for(request.viewer, PortalAccess, P.PORTAL_INVITE).filter(job=job).select_related("person")
    context = {
        "job": job,
        "form": form,
        "accesses": list(accesses.order_by("id")[:100]),
        "address": portal_address(job.provider),
    }
    return render_page(request, "office/jobs/infotext.html", context, status=422 if form.errors else 200)


def _job(request: ViewerRequest, pk: int) -> Job:
    return get_for(request.viewer, Job, pk, P.PORTAL_INVITE, related=("customer", "provider"))
