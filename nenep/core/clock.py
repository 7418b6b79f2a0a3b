"""The one clock: a job or a test may be played at another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("nenep_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in Asia/Ho_Chi_Minh."""
    return timezone.localtime(_moment.get() or timezone.now())


def today() -> date:
    """Return the present day in Asia/Ho_Chi_Minh."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware)."""
    if timezone.is_naive(moment):
        raise ValueError("The clock needs a moment with its time zone.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
