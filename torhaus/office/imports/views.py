"""Import of master data: upload, dry run, carrying out, bad lines and sample files to download."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.importing import runs, samples
from torhaus.customers.importing.columns import KINDS
from torhaus.customers.models import Import, ImportStatus
from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.office.entry import office_view
from torhaus.office.imports.forms import ImportForm
from torhaus.ui.forms import form_key
from torhaus.ui.render import page_or_fragment, render_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST = 20
LABELS = {
    "customers": gettext_lazy("Kunden"),
    "contacts": gettext_lazy("Ansprechpartner"),
    "billing_parties": gettext_lazy("Rechnungsempfänger"),
    "sites": gettext_lazy("Objekte"),
    "rooms": gettext_lazy("Räume"),
}


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_IMPORT)
def imports(request: ViewerRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            taken: list[Import] = []
            address = once(form_key(request), lambda: _submitted(request, form, taken))
            for row in taken:
                runs.check_if_small(row)
            return redirect(address)
        except Refused as refused:
            form.add_error("file", str(refused.message))
    latest = (
        list_for(request.viewer, Import, P.CUSTOMER_IMPORT)
        .select_related("person")
        .defer("content", "rejected", "result")
    )
    context = {"form": form, "latest": list(latest.order_by("-id")[:LATEST]), "labels": LABELS}
    return render_page(request, "office/imports/list.html", context, status=422 if form.errors else 200)


def _submitted(request: ViewerRequest, form: ImportForm, taken: list[Import]) -> str:
    file = form.cleaned_data["file"]
    row = runs.submit(provider=request.viewer.provider, by=request.viewer.person, stream=file, filename=file.name)
    taken.append(row)
    return reverse("office:import", args=[row.pk])


@require_GET
@office_view(P.CUSTOMER_IMPORT)
def import_page(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Import, pk, P.CUSTOMER_IMPORT)
    context = {"labels": LABELS, "run": row, "result": row.result or {"sheets": [], "remarks": []}} | _totals(row)
    return page_or_fragment(request, "office/imports/detail.html", "state", context)


def _totals(row: Import) -> dict[str, Any]:
    sheets = (row.result or {}).get("sheets", [])
    names = ("lines", "created", "changed", "unchanged", "bad")
    total = {name: sum(sheet[name] for sheet in sheets) for name in names}
    good = total["created"] + total["changed"]
    return {
        "total": total,
        "has_news": good > 0,
        "is_checked": row.status == ImportStatus.CHECKED,
        "is_done": row.status == ImportStatus.DONE,
        "good": good,
    }


@require_POST
@office_view(P.CUSTOMER_IMPORT)
def import_execution(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Import, pk, P.CUSTOMER_IMPORT)
    try:
        runs.confirm(row=row)
    except Refused as refused:
        return render_page(request, "office/imports/gone.html", {"message": str(refused.message)}, status=409)
    runs.carry_out_if_small(row)
    return redirect("office:import", pk)


@require_GET
@office_view(P.CUSTOMER_IMPORT)
def import_rejected(request: ViewerRequest, pk: int, sheet: int) -> HttpResponse:
    texts = runs.rejected_sheets(get_for(request.viewer, Import, pk, P.CUSTOMER_IMPORT))
    if sheet >= len(texts) or not texts[sheet]:
        raise Http404
    return _download(
        texts[sheet].encode("utf-8-sig"), name=f"{_('abgelehnt')}-{pk}-{sheet + 1}.csv", kind="text/csv; charset=utf-8"
    )


@require_GET
@office_view(P.CUSTOMER_IMPORT)
def sample(request: ViewerRequest, kind: str) -> HttpResponse:
    found = next((known for known in KINDS if known.key == kind), None)
    if found is None:
        raise Http404
    return _download(samples.sample_csv(found), name=f"{found.label}.csv", kind="text/csv; charset=utf-8")


@require_GET
@office_view(P.CUSTOMER_IMPORT)
def sample_workbook(request: ViewerRequest) -> HttpResponse:
    return _download(samples.sample_workbook(), name=f"{_('Vorlage Stammdaten')}.xlsx", kind=XLSX)


def _download(content: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
