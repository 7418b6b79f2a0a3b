"""What is due once a day: jobs of their own, enqueued once for each day.

The job's id is made from its name and the day, so several workers, restarts, and a month
played twice enqueue each only once.
"""

import uuid
from datetime import date, datetime, timedelta

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.accounts import functions as accounts
from nenep.core import clock
from nenep.exchange import drafts
from nenep.meetings.reminders import remind
from nenep.notices.conventions import conventions_on
from nenep.organisations import actions as organisations
from nenep.organisations.permissions import TreePermission

_NAMES = uuid.UUID("6e656e65-7000-4000-8000-000000000001")
_KEPT = timedelta(days=30)


@job(
    purpose="quyền theo cây tổ chức của ngày mới",
    permissions=frozenset({TreePermission.TREE_VIEW, TreePermission.TREE_EDIT}),
)
def follow_the_tree(*, day: str, actor: Actor) -> None:  # noqa: ARG001
    """Let rights follow placements that begin that day."""
    organisations.rekey(on=date.fromisoformat(day))


@job(purpose="dọn phiên, phiếu và tệp chờ nạp đã hết hạn", permissions=frozenset())
def clear_expired(*, day: str, actor: Actor) -> None:  # noqa: ARG001
    """Remove sessions, slips and drafts whose time is over; and jobs done long ago."""
    now = clock.now()
    accounts.clear_expired(now)
    drafts.forget(at=now)
    DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - _KEPT
    ).delete()


DAILY: tuple[Task[..., None], ...] = (follow_the_tree, clear_expired)
# These write to people, and wait for the end of the night.
DAILY_BY_DAY: tuple[Task[..., None], ...] = (remind,)


def enqueue_due(*, at: datetime) -> None:
    """Enqueue what is due on the day of `at`, unless it has been."""
    day = at.date().isoformat()
    by_day = conventions_on(at.date()).next_loud(at)
    DBTaskResult.objects.bulk_create(
        (
            DBTaskResult(
                id=uuid.uuid5(_NAMES, f"{task.module_path} {day}"),
                args_kwargs={"args": [], "kwargs": {"day": day}},
                task_path=task.module_path,
                backend_name="default",
                run_after=begins,
            )
            for begins, tasks in ((at, DAILY), (by_day, DAILY_BY_DAY))
            for task in tasks
        ),
        ignore_conflicts=True,
    )
