"""Addresses of the office's pages for jobs."""

from django.urls import URLPattern, path

from torhaus.office.jobs import infotext, views

urlpatterns: list[URLPattern] = [
    path("", views.jobs, name="jobs"),
    path("new/", views.job_new, name="job_new"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/edit/", views.job_edit, name="job_edit"),
    path("<int:pk>/portal/", infotext.job_portal, name="job_portal"),
    path("<int:pk>/completion/", views.job_completion, name="job_completion"),
]
