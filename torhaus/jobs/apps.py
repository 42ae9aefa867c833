from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "torhaus.jobs"
    label = "jobs"
