"""The request of somebody who acts, and what a form on it was sent with."""

from django.http import HttpRequest, QueryDict

from nenep.access.actor import Actor


class ScopedRequest(HttpRequest):
    """A request inside a scope: pages of apps below `accounts` know no more of it."""

    actor: Actor


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, also if it was empty; nothing while it is only shown."""
    return request.POST if request.method == "POST" else None
