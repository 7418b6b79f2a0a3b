"""The request of somebody who acts."""

from django.http import HttpRequest

from nenep.access.actor import Actor


class ScopedRequest(HttpRequest):
    """A request inside a scope: pages of apps below `accounts` know no more of it."""

    actor: Actor
