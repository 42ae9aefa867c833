"""Addresses of the portal's pages for invoices."""

from django.urls import URLPattern, path

from torhaus.portal.invoices import views

urlpatterns: list[URLPattern] = [
    path("", views.invoices, name="invoices"),
    path("<int:pk>/", views.invoice, name="invoice"),
    path("<int:pk>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("<int:pk>/xrechnung/", views.invoice_xrechnung, name="invoice_xrechnung"),
]
