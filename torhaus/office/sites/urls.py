"""Addresses of the office's pages for sites and rooms."""

from django.urls import URLPattern, path

from torhaus.office.sites import handover, rooms, views

urlpatterns: list[URLPattern] = [
    path("", views.sites, name="sites"),
    path("new/<int:pk>/", views.site_new, name="site_new"),
    path("<int:pk>/", views.site, name="site"),
    path("<int:pk>/edit/", views.site_edit, name="site_edit"),
    path("<int:pk>/activation/", views.site_activation, name="site_activation"),
    path("<int:pk>/deactivation/", views.site_deactivation, name="site_deactivation"),
    path("<int:pk>/handover/", handover.site_handover, name="site_handover"),
    path("handovers/<int:pk>/withdrawal/", handover.handover_withdrawal, name="handover_withdrawal"),
    path("<int:pk>/rooms/", rooms.rooms_new, name="rooms_new"),
    path("rooms/<int:pk>/", rooms.room_edit, name="room_edit"),
]
