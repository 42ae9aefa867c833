"""Addresses of the pages „Installation“."""

from django.urls import URLPattern, path

from torhaus.office.installation import views

urlpatterns: list[URLPattern] = [
    path("", views.companies, name="installation"),
    path("<int:pk>/", views.company, name="installation_company"),
]
