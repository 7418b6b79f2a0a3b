"""Jobs: work after the answer, each in a scope of its own.

A job names the purpose it acts for, sees one part of the tree with the permissions it
needs, and may run twice with the effect of once. What is due once a day an app lists in its
`daily.py` (`DAILY`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, wraps

from django.db import connection
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import BEYOND, Range, subtree
from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.declared import by_code, declaring

_log = logging.getLogger("nenep.jobs")

EVERYWHERE = Range("", BEYOND)
# Whoever works holds this advisory lock, shared.
WORKER_LOCK = 0x6E6A6F62
_KEPT = timedelta(days=30)
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


@dataclass(frozen=True)
class DailyJob:
    """A job that is due once a day; it gets `day`, as 2026-12-03 (việc hằng ngày).

    Attributes:
        task: the job.
        by_day: whether it waits for the end of the night, because it writes to people.
    """

    task: Task[..., None]
    by_day: bool = False


@cache
def daily_jobs() -> tuple[DailyJob, ...]:
    """Return what the apps declare to be due once a day, in their order.

    Raises:
        ValueError: a job is declared twice.
    """
    found = (one for module in declaring("daily") for one in module.DAILY)
    return tuple(by_code(found, lambda one: one.task.module_path).values())


@job(purpose="dọn việc nền đã xong từ lâu", permissions=frozenset())
def clear_done(*, day: str, actor: Actor) -> None:  # noqa: ARG001  (a day's job differs from the next day's)
    """Remove jobs done long ago from the queue; those given up stay."""
    DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=clock.now() - _KEPT
    ).delete()
