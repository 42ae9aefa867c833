"""Addresses of the office's pages for imports."""

from django.urls import URLPattern, path

from torhaus.office.imports import views

urlpatterns: list[URLPattern] = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.import_page, name="import"),
    path("<int:pk>/execution/", views.import_execution, name="import_execution"),
    path("<int:pk>/rejected/<int:sheet>/", views.import_rejected, name="import_rejected"),
    path("samples/workbook.xlsx", views.sample_workbook, name="import_sample_workbook"),
    path("samples/<slug:kind>.csv", views.sample, name="import_sample"),
]
