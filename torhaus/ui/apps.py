from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "torhaus.ui"
    label = "ui"
