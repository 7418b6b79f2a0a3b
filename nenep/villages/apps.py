from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "nenep.villages"
    label = "villages"
