"""The queue's table: claim a job, run it, note what came of it, in one transaction.

A worker that is killed leaves nothing behind: its transaction is undone, and the job is
ready again. The library's own loop commits the claim first, so a killed job stays
"running" for ever; and it reads the machine's clock, not ours.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from nenep.access.jobs import JobFailed, actor_for
from nenep.access.scope import scope
from nenep.core.logs import places

_log = logging.getLogger("nenep.jobs")

TRIES = 3
_FIRST_WAIT = timedelta(minutes=1)


def run_next(*, at: datetime) -> bool:
    """Run the first job that is due.

    Args:
        at: now; jobs dated later wait.

    Returns:
        whether there was one.
    """
    with scope(actor_for("lấy việc nền ra làm", frozenset())):
        job = (
            DBTaskResult.objects.filter(
                Q(run_after=get_date_max()) | Q(run_after__lte=at),
                status=TaskResultStatus.READY,
            )
            .select_for_update(skip_locked=True)
            .first()
        )
        if job is None:
            return False
        _run(job, at)
    return True


def _run(job: DBTaskResult[..., None], at: datetime) -> None:
    started = time.monotonic()
    name = job.task_path.rpartition(".")[2]
    job.started_at = at
    # One entry a try, as the library counts them.
    job.worker_ids = [*job.worker_ids, "nenep"]
    try:
        with transaction.atomic():
            job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
            with connection.cursor() as cursor:
                # What is deferred is judged here, while this job can still be blamed.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Exception as error:
        if not connection.is_usable():
            # The server left, not the job failed: it stays ready.
            raise
        _failed(job, error, at)
        _log.error("job not done", extra={"job": name, "count": len(job.worker_ids)})
    else:
        job.status = TaskResultStatus.SUCCESSFUL
        job.exception_class_path = job.traceback = ""
        job.finished_at = at
        milliseconds = round((time.monotonic() - started) * 1000)
        _log.info("job done", extra={"job": name, "milliseconds": milliseconds})
    job.save()


def _failed(job: DBTaskResult[..., None], error: Exception, at: datetime) -> None:
    """Let the job try again later, or give it up; its error is kept without words."""
    first = error.__context__ if isinstance(error, JobFailed) and error.__context__ else error
    job.exception_class_path = f"{type(first).__module__}.{type(first).__qualname__}"
    job.traceback = "\n".join(places(first))
    tries = len(job.worker_ids)
    if tries < TRIES:
        job.run_after = at + _FIRST_WAIT * 10 ** (tries - 1)
    else:
        job.status = TaskResultStatus.FAILED
        job.finished_at = at
