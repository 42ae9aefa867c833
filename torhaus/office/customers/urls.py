"""Addresses of the office's pages for customers."""

from django.urls import URLPattern, path

from torhaus.office.customers import contacts, parties, views

urlpatterns: list[URLPattern] = [
    path("", views.customers, name="customers"),
    path("new/", views.customer_new, name="customer_new"),
    path("<int:pk>/", views.customer, name="customer"),
    path("<int:pk>/edit/", views.customer_edit, name="customer_edit"),
    path("<int:pk>/activation/", views.customer_activation, name="customer_activation"),
    path("<int:pk>/deactivation/", views.customer_deactivation, name="customer_deactivation"),
    path("<int:pk>/contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/activation/", contacts.contact_activation, name="contact_activation"),
    path("contacts/<int:pk>/deactivation/", contacts.contact_deactivation, name="contact_deactivation"),
    path("<int:pk>/billing-parties/new/", parties.party_new, name="billing_party_new"),
    path("billing-parties/<int:pk>/", parties.party_edit, name="billing_party_edit"),
    path("billing-parties/<int:pk>/activation/", parties.party_activation, name="billing_party_activation"),
    path("billing-parties/<int:pk>/deactivation/", parties.party_deactivation, name="billing_party_deactivation"),
]
