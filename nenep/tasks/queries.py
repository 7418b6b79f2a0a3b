"""Tasks that are open, and one's own."""

from django.db.models import Prefetch, QuerySet

from nenep.access.actor import Actor
from nenep.tasks.models import Task, TaskReport
from nenep.tasks.permissions import TaskPermission

# The last first; `task.said.0` is what counts.
_REPORTS = Prefetch("reports", TaskReport.objects.order_by("-at", "-pk"), to_attr="said")


def own_tasks(*, actor: Actor) -> QuerySet[Task]:
    """The actor's own tasks with what one reported, open ones first, then by day."""
    return (
        Task.objects.own_of(actor)
        .select_related("organisation")
        .prefetch_related(_REPORTS)
        .order_by("-state", "due_on")
    )


def open_tasks(*, actor: Actor, organisation_id: int) -> QuerySet[Task]:
    """What a cell still has to do with what its holders reported, the most urgent first."""
    return (
        Task.objects.visible_to(actor, TaskPermission.TASK_VIEW)
        .filter(organisation_id=organisation_id, state=Task.State.OPEN)
        .prefetch_related(_REPORTS)
        .order_by("due_on", "pk")
    )
