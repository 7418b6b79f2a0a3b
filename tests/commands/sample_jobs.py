"""Jobs for the worker's tests."""

import os
import signal

from django.db import connection

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.audit import actions as audit
from nenep.core import clock

MARK = "Lò Thị Bí Mật"


def noted(words: str, actor: Actor) -> None:
    """Leave a trace in the log."""
    audit.record("sample.ran", actor=actor, at=clock.now(), words=words)


@job(purpose="thử", permissions=frozenset())
def note(*, words: str, actor: Actor) -> None:
    """Do its work."""
    noted(words, actor)


@job(purpose="thử", permissions=frozenset())
def fail(*, actor: Actor) -> None:
    """Write, then fail with words that must not be kept."""
    noted("half done", actor)
    raise ValueError(MARK)


@job(purpose="thử", permissions=frozenset())
def break_a_constraint(*, actor: Actor) -> None:
    """Let the database quote a row."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE t (name text CONSTRAINT name_once UNIQUE)")
        cursor.execute("INSERT INTO t VALUES (%s), (%s)", [MARK, MARK])


@job(purpose="thử", permissions=frozenset())
def break_a_deferred_constraint(*, actor: Actor) -> None:
    """Break what is judged only at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE d (name text UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO d VALUES (%s), (%s)", [MARK, MARK])


@job(purpose="thử", permissions=frozenset())
def be_killed(*, actor: Actor) -> None:
    """Write, then die as by a power cut."""
    noted("half done", actor)
    os.kill(os.getpid(), signal.SIGKILL)
