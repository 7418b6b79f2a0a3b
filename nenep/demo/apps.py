from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "nenep.demo"
    label = "demo"
