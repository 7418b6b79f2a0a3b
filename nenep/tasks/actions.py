"""Give a task, say how it stands, settle it."""

from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.core.errors import NotAllowed, Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.models import Organisation
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.permissions import TaskPermission


class CannotGiveTask(Refusal):
    """A task lacks its person, its words or a fitting day."""


class CannotSettleTask(Refusal):
    """The task is already settled, or the result is missing."""


@transaction.atomic
def give_task(
    *,
    organisation: Organisation,
    member_id: int,
    holder_name: str,
    title: str,
    product: str,
    due_on: date,
    given_on: date,
    actor: Actor,
) -> Task:
    """Write down who does what by when (giao việc).

    Raises:
        CannotGiveTask: no words, or the day lies before the day it was given.
    """
    authorise(actor, TaskPermission.TASK_GIVE, organisation.scope_key)
    title = clean(title)
    if not title:
        raise CannotGiveTask("Chưa ghi việc gì được giao. Hãy ghi việc cần làm.")
    if due_on < given_on:
        raise CannotGiveTask(
            f"Hạn {due_on:%d/%m/%Y} trước ngày giao {given_on:%d/%m/%Y}. Hãy chọn ngày muộn hơn."
        )
    return Task.objects.create(
        organisation=organisation,
        member_id=member_id,
        holder_name=holder_name,
        title=title,
        product=clean(product),
        due_on=due_on,
        given_on=given_on,
    )


class CannotReport(Refusal):
    """The task is not the actor's, is settled, or words are missing."""


@transaction.atomic
def report_on_task(
    *, task_id: int, finished: bool, words: str, actor: Actor, at: datetime
) -> TaskReport:
    """Say how one's own task stands; it is settled by others (báo tình trạng việc).

    Args:
        finished: whether the holder asks for it to be settled as done.
        words: what was done; needed when finished.

    Raises:
        CannotReport: it is somebody else's or settled, or says finished without a word what.
    """
    task = Task.objects.own_of(actor).filter(pk=task_id).first()
    if task is None:
        raise CannotReport("Việc này không phải việc giao cho đồng chí.")
    if task.state != Task.State.OPEN:
        raise CannotReport("Việc này đã được xác nhận kết quả nên không báo thêm nữa.")
    if not any(task.scope_key in part for part in actor.ranges):
        raise CannotReport(
            "Việc này của chi bộ khác. Hãy đổi sang nhiệm vụ ở chi bộ ấy rồi báo lại."
        )
    if finished and not clean(words):
        raise CannotReport("Hãy ghi đã làm được gì, để chi bộ xác nhận.")
    return TaskReport.objects.create(
        task=task,
        member_id=task.member_id,
        says=TaskReport.Says.FINISHED if finished else TaskReport.Says.DOING,
        words=clean(words),
        at=at,
    )


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
    """Close a task as done or dropped (xác nhận kết quả).

    Args:
        again: mend what was settled wrongly; the caller knows that nobody relies on it yet.

    Raises:
        CannotSettleTask: it is settled already, or dropped without a word why.
    """
    task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None:
        # Who may not change a task does not see it here.
        raise NotAllowed("Đồng chí không có quyền xác nhận việc này.")
    authorise(actor, TaskPermission.TASK_GIVE, task.scope_key)
    if task.state != Task.State.OPEN and not again:
        raise CannotSettleTask("Việc này đã được xác nhận kết quả từ trước.")
    if not done and not clean(result):
        raise CannotSettleTask("Việc không làm nữa thì cần ghi lý do.")
    task.state = Task.State.DONE if done else Task.State.DROPPED
    task.settled_on = settled_on
    task.result = clean(result)
    task.save(update_fields=["state", "settled_on", "result"])
    return task
