"""Answers with the files of an invoice. Whether the viewer may have them was decided before, by the door it came through."""

from typing import Literal

from django.http import HttpRequest, HttpResponse

from torhaus.files.serve import file_response
from torhaus.invoices import compose
from torhaus.invoices.models import Invoice

Syntax = Literal["cii", "ubl"]


def pdf_response(invoice: Invoice, *, request: HttpRequest) -> HttpResponse | None:
    """The stored PDF, shown in the browser when the address says `?inline=1`; None while it is not printed yet."""
    if invoice.pdf is None:
        return None
    return file_response(invoice.pdf, inline=request.GET.get("inline") == "1", request=request)


def xml_response(invoice: Invoice) -> HttpResponse:
    """The CII as it was issued and stands in the PDF, byte for byte."""
    return _xml(bytes(invoice.xml or b""), name=f"{invoice.number}.xml")


def xrechnung_response(invoice: Invoice, *, syntax: Syntax = "cii") -> HttpResponse:
    """XRechnung made from the frozen snapshot: equal each time."""
    from torhaus.invoices import einvoice  # here for weight: most requests never write XML

    content = einvoice.xrechnung(compose.said(invoice), syntax=syntax)
    return _xml(content, name=f"{invoice.number}-xrechnung-{syntax}.xml")


def _xml(content: bytes, *, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    }
    return HttpResponse(content, content_type="application/xml", headers=headers)
