"""Counts wrong confirmations after the request, whose own transaction may be undone."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from nenep.accounts import functions


@dataclass(frozen=True)
class _Failure:
    name_digest: bytes
    place_digest: bytes
    at: datetime


_waiting: ContextVar[list[_Failure] | None] = ContextVar("nenep_failures", default=None)


def begin() -> None:
    """Start collecting the failures of one request."""
    _waiting.set([])


def remember(name_digest: bytes, at: datetime) -> None:
    """Count a wrong password of somebody who is logged in."""
    failure = _Failure(name_digest, b"", at)
    waiting = _waiting.get()
    if waiting is None:
        _write(failure)
    else:
        waiting.append(failure)


def flush() -> None:
    """Write what was collected; called outside the request's transaction."""
    waiting = _waiting.get() or []
    _waiting.set(None)
    for failure in waiting:
        _write(failure)


def _write(failure: _Failure) -> None:
    functions.record_failure(failure.name_digest, failure.place_digest, failure.at)
