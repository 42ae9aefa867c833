"""Addresses of the portal's pages for service reports."""

from django.urls import URLPattern, path

from torhaus.portal.reports import files, views

urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/signature/", views.report_signature, name="report_signature"),
    path("<int:pk>/refusal/", views.report_refusal, name="report_refusal"),
    path("<int:pk>/pdf/", files.report_pdf, name="report_pdf"),
    path("<int:pk>/extract/", files.report_extract, name="report_extract"),
    path("<int:pk>/signed-pdf/", files.report_signed_pdf, name="report_signed_pdf"),
    path("<int:pk>/photos/<int:photo_pk>/", files.report_photo, name="report_photo"),
    path("<int:pk>/photos/<int:photo_pk>/small/", files.report_thumbnail, name="report_thumbnail"),
]
