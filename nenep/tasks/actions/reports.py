"""Say how a task stands: oneself, or for the unit that holds it (báo tình trạng việc)."""

from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import NotAllowed, Refusal
from nenep.core.vietnamese import clean
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.queries import acting_permission


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
    _still_open(task)
    if not any(task.scope_key in part for part in actor.ranges):
        raise CannotReport(
            "Việc này của chi bộ khác. Hãy đổi sang nhiệm vụ ở chi bộ ấy rồi báo lại."
        )
    return _report(task, finished, words, at, member_id=task.member_id)


@transaction.atomic
def report_for_unit(
    *, task_id: int, finished: bool, words: str, actor: Actor, at: datetime
) -> TaskReport:
    """Say how a task stands that one's unit or a body of it holds; its giver settles it.

    Args:
        finished: whether the unit asks for it to be settled as done.
        words: what was done; needed when finished.

    Raises:
        CannotReport: it is settled, or says finished without a word what.
        NotAllowed: the actor does not act for the unit.
    """
    task = Task.objects.filter(pk=task_id, member=None).first()
    if task is None or actor.organisation_id != task.organisation_id:
        raise NotAllowed("Đồng chí không báo thay đơn vị nhận việc này.")
    authorise(actor, acting_permission(actor), task.scope_key)
    _still_open(task)
    report = _report(task, finished, words, at, duty=actor.label[:250])
    audit.record(
        "task.reported", actor=actor, at=at, words="Báo tình trạng việc được giao.", target=report
    )
    return report


def _still_open(task: Task) -> None:
    if task.state != Task.State.OPEN:
        raise CannotReport("Việc này đã được xác nhận kết quả nên không báo thêm nữa.")


def _report(
    task: Task,
    finished: bool,
    words: str,
    at: datetime,
    *,
    member_id: int | None = None,
    duty: str = "",
) -> TaskReport:
    if finished and not clean(words):
        who = "chi bộ" if task.source == Task.Source.MEETING else "nơi giao"
        raise CannotReport(f"Hãy ghi đã làm được gì, để {who} xác nhận.")
    return TaskReport.objects.create(
        task=task,
        member_id=member_id,
        duty=duty,
        says=TaskReport.Says.FINISHED if finished else TaskReport.Says.DOING,
        words=clean(words),
        at=at,
    )
