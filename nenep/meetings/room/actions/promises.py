"""Promises made in the room, and what became of earlier ones."""

from collections.abc import Mapping

from django.utils import timezone

from nenep.core.vietnamese import clean
from nenep.meetings.agenda.queries.template import tasks_of
from nenep.meetings.models import AgendaItem, Meeting, PromiseMade
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import day, row_id, text
from nenep.tasks.actions import give_task, settle_task
from nenep.tasks.models import Task


def promise(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give somebody a task (giao việc). Payload: `member`, `title`, `product`, `due_on`."""
    holder = moment.meeting.attendances.filter(member_id=row_id(payload, "member")).first()
    if holder is None:
        raise CannotApply("Hãy chọn người nhận việc trong danh sách điểm danh.")
    task = give_task(
        organisation=moment.meeting.organisation,
        body_id=moment.meeting.body_id,
        member_id=holder.member_id,
        holder_name=holder.name,
        title=text(payload, "title", label="việc được giao", longest=300),
        product=clean(payload.get("product", ""))[:300],
        due_on=day(payload, "due_on", label="hạn"),
        given_on=timezone.localtime(moment.in_meeting).date(),
        actor=moment.actor,
    )
    PromiseMade.objects.create(meeting=moment.meeting, task=task)
    return "Đã giao việc."


def remove_promise(moment: Moment, payload: Mapping[str, str]) -> str:
    """Take a promise off that was entered wrongly (bỏ việc ghi nhầm). Payload: `promise`."""
    made = moment.meeting.promises.filter(pk=row_id(payload, "promise")).first()
    if made is None:
        raise CannotApply("Không tìm thấy việc này trong các việc giao tại buổi họp.")
    settle_task(
        task_id=made.task_id,
        done=False,
        result="Ghi nhầm tại buổi họp.",
        settled_on=timezone.localtime(moment.in_meeting).date(),
        actor=moment.actor,
    )
    made.delete()
    return "Đã bỏ việc ghi nhầm."


def settle(moment: Moment, payload: Mapping[str, str]) -> str:
    """Say what became of an earlier promise. Payload: `task`, `done` ("yes"/"no"), `result`."""
    task = Task.objects.filter(tasks_of(moment.meeting), pk=row_id(payload, "task")).first()
    if task is None:
        raise CannotApply("Không tìm thấy việc này trong danh sách việc đã giao.")
    if task.settled_on and _came_later(moment.meeting, task):
        raise CannotApply(
            f"Việc này buổi họp sau đã ghi kết quả (ngày {task.settled_on:%d/%m/%Y}), "
            "nên buổi này giữ như lúc họp: chưa xong."
        )
    settle_task(
        task_id=task.pk,
        done=payload.get("done") == "yes",
        result=clean(payload.get("result", ""))[:500],
        settled_on=timezone.localtime(moment.in_meeting).date(),
        # What stands in this agenda was open when the meeting began: this meeting settled it.
        again=moment.meeting.items.filter(task=task).exists(),
        actor=moment.actor,
    )
    return "Đã ghi kết quả."


def _came_later(meeting: Meeting, task: Task) -> bool:
    """Whether a task stood in the agenda of a later meeting, which may have sealed it."""
    return AgendaItem.objects.filter(task=task, meeting__started_at__gt=meeting.started_at).exists()
