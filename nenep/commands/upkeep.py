"""What is due once a day: the jobs of the apps' `daily.py`, enqueued once for each day.

The job's id is made from its name and the day, so several workers, restarts, and a month
played twice enqueue each only once.
"""

import uuid
from datetime import datetime

from django_tasks_db.models import DBTaskResult

from nenep.access.jobs import actor_for, daily_jobs
from nenep.access.scope import scope

# Where these lay before: rows queued then still name them here.
from nenep.accounts.jobs import clear_expired
from nenep.notices.conventions import conventions_on
from nenep.organisations.jobs import follow_the_tree

__all__ = ["clear_expired", "enqueue_due", "follow_the_tree"]

_NAMES = uuid.UUID("6e656e65-7000-4000-8000-000000000001")


def enqueue_due(*, at: datetime) -> None:
    """Enqueue what is due on the day of `at`, unless it has been."""
    day = at.date().isoformat()
    by_day = conventions_on(at.date()).next_loud(at)
    with scope(actor_for("xếp việc hằng ngày", frozenset())):
        DBTaskResult.objects.bulk_create(
            (
                DBTaskResult(
                    id=uuid.uuid5(_NAMES, f"{one.task.module_path} {day}"),
                    args_kwargs={"args": [], "kwargs": {"day": day}},
                    task_path=one.task.module_path,
                    backend_name="default",
                    run_after=by_day if one.by_day else at,
                )
                for one in daily_jobs()
            ),
            ignore_conflicts=True,
        )
