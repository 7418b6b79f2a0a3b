from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "nenep.exchange"
    label = "exchange"
