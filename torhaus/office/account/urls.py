"""Addresses of one's own account in the office."""

from django.urls import URLPattern, path

from torhaus.access.permissions import Permission as P
from torhaus.accounts.pages.face import Face
from torhaus.accounts.pages.urls import own_login
from torhaus.office.account import views
from torhaus.office.entry import office_view

urlpatterns: list[URLPattern] = [
    path("account/", views.account, name="account"),
    path("seat/", views.seat, name="seat"),
    *own_login(Face("office"), office_view(P.HOME_READ, is_setup=True)),
]
