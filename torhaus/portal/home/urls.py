"""The address of the portal's start page."""

from django.urls import URLPattern, path

from torhaus.portal.home import views

urlpatterns: list[URLPattern] = [path("", views.home, name="home")]
