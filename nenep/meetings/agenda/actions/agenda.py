"""Change the agenda: items, their order, hour and place."""

import uuid
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings.agenda.actions.prepare import prepare
from nenep.meetings.agenda.queries.template import PROMISE
from nenep.meetings.appointment.queries import is_told
from nenep.meetings.body.locking import locked
from nenep.meetings.jobs import tell_about_meeting
from nenep.meetings.models import AgendaItem, Meeting
from nenep.meetings.permissions import MeetingPermission

Found = TypeVar("Found", bound=models.Model)


class CannotChangeAgenda(Refusal):
    """The agenda is closed, or the item lacks its words."""


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
    part = _of(meeting.parts.filter(pk=part_id))
    if not clean(title):
        raise CannotChangeAgenda("Chưa ghi nội dung. Hãy ghi tên nội dung cần thêm.", field="title")
    last = meeting.items.filter(part=part).aggregate(last=Max("position"))["last"]
    position = (last or meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1
    meeting.items.filter(position__gte=position).update(position=F("position") + 1)
    return AgendaItem.objects.create(
        meeting=meeting,
        part=part,
        identity=uuid.uuid4(),
        position=position,
        title=clean(title),
        minutes=minutes,
        speaker=clean(speaker),
    )


@transaction.atomic
def edit_item(
    *, meeting_id: int, item_id: int, speaker: str, minutes: int | None, actor: Actor
) -> AgendaItem:
    """Say who presents an item and how long (người trình bày, số phút).

    Args:
        minutes: None leaves the length open.

    Raises:
        CannotChangeAgenda: the item is gone, or the meeting has begun.
    """
    meeting = _meeting(meeting_id, actor)
    item = _of(meeting.items.filter(pk=item_id))
    item.speaker, item.minutes = clean(speaker), minutes
    item.save(update_fields=["speaker", "minutes"])
    return item


@transaction.atomic
def remove_item(*, meeting_id: int, item_id: int, actor: Actor) -> None:
    """Take an item off the agenda before the meeting.

    Raises:
        CannotChangeAgenda: it is an open promise, which comes back until it is settled.
    """
    meeting = _meeting(meeting_id, actor)
    item = _of(meeting.items.filter(pk=item_id))
    if item.step == PROMISE:
        raise CannotChangeAgenda(
            "Việc đã giao chưa xong luôn có trong chương trình. "
            "Tại buổi họp, người họp xác nhận đã xong hoặc thôi không làm thì việc tự hết."
        )
    item.delete()


@transaction.atomic
def move_item(*, meeting_id: int, item_id: int, up: bool, actor: Actor) -> None:
    """Swap an item with its neighbour in the same part."""
    meeting = _meeting(meeting_id, actor)
    item = _of(meeting.items.filter(pk=item_id))
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
    *, meeting_id: int, planned_at: datetime, place: str, actor: Actor, at: datetime
) -> bool:
    """Set hour and place on the planned day; another day is a postponement.

    Returns:
        whether those who have been told of the meeting are told of the change, by a job queued
        in this transaction.

    Raises:
        CannotChangeAgenda: the day is another one.
    """
    meeting = _meeting(meeting_id, actor)
    if timezone.localdate(planned_at) != timezone.localdate(meeting.planned_at):
        raise CannotChangeAgenda(
            "Muốn đổi sang ngày khác, hãy dùng «Hoãn» và ghi lý do.", field="day"
        )
    meeting.planned_at = planned_at
    meeting.place = clean(place)
    meeting.save(update_fields=["planned_at", "place"])
    if not _is_news(meeting, at=at):
        return False
    tell_about_meeting.enqueue(
        meeting_id=meeting.pk, scope_key=meeting.organisation.scope_key, at=at.isoformat()
    )
    return True


def _is_news(meeting: Meeting, *, at: datetime) -> bool:
    is_announced = meeting.noticed_at is not None and meeting.is_ahead and bool(meeting.place)
    return is_announced and meeting.planned_at > at and not is_told(meeting)


def _meeting(meeting_id: int, actor: Actor) -> Meeting:
    meeting = locked(meeting_id, MeetingPermission.MEETING_PLAN, actor=actor)
    if not meeting.is_ahead and meeting.state != Meeting.State.NOT_HELD:
        raise CannotChangeAgenda(
            "Buổi họp đã bắt đầu nên chương trình không đổi ở đây nữa. "
            "Hãy thêm nội dung ngay trong phòng họp."
        )
    return meeting


def _of(found: QuerySet[Found]) -> Found:
    one = found.first()
    if one is None:
        raise CannotChangeAgenda("Nội dung này không còn trong chương trình. Hãy tải lại trang.")
    return one
