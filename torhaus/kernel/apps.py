from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "torhaus.kernel"
    label = "kernel"
