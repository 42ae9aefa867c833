"""Invoices in the office: the list with its figures, the page of one, its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Customer
from torhaus.invoices import queries, serve, states
from torhaus.invoices.models import Invoice
from torhaus.kernel import search
from torhaus.office.entry import office_view
from torhaus.office.invoices import editor, overview
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page


@require_GET
@office_view(P.INVOICE_READ)
def invoices(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    state, customer = asked.get("state", ""), _customer(request)
    rows = queries.in_state(list_for(viewer, Invoice, P.INVOICE_READ), state)
    rows = rows.filter(customer=customer) if customer else rows
    rows = search.narrow(rows, provider_id=viewer.provider.pk, words=asked.get("q", ""))
    page = keyset_page(queries.for_list(rows), order=states.order(state), cursor=asked.get("after"))
    context = overview.list_context(request, page, customer)
    return page_or_fragment(request, "office/invoices/list.html", "rows", context)


def _customer(request: ViewerRequest) -> Customer | None:
    """The customer that the list is cut to; 404 for a foreign one."""
    pk = id_in(request.GET.get("customer"))
    return get_for(request.viewer, Customer, pk, P.INVOICE_READ) if pk else None


@require_GET
@office_view(P.INVOICE_READ)
def figures(request: ViewerRequest) -> HttpResponse:
    """Loaded after the list, so that the sums over everything owed never hold it up."""
    return page_or_fragment(request, "office/invoices/figures.html", "figures", overview.figures(request.viewer))


@require_GET
@office_view(P.INVOICE_READ)
def invoice(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find(request, pk, P.INVOICE_READ)
    if row.is_draft:
        return (
            editor.page(request, row) if request.viewer.may(P.INVOICE_WRITE) else redirect("office:invoice_preview", pk)
        )
    return overview.issued_page(request, row)


@require_GET
@office_view(P.INVOICE_READ)
def invoice_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find(request, pk, P.INVOICE_READ)
    if not row.is_draft:
        return redirect("office:invoice", pk)
    return render_page(request, "office/invoices/preview.html", overview.preview_context(request.viewer, row))


@require_GET
@office_view(P.INVOICE_READ)
def invoice_pdf(request: ViewerRequest, pk: int) -> HttpResponse:
    row = find_issued(request, pk)
    answer = serve.pdf_response(row, request=request)
    if answer is None:
        answer = render_page(request, "office/invoices/not_ready.html", {"invoice": row}, status=202)
        answer["Retry-After"] = answer["Refresh"] = "3"
    return answer


@require_GET
@office_view(P.INVOICE_READ)
def invoice_xml(request: ViewerRequest, pk: int) -> HttpResponse:
    return serve.xml_response(find_issued(request, pk))


@require_GET
@office_view(P.INVOICE_READ)
def invoice_xrechnung(request: ViewerRequest, pk: int) -> HttpResponse:
    syntax: serve.Syntax = "ubl" if request.GET.get("syntax") == "ubl" else "cii"
    return serve.xrechnung_response(find_issued(request, pk), syntax=syntax)


def find(request: ViewerRequest, pk: int, permission: P) -> Invoice:
    """One invoice with all that its page needs; a draft with all that it would say."""
    row = get_for(request.viewer, Invoice, pk, permission, related=queries.COMPLETE)
    return find_draft(request, pk, permission) if row.is_draft else row


def find_draft(request: ViewerRequest, pk: int, permission: P) -> Invoice:
    """One that most likely is a draft still."""
    return get_for(request.viewer, Invoice, pk, permission, whole=queries.COMPLETE)


def find_issued(request: ViewerRequest, pk: int) -> Invoice:
    """An issued one; a draft has no files yet (404)."""
    row = get_for(request.viewer, Invoice, pk, P.INVOICE_READ, related=("pdf",))
    if row.is_draft:
        raise Http404
    return row
