"""Addresses of the office's start: „Heute“ and the numbers of the navigation."""

from django.urls import URLPattern, path

from torhaus.office.home import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("counts/", views.counts, name="counts"),
]
