"""Close a task as done or dropped, and open again what a committee closed by mistake."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import NotAllowed, Refusal
from nenep.core.vietnamese import clean
from nenep.tasks.actions.assigning import locked_assigned
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission


class CannotSettleTask(Refusal):
    """The task is already settled, or the result is missing."""


@transaction.atomic
def settle_task(
    *,
    task_id: int,
    done: bool,
    result: str,
    settled_on: date,
    again: bool = False,
    actor: Actor,
) -> Task:
    """Close what a meeting gave as done or dropped (xác nhận kết quả).

    Args:
        again: mend what was settled wrongly; the caller knows that nobody relies on it yet.

    Raises:
        CannotSettleTask: it is settled already, or dropped without a word why.
    """
    promises = Task.objects.select_for_update(of=("self",)).filter(source=Task.Source.MEETING)
    task = promises.filter(pk=task_id).first()
    if task is None:
        # Who may not change a task does not see it here.
        raise NotAllowed("Đồng chí không có quyền xác nhận việc này.")
    authorise(actor, TaskPermission.TASK_GIVE, task.scope_key)
    return _settle(task, done=done, result=result, settled_on=settled_on, again=again)


@transaction.atomic
def settle_assigned(*, task_id: int, done: bool, result: str, actor: Actor, at: datetime) -> Task:
    """Close what a committee gave as done or dropped; it may open it again.

    Raises:
        CannotSettleTask: it is settled already, or dropped without a word why.
        NotAllowed: it is not the actor's committee that gave it.
    """
    task = _settle(
        locked_assigned(task_id, actor),
        done=done,
        result=result,
        settled_on=timezone.localdate(at),
    )
    audit.record(
        "task.settled",
        actor=actor,
        at=at,
        words="Xác nhận việc đã xong." if done else "Thôi không làm một việc đã giao.",
        target=task,
    )
    return task


@transaction.atomic
def open_again(*, task_id: int, actor: Actor, at: datetime) -> Task:
    """Take back that a task given by a committee was settled (mở lại việc).

    Raises:
        CannotSettleTask: it is open.
        NotAllowed: it is not the actor's committee that gave it.
    """
    task = locked_assigned(task_id, actor)
    if task.state == Task.State.OPEN:
        raise CannotSettleTask("Việc này đang làm, không cần mở lại.")
    task.state, task.settled_on, task.result = Task.State.OPEN, None, ""
    task.save(update_fields=["state", "settled_on", "result"])
    audit.record(
        "task.opened_again", actor=actor, at=at, words="Mở lại việc đã xác nhận.", target=task
    )
    return task


def _settle(task: Task, *, done: bool, result: str, settled_on: date, again: bool = False) -> Task:
    if task.state != Task.State.OPEN and not again:
        raise CannotSettleTask("Việc này đã được xác nhận kết quả từ trước.")
    if not done and not clean(result):
        raise CannotSettleTask("Việc không làm nữa thì cần ghi lý do.", field="result")
    task.state = Task.State.DONE if done else Task.State.DROPPED
    task.settled_on = settled_on
    task.result = clean(result)
    task.save(update_fields=["state", "settled_on", "result"])
    return task
