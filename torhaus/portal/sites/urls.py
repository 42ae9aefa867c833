"""Addresses of the portal's pages for sites."""

from django.urls import URLPattern, path

from torhaus.portal.sites import views

urlpatterns: list[URLPattern] = [
    path("", views.sites, name="sites"),
    path("<int:pk>/", views.site, name="site"),
]
