"""Addresses of the page „Kundenportal“ of a customer, below /office/customers/<id>/portal/."""

from django.urls import URLPattern, path

from torhaus.office.portal_access import accesses, views

urlpatterns: list[URLPattern] = [
    path("", views.portal, name="portal"),
    path("sites/", views.portal_sites, name="portal_sites"),
    path("sites/<int:pk>/", views.portal_site, name="portal_site"),
    path("contacts/<int:pk>/invitation/", views.invitation, name="invitation"),
    path("invitations/<int:pk>/withdrawal/", views.invitation_withdrawal, name="invitation_withdrawal"),
    path("deputies/<int:pk>/end/", accesses.deputyship_end, name="deputyship_end"),
    path("accesses/<int:pk>/", accesses.access, name="access"),
    path("accesses/<int:pk>/deactivation/", accesses.access_deactivation, name="access_deactivation"),
    path("accesses/<int:pk>/activation/", accesses.access_activation, name="access_activation"),
]
