from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "torhaus.files"
    label = "files"
