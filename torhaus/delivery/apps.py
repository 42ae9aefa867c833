from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "torhaus.delivery"
    label = "delivery"
