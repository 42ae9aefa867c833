"""Addresses of referrals."""

from django.urls import URLPattern, path

from torhaus.portal.referrals import views

urlpatterns: list[URLPattern] = [path("", views.referrals, name="referrals")]
