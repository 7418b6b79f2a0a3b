from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    name = "nenep.provisions"
    label = "provisions"
