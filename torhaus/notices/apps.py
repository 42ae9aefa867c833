from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "torhaus.notices"
    label = "notices"
