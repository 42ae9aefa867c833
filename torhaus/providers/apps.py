from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "torhaus.providers"
    label = "providers"
