"""What the shell of every page needs."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Return who acts, for the header and the menu."""
    return {"actor": getattr(request, "actor", None)}
