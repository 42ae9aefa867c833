"""Addresses of one’s own account in the portal."""

from django.urls import URLPattern, path

from torhaus.access.permissions import Permission as P
from torhaus.accounts.pages.face import Face
from torhaus.accounts.pages.urls import own_login
from torhaus.portal.account import deputies, views
from torhaus.portal.entry import portal_view

urlpatterns: list[URLPattern] = [
    path("account/", views.account, name="account"),
    path("account/deputies/", deputies.deputies, name="deputies"),
    path("account/deputies/<int:pk>/end/", deputies.deputy_end, name="deputy_end"),
    path("seat/", views.seat, name="seat"),
    *own_login(Face("portal"), portal_view(P.HOME_READ)),
]
