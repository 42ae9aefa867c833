from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "torhaus.customers"
    label = "customers"
