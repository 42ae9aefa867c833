"""Addresses of the portal's pages for tickets."""

from django.urls import URLPattern, path

from torhaus.portal.tickets import reporting, views

urlpatterns: list[URLPattern] = [
    path("", views.tickets, name="tickets"),
    path("new/", reporting.ticket_new, name="ticket_new"),
    path("rooms/", reporting.ticket_rooms, name="ticket_rooms"),
    path("uploads/<int:pk>/", reporting.ticket_upload, name="ticket_upload"),
    path("<int:pk>/", views.ticket, name="ticket"),
    path("<int:pk>/messages/", views.ticket_messages, name="ticket_messages"),
    path("<int:pk>/closure/", views.ticket_closure, name="ticket_closure"),
    path("<int:pk>/reopening/", views.ticket_reopening, name="ticket_reopening"),
    path("<int:pk>/attachments/<int:attachment_pk>/", views.ticket_attachment, name="ticket_attachment"),
    path("<int:pk>/attachments/<int:attachment_pk>/thumbnail/", views.ticket_thumbnail, name="ticket_thumbnail"),
]
