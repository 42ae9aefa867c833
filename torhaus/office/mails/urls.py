"""Addresses of the office's pages for mails."""

from django.urls import path

from torhaus.office.mails import views

urlpatterns = [
    path("", views.mails, name="mails"),
    path("<int:pk>/", views.mail, name="mail"),
    path("<int:pk>/preview/", views.mail_preview, name="mail_preview"),
    path("<int:pk>/repetition/", views.mail_repetition, name="mail_repetition"),
]
