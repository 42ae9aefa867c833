"""Addresses of change requests."""

from django.urls import URLPattern, path

from torhaus.office.change_requests import views

urlpatterns: list[URLPattern] = [
    path("", views.change_requests, name="change_requests"),
    path("<int:pk>/", views.change_request, name="change_request"),
    path("<int:pk>/confirmation/", views.change_confirmation, name="change_confirmation"),
    path("<int:pk>/refusal/", views.change_refusal, name="change_refusal"),
]
