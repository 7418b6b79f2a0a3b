"""End a meeting."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from nenep.meetings.models import Meeting
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.times import by_device, clock, said, told_time


class CannotEndMeeting(CannotApply):
    """The time does not fit the start or what happened after it."""


def end(moment: Moment, payload: Mapping[str, str]) -> str:
    """End the meeting (bế mạc), or mend the hour of the end until it is signed.

    Payload: `time`, empty for now.
    """
    meeting = moment.meeting
    ended_at = told_time(moment, payload, CannotEndMeeting)
    _refuse_what_came_later(meeting, ended_at)
    running = Q(ended_at=None) | Q(ended_at=meeting.ended_at)
    meeting.parts.filter(running, started_at__isnull=False).update(ended_at=ended_at)
    meeting.state = Meeting.State.ENDED
    meeting.ended_at = ended_at
    meeting.ended_by_device = by_device(moment, payload)
    meeting.save(update_fields=["state", "ended_at", "ended_by_device"])
    return (
        f"Đã kết thúc buổi họp lúc {clock(ended_at)}{said(meeting.ended_by_device)}. "
        "Tiếp theo: xem lại và ký biên bản."
    )


def _refuse_what_came_later(meeting: Meeting, ended_at: datetime) -> None:
    part = meeting.parts.filter(started_at__gt=ended_at).first()
    if part is not None and part.started_at is not None:
        raise CannotEndMeeting(
            f"Giờ kết thúc ở trước lúc phần {part.get_kind_display().lower()} bắt đầu: "
            f"phần {part.get_kind_display().lower()} bắt đầu lúc {clock(part.started_at)}. "
            "Hãy sửa lại giờ."
        )
    item = meeting.items.filter(started_at__gt=ended_at).first()
    if item is not None and item.started_at is not None:
        raise CannotEndMeeting(
            f"«{item.title}» được ghi bắt đầu lúc {clock(item.started_at)}, sau giờ kết thúc này. "
            "Hãy sửa giờ kết thúc, hoặc sửa giờ của nội dung ấy."
        )
    for one in meeting.attendances.filter(Q(arrived_at__gt=ended_at) | Q(left_at__gt=ended_at)):
        words, when = ("về", one.left_at) if one.left_at else ("đến", one.arrived_at)
        assert when is not None  # noqa: S101  (one of the two lies after the end)
        raise CannotEndMeeting(
            f"Có người {words} lúc {clock(when)}, sau giờ kết thúc này. "
            "Hãy sửa giờ kết thúc, hoặc sửa điểm danh."
        )
