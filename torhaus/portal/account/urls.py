"""Addresses of one’s own account in the portal."""

from django.urls import URLPattern, path

from torhaus.portal.account import deputies, views

urlpatterns: list[URLPattern] = [
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="account_password"),
    path("account/other-sessions/", views.other_sessions, name="account_other_sessions"),
    path("account/deputies/", deputies.deputies, name="deputies"),
    path("account/deputies/<int:pk>/end/", deputies.deputy_end, name="deputy_end"),
    path("seat/", views.seat, name="seat"),
]
