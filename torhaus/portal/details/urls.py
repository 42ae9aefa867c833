"""Addresses of one's own data at the provider."""

from django.urls import URLPattern, path

from torhaus.portal.details import views

urlpatterns: list[URLPattern] = [
    path("", views.details, name="details"),
    path("contacts/<int:pk>/", views.contact, name="details_contact"),
    path("customers/<int:pk>/", views.customer_change, name="details_customer"),
    path("parties/<int:pk>/", views.party_change, name="details_party"),
]
