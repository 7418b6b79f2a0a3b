from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nenep.core"
    label = "core"

    def ready(self) -> None:
        """Register the checks of a start in production, and what stands in addresses."""
        from nenep.core import addresses, production  # noqa: F401  (once the apps are loaded)
