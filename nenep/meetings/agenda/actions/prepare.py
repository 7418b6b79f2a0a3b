"""Write the agenda of a meeting before anybody changes it, and bring its promises up to date."""

from collections.abc import Iterable
from datetime import date

from nenep.meetings.agenda.queries.template import (
    PROMISE,
    _add_promises,
    _from_template,
    _open_promises,
)
from nenep.meetings.models import AgendaItem, Meeting


def prepare(*, meeting: Meeting, with_new_part: bool = False, on: date | None = None) -> None:
    """Write the agenda of a meeting that has none; bring the promises in another up to date.

    Called by actions inside their transaction, before the meeting begins. Each promise
    keeps its identity from one agenda to the next.

    Args:
        with_new_part: add the steps of a part that has none yet, and take off what it brings
            itself; everything else stays as somebody arranged it.
        on: take the promises that were open on this day; None for those open now.
    """
    kept = list(meeting.items.select_related("part").order_by("position"))
    promises = _open_promises(meeting, on)
    if not kept:
        _write(meeting, _from_template(meeting, promises))
        return
    still_open = {task.pk for task in promises}
    gone = [item for item in kept if item.step == PROMISE and item.task_id not in still_open]
    added: list[AgendaItem] = []
    if with_new_part:
        fresh = _from_template(meeting, promises)
        steps = {(item.part_id, item.step) for item in fresh}
        gone += [
            item
            for item in kept
            if item.step not in ("", PROMISE) and (item.part_id, item.step) not in steps
        ]
        had = {item.part_id for item in kept}
        added = [item for item in fresh if item.part_id not in had]
    meeting.items.filter(pk__in=[item.pk for item in gone]).delete()
    kept = [item for item in kept if item not in gone] + added
    known = {item.task_id for item in kept}
    _add_promises(kept, [task for task in promises if task.pk not in known])
    _write(meeting, kept)


def _write(meeting: Meeting, items: Iterable[AgendaItem]) -> None:
    """Number the items in their order; whether two share a number is judged at the end."""
    added: list[AgendaItem] = []
    moved: list[AgendaItem] = []
    for position, item in enumerate(items, start=1):
        if item._state.adding:
            item.meeting = meeting
            added.append(item)
        elif item.position != position:
            moved.append(item)
        item.position = position
    AgendaItem.objects.bulk_create(added)
    AgendaItem.objects.bulk_update(moved, ["position"])
