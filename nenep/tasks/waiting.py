"""What of tasks waits for somebody: to do, to report, to settle, to look after."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from nenep.tasks import queries
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.permissions import TaskPermission
from nenep.today.asked import Asker
from nenep.today.waiting import Pending, Waits

# A task waits from so many days before its day on; before that it comes.
DAYS_BEFORE = 7
_MOST = 8
_FINISHED = TaskReport.Says.FINISHED


def own(asked: Asker) -> Iterator[Pending]:
    """Yield one's own tasks that are due soon or late, and those one looks after that are late."""
    if asked.actor.member_id is None:
        return
    soon = asked.today + timedelta(days=DAYS_BEFORE)
    mine = _open(Task.objects.own_of(asked.actor)).filter(due_on__lte=soon)
    for task in mine.exclude(says=_FINISHED).order_by("due_on", "pk")[:_MOST]:
        yield Pending(
            f"task {task.pk}",
            task.due_on,
            task.title,
            "Báo tình trạng",
            address_of(task),
            task.giver_name,
        )
    late = queries.supervised_tasks(actor=asked.actor).filter(due_on__lt=asked.today)
    for task in late[:_MOST]:
        yield Pending(
            f"task {task.pk}",
            task.due_on,
            f"{task.title}: đồng chí theo dõi, đã quá hạn",
            "Mở việc",
            reverse("tasks:task", args=[task.pk]),
            task.holder_name,
        )


def of_unit(asked: Asker) -> Iterator[Pending]:
    """Yield what one's unit was given and is due soon, and what waits to be settled by it."""
    actor = asked.actor
    unit = actor.organisation_id
    if not actor.may(TaskPermission.TASK_VIEW) or unit is None:
        return
    soon = asked.today + timedelta(days=DAYS_BEFORE)
    given = Q(organisation_id=unit, member=None, source=Task.Source.ASSIGNED, due_on__lte=soon)
    told = Q(says=_FINISHED) & (
        Q(organisation_id=unit, source=Task.Source.MEETING)
        | Q(giver_id=unit, source=Task.Source.ASSIGNED)
    )
    seen = _open(Task.objects.visible_to(actor, TaskPermission.TASK_VIEW))
    for task in seen.filter(given | told).order_by("due_on", "pk")[: 2 * _MOST]:
        if task.says == _FINISHED and _may_settle(task, asked):
            yield Pending(
                f"settle {task.pk}",
                task.due_on,
                f"{task.title}: báo xong, chờ xác nhận",
                "Xác nhận",
                _where_settled(task),
                task.holder_name,
            )
        elif task.says != _FINISHED and queries.may_report(task, actor=actor):
            yield Pending(
                f"task {task.pk}",
                task.due_on,
                task.title,
                "Báo tình trạng",
                reverse("tasks:task", args=[task.pk]),
                task.giver_name,
            )


def address_of(task: Task) -> str:
    """Return where the holder of a task reports on it."""
    if task.source == Task.Source.ASSIGNED:
        return reverse("tasks:task", args=[task.pk])
    return reverse("meetings:own_tasks")


def _open(tasks: QuerySet[Task]) -> QuerySet[Any]:  # with what the types cannot see
    """Return those that are open, each with `says`: what its holder said last; empty if nothing."""
    last = TaskReport.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk").values("says")[:1]
    said = Coalesce(Subquery(last), Value(""))
    return tasks.filter(state=Task.State.OPEN).annotate(says=said)


def _may_settle(task: Task, asked: Asker) -> bool:
    if task.source == Task.Source.MEETING:
        return asked.actor.may(TaskPermission.TASK_GIVE, task.scope_key)
    return queries.may_change(task, actor=asked.actor)


def _where_settled(task: Task) -> str:
    if task.source == Task.Source.MEETING:
        return reverse("meetings:cell", args=[task.organisation_id])
    return reverse("tasks:task", args=[task.pk])


WAITING = (Waits(own, is_own=True), Waits(of_unit))
