"""Record what was done, in readable words and without personal data."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from nenep.access.actor import Actor
from nenep.access.scope import after_scope, is_open, scope
from nenep.audit.models import Event


@dataclass(frozen=True)
class _Apart:
    code: str
    actor: Actor
    at: datetime
    words: str
    scope_key: str


_BATCH = 1000
_apart: ContextVar[list[_Apart] | None] = ContextVar("nenep_journal", default=None)


def record(
    code: str,
    *,
    actor: Actor,
    at: datetime,
    words: str,
    target: models.Model | None = None,
    scope_key: str = "",
) -> None:
    """Record an event in the action's own transaction.

    Args:
        code: stable, such as "meeting.signed".
        words: one Vietnamese sentence without names, phones or reasons.
        target: the row acted on; its `scope_key` decides who may read the event.
    """
    _event(code, actor, at, words, target, scope_key).save(force_insert=True)


def record_each(
    code: str, *, actor: Actor, at: datetime, done: Iterable[tuple[models.Model, str]]
) -> None:
    """Record the same kind of event of many rows at once, in the action's own transaction.

    Args:
        done: each row acted on, with its words; see `record`.
    """
    Event.objects.bulk_create(
        (_event(code, actor, at, words, target, "") for target, words in done), _BATCH
    )


def record_apart(code: str, *, actor: Actor, at: datetime, words: str, scope_key: str = "") -> None:
    """Record an event that stays even if the action's transaction is undone.

    It is written in a transaction of its own before the answer leaves: a refusal, a
    log-in, an unmasking, an export. Between `begin` and `flush` it waits for `flush`, else
    for the end of the outermost scope; without a scope it is written at once.
    """
    waiting = _apart.get()
    entry = _Apart(code, actor, at, words, scope_key)
    if waiting is not None:
        waiting.append(entry)
    elif is_open():
        after_scope(lambda: _write([entry]))
    else:
        _write([entry])


def _event(
    code: str, actor: Actor, at: datetime, words: str, target: models.Model | None, scope_key: str
) -> Event:
    return Event(
        code=code,
        at=at,
        account_id=actor.account_id,
        label=actor.label,
        words=words,
        target_table=target._meta.db_table if target else "",
        target_id=str(target.pk) if target else "",
        scope_key=scope_key or getattr(target, "scope_key", "") or _place_of(actor),
    )


def begin() -> None:
    """Start collecting the events of one request or job."""
    _apart.set([])


def flush() -> None:
    """Write what was collected; called outside the request's transaction."""
    waiting = _apart.get() or []
    _apart.set(None)
    if waiting:
        _write(waiting)


def _place_of(actor: Actor) -> str:
    return actor.ranges[0].low if actor.ranges else ""


def _write(entries: list[_Apart]) -> None:
    for entry in entries:
        with scope(entry.actor):
            record(
                entry.code,
                actor=entry.actor,
                at=entry.at,
                words=entry.words,
                scope_key=entry.scope_key,
            )
