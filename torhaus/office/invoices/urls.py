"""Addresses of the office's pages for invoices."""

from django.urls import URLPattern, path

from torhaus.office.invoices import cancellation, drafts, payments, unbilled, views

urlpatterns: list[URLPattern] = [
    path("", views.invoices, name="invoices"),
    path("figures/", views.figures, name="invoice_figures"),
    path("unbilled/", unbilled.unbilled, name="unbilled"),
    path("from-reports/", unbilled.invoice_from_reports, name="invoice_from_reports"),
    path("new/", drafts.invoice_new, name="invoice_new"),
    path("<int:pk>/", views.invoice, name="invoice"),
    path("<int:pk>/content/", drafts.invoice_content, name="invoice_content"),
    path("<int:pk>/totals/", drafts.invoice_totals, name="invoice_totals"),
    path("<int:pk>/preview/", views.invoice_preview, name="invoice_preview"),
    path("<int:pk>/removal/", drafts.invoice_removal, name="invoice_removal"),
    path("<int:pk>/issue/", drafts.invoice_issue, name="invoice_issue"),
    path("<int:pk>/cancellation/", cancellation.invoice_cancellation, name="invoice_cancellation"),
    path("<int:pk>/payments/", payments.invoice_payments, name="invoice_payments"),
    path("payments/<int:pk>/reversal/", payments.payment_reversal, name="payment_reversal"),
    path("<int:pk>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("<int:pk>/xml/", views.invoice_xml, name="invoice_xml"),
    path("<int:pk>/xrechnung/", views.invoice_xrechnung, name="invoice_xrechnung"),
]
