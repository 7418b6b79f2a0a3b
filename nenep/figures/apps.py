from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "nenep.figures"
    label = "figures"
