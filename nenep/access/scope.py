"""Opens the scope of a transaction: what row-level security compares with.

Outside a scope a read of a protected table is an error, not an empty page: the policies
cast settings that are unset before the first scope and empty after one (see policies.py).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection, transaction
from psycopg import sql

from nenep.access.actor import Actor
from nenep.access.ranges import BEYOND, MOST_RANGES, Range, united


@dataclass(frozen=True)
class _Open:
    actor: Actor
    afterwards: list[Callable[[], None]] = field(default_factory=list)


_current: ContextVar[_Open | None] = ContextVar("nenep_scope", default=None)

# What every policy casts, as it is after a scope.
_CLOSED = "; ".join(
    f"SET LOCAL nenep.{name} = ''" for name in ("account", "member", "ancestors", "can")
)


class NoScope(RuntimeError):
    """Code ran without saying for whom."""


def current_actor() -> Actor:
    """Return the actor of the open scope.

    Raises:
        NoScope: no scope is open.
    """
    return _opened().actor


def is_open() -> bool:
    """Whether a scope is open."""
    return _current.get() is not None


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """Open one transaction for an actor; everything inside sees what the actor may see.

    Inside another scope it is a savepoint, and the other scope comes back after it; inside one
    of the same actor the database knows already.
    """
    before = _current.get()
    opened = _Open(actor)
    is_told = before is not None and before.actor == actor
    is_inner = connection.in_atomic_block
    try:
        with transaction.atomic():
            if not is_told:
                set_scope(actor)
            token = _current.set(opened)
            try:
                yield
            finally:
                _current.reset(token)
            # A savepoint that is released keeps what was set in it.
            if is_inner and not is_told and not connection.needs_rollback:
                _send(scope_statements(before.actor) if before else _CLOSED)
    finally:
        if before:
            before.afterwards.extend(opened.afterwards)
        else:
            for callback in opened.afterwards:
                callback()


@contextmanager
def widened(actor: Actor) -> Iterator[None]:
    """Inside an open scope, let another actor see for a moment (unmasking, log-in)."""
    _opened()
    with scope(actor):
        yield


def after_scope(callback: Callable[[], None]) -> None:
    """Call back once the outermost scope has ended, whether its work was kept or undone.

    Raises:
        NoScope: no scope is open.
    """
    _opened().afterwards.append(callback)


def set_scope(actor: Actor) -> None:
    """Send the scope in one round trip. `SET LOCAL`, because Citus carries no set_config()."""
    if not connection.in_atomic_block:
        raise NoScope("A scope lives inside a transaction.")
    _send(scope_statements(actor))


def _opened() -> _Open:
    opened = _current.get()
    if opened is None:
        raise NoScope("No scope is open.")
    return opened


def _send(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


@lru_cache(maxsize=1024)
def scope_statements(actor: Actor) -> str:
    """Return the SQL that opens a scope in a transaction."""
    settings = {
        "account": str(actor.account_id),
        "member": str(actor.member_id or 0),
        "ancestors": "{" + ",".join(str(pk) for pk in actor.ancestors) + "}",
        "label": actor.label,
    }
    settings |= _bounds(united(actor.ranges))
    # Never empty while a scope is open; see policies.py.
    settings["can"] = "".join(f" {one}" for one in sorted(actor.permissions)) + " "
    return "; ".join(
        f"SET LOCAL nenep.{name} = {sql.Literal(value).as_string(None)}"
        for name, value in settings.items()
    )


def _bounds(ranges: tuple[Range, ...]) -> dict[str, str]:
    """Return the span around ranges that are in order, where the first ends, and the others.

    Where there is one range, the span says all; the first then ends above every key, so that
    the planner does not count the same bound twice.
    """
    first, *others = ranges or (Range(BEYOND, ""),)
    # A blank, which the policy trims, for the empty key: empty is the bound of no range.
    found = {"low": first.low or " ", "high": ranges[-1].high if ranges else ""}
    found["high_0"] = first.high if others else BEYOND
    for number in range(1, MOST_RANGES):
        used = number <= len(others)
        found[f"low_{number}"] = others[number - 1].low if used else ""
        found[f"high_{number}"] = others[number - 1].high if used else ""
    return found
