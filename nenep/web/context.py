"""What the shell of every page needs; no query, so that an error page can be drawn too."""

from django.http import HttpRequest

from nenep.accounts.http import duties_of, opened_session
from nenep.web.navigation import ShownMenu, menu


def shell(request: HttpRequest) -> dict[str, object]:
    """Return who is logged in, in which post, and the menu."""
    session = opened_session(request)
    actor = getattr(request, "actor", None)
    if session is None or actor is None:
        return {"actor": actor, "person": "", "duties": (), "menu": ShownMenu()}
    return {
        "actor": actor,
        "person": session.name,
        "duties": duties_of(request),
        "menu": menu(request, actor),
    }
