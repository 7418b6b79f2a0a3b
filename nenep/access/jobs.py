"""Jobs: work after the answer, each in a scope of its own.

A job names the purpose it acts for, sees one part of the tree with the permissions it
needs, and may run twice with the effect of once.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import connection
from django_tasks import task
from django_tasks.base import Task

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import BEYOND, Range, subtree
from nenep.access.scope import scope

_log = logging.getLogger("nenep.jobs")

EVERYWHERE = Range("", BEYOND)
# Whoever works holds this advisory lock, shared.
WORKER_LOCK = 0x6E6A6F62
_WORKERS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = %s AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class JobFailed(Exception):
    """A job failed; the words of the first error may be personal and are left out."""


def workers() -> int:
    """Return how many workers are at work; with none, jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS, [WORKER_LOCK])
        return int(cursor.fetchone()[0])


def actor_for(
    purpose: str,
    permissions: frozenset[Permission],
    scope_key: str = "",
    *,
    member_id: int | None = None,
) -> Actor:
    """Return the actor of a job: over one place, or over everything if none is given.

    Args:
        member_id: whose own rows the job reads besides; of nobody if none.
    """
    return Actor(
        account_id=0,
        member_id=member_id,
        label=f"Tự động: {purpose}",
        permissions=permissions,
        ranges=(subtree(scope_key) if scope_key else EVERYWHERE,),
        # What is decided above holds for the place: its names and decisions may be read.
        ancestors=tuple(int(pk) for pk in scope_key.strip("/").split("/")[:-1]),
        purpose=purpose,
    )


def job(
    *, purpose: str, permissions: frozenset[Permission]
) -> Callable[[Callable[..., None]], Task[..., None]]:
    """Make a function a job.

    Its keyword `scope_key` says over which place it acts (over everything if it has none);
    the function gets `actor` in its stead, and runs inside the scope.
    """

    def made(function: Callable[..., None]) -> Task[..., None]:
        @wraps(function)
        def run(**arguments: object) -> None:
            actor = actor_for(purpose, permissions, str(arguments.pop("scope_key", "")))
            try:
                with scope(actor):
                    function(actor=actor, **arguments)
            except Exception as error:
                _log.exception("job failed", extra={"job": function.__name__})
                raise JobFailed(f"{function.__name__}: {type(error).__name__}") from None

        made_task: Task[..., None] = task()(run)
        return made_task

    return made
