"""One's own tasks that are due in the next days, after those that wait already."""

from collections.abc import Iterator
from datetime import timedelta

from nenep.tasks.models import Task
from nenep.tasks.waiting import DAYS_BEFORE, address_of
from nenep.today.asked import Asker
from nenep.today.coming import Ahead, Comes, last_day

_MOST = 8


def own(asked: Asker) -> Iterator[Ahead]:
    """Yield one's own tasks by their day."""
    if asked.actor.member_id is None:
        return
    found = Task.objects.own_of(asked.actor).filter(
        state=Task.State.OPEN,
        due_on__gt=asked.today + timedelta(days=DAYS_BEFORE),
        due_on__lte=last_day(asked.today),
    )
    for task in found.order_by("due_on", "pk")[:_MOST]:
        yield Ahead(
            f"task {task.pk}",
            task.due_on,
            f"Hạn: {task.title}",
            address_of(task),
            where=task.giver_name,
        )


COMING = (Comes(own, is_own=True),)
