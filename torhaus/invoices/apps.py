from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "torhaus.invoices"
    label = "invoices"
