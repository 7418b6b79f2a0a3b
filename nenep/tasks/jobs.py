"""What tasks leave to the worker: to tell who was given one."""

from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.core import formats
from nenep.members import queries as members
from nenep.members.permissions import MemberPermission
from nenep.notices.actions import send_outside, tell
from nenep.notices.permissions import TELLING
from nenep.organisations.permissions import TreePermission
from nenep.tasks.models import Task
from nenep.tasks.occasions import PROMISE
from nenep.tasks.permissions import TaskPermission

_RIGHTS = TELLING | frozenset(
    {TreePermission.TREE_VIEW, MemberPermission.ROSTER_VIEW, TaskPermission.TASK_VIEW}
)


@job(purpose="báo việc được giao", permissions=_RIGHTS)
def tell_of_task(*, task_id: int, at: str, actor: Actor) -> None:
    """Tell the holder of a task that a committee gave: the member, or who leads the unit."""
    task = Task.objects.select_related("organisation").get(pk=task_id)
    if task.state != Task.State.OPEN:
        return
    now = datetime.fromisoformat(at)
    holders = (
        members.leaders(task.organisation, timezone.localdate(now))
        if task.member_id is None
        else [task.member_id]
    )
    about = f"task {task.pk}"
    tell(
        organisation=task.organisation,
        member_ids=holders,
        about=about,
        occasion=PROMISE,
        subject="Việc mới được giao",
        text=f"{task.giver_name} giao: {task.title}. Hạn {formats.weekday_date(task.due_on)}.",
        link="/viec/" if task.member_id else f"/giao-viec/{task.pk}/",
        actor=actor,
        at=now,
    )
    send_outside(organisation=task.organisation, about=about, by_day=True, actor=actor, at=now)
