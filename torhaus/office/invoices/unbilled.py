"""„Abzurechnen“: signed work that stands on no invoice yet, bundled by who pays; one click makes the draft."""

import dataclasses
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.fetch import all_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.flows.invoice_reports import RELATED, Bundle, bundles, invoice_reports
from torhaus.invoices import queries
from torhaus.kernel.errors import Refused
from torhaus.kernel.money import ZERO, cents
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.reports.models import ReportLine, ServiceReport
from torhaus.ui.forms import form_key
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import render_page

PAGE = 100


@dataclasses.dataclass(frozen=True)
class Group:
    """One future invoice: its reports with their net sums."""

    bundle: Bundle
    nets: dict[int, Decimal]

    @property
    def net(self) -> Decimal:
        return sum((self.nets.get(pk, ZERO) for pk in self.bundle.ids), ZERO)


@require_GET
@office_view(P.INVOICE_WRITE)
def unbilled(request: ViewerRequest) -> HttpResponse:
    return _page(request)


@require_POST
@office_view(P.INVOICE_WRITE)
def invoice_from_reports(request: ViewerRequest) -> HttpResponse:
    try:
        return redirect(once(form_key(request), lambda: _drafted(request)))
    except Refused as refused:
        return _page(request, refused=str(refused.message))


def _drafted(request: ViewerRequest) -> str:
    reports = all_for(request.viewer, ServiceReport, request.POST.getlist("reports"), P.INVOICE_WRITE)
    draft = invoice_reports(reports=reports, by=request.viewer.person)
    messages.success(request, _("Der Entwurf ist angelegt. Bitte prüfen Sie ihn."))
    return reverse("office:invoice", args=[draft.pk])


def _page(request: ViewerRequest, *, refused: str = "") -> HttpResponse:
    rows = queries.unbilled(list_for(request.viewer, ServiceReport, P.REPORT_READ)).select_related(*RELATED)
    page = keyset_page(rows, order=("-id",), cursor=request.GET.get("after"), size=PAGE)
    context: dict[str, Any] = {
        "rows": page,
        "groups": _groups(request, page.items),
        "picked": set(request.POST.getlist("reports")) if refused else None,
        "refused": refused,
    }
    return render_page(request, "office/invoices/unbilled.html", context, status=422 if refused else 200)


def _groups(request: ViewerRequest, reports: list[ServiceReport]) -> list[Group]:
    lines = list_for(request.viewer, ReportLine, P.REPORT_READ).filter(report__in=reports)
    nets: dict[int, Decimal] = {}
    for report_id, quantity, price in lines.values_list("report_id", "quantity", "unit_price"):
        nets[report_id] = nets.get(report_id, ZERO) + cents(quantity * (price or ZERO))
    return [Group(bundle, nets) for bundle in bundles(reports)]
