from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "torhaus.tickets"
    label = "tickets"
