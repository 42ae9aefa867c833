from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "torhaus.cli"
    label = "cli"
