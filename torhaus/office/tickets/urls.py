"""Addresses of the office's pages for tickets."""

from django.urls import URLPattern, path

from torhaus.office.tickets import changes, inbox, intake, places, views

urlpatterns: list[URLPattern] = [
    path("", views.tickets, name="tickets"),
    path("counts/", inbox.tickets_counts, name="tickets_counts"),
    path("filters/", inbox.tickets_filters, name="tickets_filters"),
    path("assignment/", changes.tickets_assignment, name="tickets_assignment"),
    path("new/", intake.ticket_new, name="ticket_new"),
    path("rooms/", places.ticket_rooms, name="ticket_rooms"),
    path("<int:pk>/", views.ticket, name="ticket"),
    path("<int:pk>/edit/", places.ticket_edit, name="ticket_edit"),
    path("<int:pk>/messages/", changes.ticket_messages, name="ticket_messages"),
    path("<int:pk>/assignment/", changes.ticket_assignment, name="ticket_assignment"),
    path("<int:pk>/acceptance/", changes.ticket_acceptance, name="ticket_acceptance"),
    path("<int:pk>/refusal/", changes.ticket_refusal, name="ticket_refusal"),
    path("<int:pk>/closure/", changes.ticket_closure, name="ticket_closure"),
    path("<int:pk>/reopening/", changes.ticket_reopening, name="ticket_reopening"),
    path("<int:pk>/attachments/<int:attachment_pk>/", views.ticket_attachment, name="ticket_attachment"),
    path("<int:pk>/attachments/<int:attachment_pk>/thumbnail/", views.ticket_thumbnail, name="ticket_thumbnail"),
]
