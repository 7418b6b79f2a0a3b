from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nenep.notices"
    label = "notices"
