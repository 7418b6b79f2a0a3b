"""Opens the scope of a transaction: what row-level security compares with.

Outside a scope a read of a protected table is an error, not an empty page: the policies
cast settings that are unset before the first scope and empty after one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from psycopg import sql

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import MOST_RANGES

_current: ContextVar[Actor | None] = ContextVar("nenep_actor", default=None)


class NoScope(RuntimeError):
    """Code ran without saying for whom."""


def current_actor() -> Actor:
    """Return the actor of the open scope.

    Raises:
        NoScope: no scope is open.
    """
    actor = _current.get()
    if actor is None:
        raise NoScope("No scope is open.")
    return actor


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """Open one transaction for an actor; everything inside sees what the actor may see."""
    with transaction.atomic():
        set_scope(actor)
        token = _current.set(actor)
        try:
            yield
        finally:
            _current.reset(token)


@contextmanager
def widened(actor: Actor) -> Iterator[None]:
    """Inside an open scope, let another actor see for a moment (unmasking, log-in)."""
    before = current_actor()
    with transaction.atomic():
        set_scope(actor)
        token = _current.set(actor)
        try:
            yield
            set_scope(before)
        finally:
            _current.reset(token)


def set_scope(actor: Actor) -> None:
    """Send the scope in one round trip. `SET LOCAL`, because Citus carries no set_config()."""
    if not connection.in_atomic_block:
        raise NoScope("A scope lives inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(_statements(actor))


def _statements(actor: Actor) -> str:
    settings = {
        "account": str(actor.account_id),
        "member": str(actor.member_id or 0),
        "ancestors": "{" + ",".join(str(pk) for pk in actor.ancestors) + "}",
        "label": actor.label,
    }
    for number in range(MOST_RANGES):
        used = number < len(actor.ranges)
        settings[f"low_{number}"] = actor.ranges[number].low if used else ""
        settings[f"high_{number}"] = actor.ranges[number].high if used else ""
    for permission in Permission:
        settings[f"can_{permission}"] = "on" if permission in actor.permissions else "off"
    return "; ".join(
        f"SET LOCAL nenep.{name} = {sql.Literal(value).as_string(None)}"
        for name, value in settings.items()
    )
