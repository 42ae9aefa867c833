"""Invoices in the portal: the list, one of them, and its files."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.invoices import queries, serve, states
from torhaus.invoices.models import Invoice
from torhaus.kernel import search
from torhaus.portal.entry import portal_view
from torhaus.portal.invoices import overview
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

RELATED = ("customer", "billing_party", "site", "job", "pdf", "cancels")


@require_GET
@portal_view(P.INVOICE_READ)
def invoices(request: ViewerRequest) -> HttpResponse:
    viewer, state = request.viewer, request.GET.get("state", "")
    rows = queries.in_state(list_for(viewer, Invoice, P.INVOICE_READ), state)
    rows = search.narrow(rows, provider_id=viewer.provider.pk, words=request.GET.get("q", ""))
    page = keyset_page(queries.for_list(rows), order=states.order(state), cursor=request.GET.get("after"))
    return page_or_fragment(request, "portal/invoices/list.html", "rows", overview.list_context(request, page))


@require_GET
@portal_view(P.INVOICE_READ)
def invoice(request: ViewerRequest, pk: int) -> HttpResponse:
    row = _invoice(request, pk)
    return render_page(request, "portal/invoices/detail.html", overview.detail_context(request.viewer, row))


@require_GET
@portal_view(P.INVOICE_READ)
def invoice_pdf(request: ViewerRequest, pk: int) -> HttpResponse:
    row = _files_of(request, pk)
    answer = serve.pdf_response(row, request=request)
    if answer is None:
        answer = render_page(request, "portal/invoices/not_ready.html", {"invoice": row}, status=202)
        answer["Retry-After"] = answer["Refresh"] = "3"
    return answer


@require_GET
@portal_view(P.INVOICE_READ)
def invoice_xrechnung(request: ViewerRequest, pk: int) -> HttpResponse:
    syntax: serve.Syntax = "ubl" if request.GET.get("syntax") == "ubl" else "cii"
    return serve.xrechnung_response(_files_of(request, pk), syntax=syntax)


def _files_of(request: ViewerRequest, pk: int) -> Invoice:
    return get_for(request.viewer, Invoice, pk, P.INVOICE_READ, related=("pdf",))


def _invoice(request: ViewerRequest, pk: int) -> Invoice:
    return get_for(request.viewer, Invoice, pk, P.INVOICE_READ, related=RELATED)
