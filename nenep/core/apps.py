from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nenep.core"
    label = "core"

    def ready(self) -> None:
        """Register the checks of a start in production."""
        from nenep.core import production  # noqa: F401  (once the apps are loaded)  (once the apps are loaded)
