from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "torhaus.reports"
    label = "reports"
