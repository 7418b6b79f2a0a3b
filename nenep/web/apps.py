from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nenep.web"
    label = "web"

    def ready(self) -> None:
        from nenep.web import sentences  # once the apps are loaded

        sentences.install()
