from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "torhaus.activity"
    label = "activity"
