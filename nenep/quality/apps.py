from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "nenep.quality"
    label = "quality"
