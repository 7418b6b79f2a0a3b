from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "nenep.access"
    label = "access"
