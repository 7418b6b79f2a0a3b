from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nenep.accounts"
    label = "accounts"
