"""Addresses of the page „Kundenportal“ of a customer, below /office/customers/<id>/portal/."""

from django.urls import URLPattern, path

from torhaus.office.portal_access import accesses, addresses, local, trying, views

urlpatterns: list[URLPattern] = [
    path("", views.portal, name="portal"),
    path("sites/", views.portal_sites, name="portal_sites"),
    path("sites/<int:pk>/", views.portal_site, name="portal_site"),
    path("contacts/<int:pk>/invitation/", views.invitation, name="invitation"),
    path("invitations/<int:pk>/withdrawal/", views.invitation_withdrawal, name="invitation_withdrawal"),
    path("link/", addresses.portal_link, name="portal_link"),
    path("card/", addresses.portal_card, name="portal_card"),
    path("local/new/", local.local_account_new, name="local_account_new"),
    path("local/<int:pk>/", local.local_account, name="local_account"),
    path("local/<int:pk>/password/", local.local_account_password, name="local_account_password"),
    path("test-contact/", trying.test_contact_new, name="test_contact_new"),
    path("contacts/<int:pk>/removal/", trying.test_contact_removal, name="test_contact_removal"),
    path("accesses/<int:pk>/preview/", trying.preview_begin, name="preview_begin"),
    path("deputies/<int:pk>/end/", accesses.deputyship_end, name="deputyship_end"),
    path("accesses/<int:pk>/", accesses.access, name="access"),
    path("accesses/<int:pk>/deactivation/", accesses.access_deactivation, name="access_deactivation"),
    path("accesses/<int:pk>/activation/", accesses.access_activation, name="access_activation"),
]
