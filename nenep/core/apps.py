from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nenep.core"
    label = "core"
