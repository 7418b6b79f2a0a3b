"""The agenda: from the edition's template, with what last time left open."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.permissions import Permission
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings.models import AgendaItem, Meeting, Part
from nenep.members import queries as members
from nenep.rulebooks import Rulebook, rulebook_of_code, rulebook_on
from nenep.rulebooks.rules import agenda
from nenep.tasks.models import Task

# The step under which open promises stand (rulebooks/editions/meetings-*.yaml).
_STEP_OF_PROMISES = "promises"
_SPEAKERS = {
    "chair": "Chủ trì",
    "cell_secretary": "Bí thư",
    "cell_committee": "Chi ủy",
    "minute_taker": "Thư ký",
    "drafter": "Người chuẩn bị",
    "members": "Đảng viên",
    "overseer": "Cấp ủy viên phụ trách",
}


class CannotChangeAgenda(Refusal):
    """The agenda is closed, or the item lacks its words."""


def rules_for(meeting: Meeting) -> Rulebook:
    """Return the edition a meeting is judged by: kept since it opened, else of its planned day."""
    if meeting.edition:
        return rulebook_of_code(meeting.edition)
    return rulebook_on(timezone.localtime(meeting.planned_at).date())


def has_cell_committee(meeting: Meeting) -> bool:
    """Say whether the cell has a committee (chi ủy) on the meeting's day."""
    day = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    return members.has_committee(meeting.organisation, day)


def prepare(*, meeting: Meeting, anew: bool = False) -> list[AgendaItem]:
    """Write the agenda of a meeting that has none, from the template and open promises.

    Called by actions inside their transaction. Each promise keeps its identity from one
    agenda to the next.

    Args:
        anew: replace what stands there (a part was added before the meeting began).
    """
    if anew:
        AgendaItem.objects.filter(meeting=meeting).delete()
    elif meeting.items.exists():
        return list(meeting.items.order_by("position"))
    rulebook = rules_for(meeting)
    parts = list(meeting.parts.order_by("number"))
    committee = has_cell_committee(meeting)
    promises = list(
        Task.objects.filter(
            organisation_id=meeting.organisation_id, state=Task.State.OPEN
        ).order_by("due_on", "pk")
    )
    items: list[AgendaItem] = []

    def add(part: Part, title: str, **values: object) -> None:
        items.append(
            AgendaItem(
                meeting=meeting,
                scope_key=meeting.scope_key,
                part=part,
                position=len(items) + 1,
                title=title,
                **values,  # type: ignore[arg-type]
            )
        )

    for part in parts:
        for step in agenda(
            part.kind, rulebook.meetings, has_committee=committee, combined=len(parts) > 1
        ):
            add(
                part,
                step.title,
                step=step.code,
                minutes=step.minutes,
                speaker=_SPEAKERS[step.by],
            )
            if step.code == _STEP_OF_PROMISES:
                for task in promises:
                    add(
                        part,
                        f"Việc đã giao: {task.title}"[:300],
                        step="promise",
                        task=task,
                        identity=task.identity,
                        speaker=task.holder_name,
                    )
    return AgendaItem.objects.bulk_create(items)


@transaction.atomic
def prepare_agenda(*, meeting_id: int, actor: Actor) -> Meeting:
    """Open a meeting for preparation: its agenda is there from the first look."""
    meeting = _meeting(meeting_id, actor)
    prepare(meeting=meeting)
    return meeting


@transaction.atomic
def add_item(
    *, meeting_id: int, part_id: int, title: str, minutes: int | None, speaker: str, actor: Actor
) -> AgendaItem:
    """Add an item at the end of a part (thêm nội dung).

    Raises:
        CannotChangeAgenda: no words, or the meeting has begun.
    """
    meeting = _meeting(meeting_id, actor)
    part = meeting.parts.get(pk=part_id)
    if not clean(title):
        raise CannotChangeAgenda("Chưa ghi nội dung. Hãy ghi tên nội dung cần thêm.")
    last = meeting.items.filter(part=part).aggregate(last=Max("position"))["last"]
    position = (last or meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1
    meeting.items.filter(position__gte=position).update(position=F("position") + 1)
    return AgendaItem.objects.create(
        meeting=meeting,
        scope_key=meeting.scope_key,
        part=part,
        identity=uuid.uuid4(),
        position=position,
        title=clean(title),
        minutes=minutes,
        speaker=clean(speaker),
    )


@transaction.atomic
def remove_item(*, meeting_id: int, item_id: int, actor: Actor) -> None:
    """Take an item off the agenda before the meeting."""
    meeting = _meeting(meeting_id, actor)
    meeting.items.filter(pk=item_id).delete()


@transaction.atomic
def move_item(*, meeting_id: int, item_id: int, up: bool, actor: Actor) -> None:
    """Swap an item with its neighbour in the same part."""
    meeting = _meeting(meeting_id, actor)
    item = meeting.items.get(pk=item_id)
    neighbours = meeting.items.filter(part=item.part)
    neighbour = (
        neighbours.filter(position__lt=item.position).order_by("-position").first()
        if up
        else neighbours.filter(position__gt=item.position).order_by("position").first()
    )
    if neighbour is None:
        return
    item.position, neighbour.position = neighbour.position, item.position
    item.save(update_fields=["position"])
    neighbour.save(update_fields=["position"])


@transaction.atomic
def set_place(
    *, meeting_id: int, planned_at: datetime, place: str, actor: Actor
) -> Meeting:
    """Set hour and place on the planned day; another day is a postponement.

    Raises:
        CannotChangeAgenda: the day is another one.
    """
    meeting = _meeting(meeting_id, actor)
    if timezone.localdate(planned_at) != timezone.localdate(meeting.planned_at):
        raise CannotChangeAgenda("Muốn đổi sang ngày khác, hãy dùng «Hoãn» và ghi lý do.")
    meeting.planned_at = planned_at
    meeting.place = clean(place)
    meeting.save(update_fields=["planned_at", "place"])
    return meeting


def _meeting(meeting_id: int, actor: Actor) -> Meeting:
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("organisation", "body")
        .get(pk=meeting_id)
    )
    authorise(actor, Permission.MEETING_PLAN, meeting.scope_key)
    if not meeting.is_ahead and meeting.state != Meeting.State.NOT_HELD:
        raise CannotChangeAgenda(
            "Buổi họp đã bắt đầu nên chương trình không đổi ở đây nữa. "
            "Hãy thêm nội dung ngay trong phòng họp."
        )
    return meeting
