"""Addresses of the office's pages for service reports."""

from django.urls import URLPattern, path

from torhaus.office.reports import closing, drafts, files, views

urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("visits/<int:pk>/", drafts.report_new, name="report_new"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/edit/", drafts.report_edit, name="report_edit"),
    path("<int:pk>/discarding/", drafts.report_discarding, name="report_discarding"),
    path("<int:pk>/renewal/", drafts.report_renewal, name="report_renewal"),
    path("<int:pk>/presentation/", closing.report_presentation, name="report_presentation"),
    path("<int:pk>/signature/", closing.report_signature, name="report_signature"),
    path("<int:pk>/refusal/", closing.report_refusal, name="report_refusal"),
    path("<int:pk>/closure/", closing.report_closure, name="report_closure"),
    path("<int:pk>/pdf/", files.report_pdf, name="report_pdf"),
    path("<int:pk>/signed-pdf/", files.report_signed_pdf, name="report_signed_pdf"),
    path("<int:pk>/photos/<int:photo_pk>/", files.report_photo, name="report_photo"),
    path("<int:pk>/photos/<int:photo_pk>/small/", files.report_thumbnail, name="report_thumbnail"),
]
