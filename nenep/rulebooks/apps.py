from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    name = "nenep.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        """Load the editions now, so that a bad file stops the start and not a meeting."""
        from nenep.rulebooks.library import library  # once the apps are loaded

        library()
