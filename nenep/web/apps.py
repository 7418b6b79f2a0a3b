from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nenep.web"
    label = "web"
