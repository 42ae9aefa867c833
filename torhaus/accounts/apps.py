from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "torhaus.accounts"
    label = "accounts"
