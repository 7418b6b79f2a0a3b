"""Mend a start: take one back that was a slip, or its hour."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from nenep.audit import actions as audit
from nenep.meetings.calendar.queries.planned import planned_state
from nenep.meetings.models import Meeting, MeetingRole
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.times import clock, mended_start


class CannotTakeBack(CannotApply):
    """Something else has been recorded since the meeting began."""


class CannotChangeStart(CannotApply):
    """Somebody else chairs, or the hour does not fit what was recorded."""


def take_start_back(moment: Moment, payload: Mapping[str, str]) -> str:  # noqa: ARG001
    """Take back a start that was a slip (bấm nhầm, chưa họp), while nothing else is recorded.

    The meeting is again what it was: planned, postponed or not held.
    """
    meeting = moment.meeting
    if not meeting.is_just_begun:
        raise CannotTakeBack(
            "Buổi họp đã ghi thêm việc khác sau khi bắt đầu nên không bỏ lần bắt đầu được nữa."
        )
    is_off = bool(meeting.not_held_reason)
    meeting.state = Meeting.State.NOT_HELD if is_off else planned_state(meeting)
    meeting.started_at, meeting.begun_version, meeting.edition = None, None, ""
    meeting.save(update_fields=["state", "started_at", "begun_version", "edition"])
    meeting.roles.all().delete()
    meeting.attendances.all().delete()
    meeting.guests.filter(is_invited=True).delete()
    meeting.parts.update(started_at=None)
    audit.record(
        "meeting.start_taken_back",
        actor=moment.actor,
        at=moment.at,
        target=meeting,
        words=f"Bỏ lần bắt đầu bấm nhầm: {meeting}.",
    )
    return "Đã bỏ lần bắt đầu bấm nhầm. Buổi họp trở lại như lịch."


def change_start(moment: Moment, payload: Mapping[str, str]) -> str:
    """Mend the hour of the start (sửa giờ bắt đầu): the chair, until the minutes are signed.

    Payload: `time`, such as "19:30". The journal keeps both hours.
    """
    meeting, before = moment.meeting, moment.meeting.started_at
    assert before is not None  # noqa: S101  (an open meeting has begun: a constraint)
    chair = meeting.roles.filter(kind=MeetingRole.Kind.CHAIR).first()
    if chair is None or chair.member_id != moment.actor.member_id:
        raise CannotChangeStart(
            f"Chỉ chủ trì ({chair.name if chair else 'chưa có'}) sửa được giờ bắt đầu."
        )
    after = mended_start(moment, payload, CannotChangeStart)
    for when, what in _recorded(meeting):
        if when < after:
            raise CannotChangeStart(
                f"{what} lúc {clock(when)}, trước giờ bắt đầu này. "
                "Hãy sửa lại giờ, hoặc sửa chỗ đã ghi trước."
            )
    meeting.parts.filter(started_at=before).update(started_at=after)
    meeting.started_at = after
    meeting.save(update_fields=["started_at"])
    audit.record(
        "meeting.start_changed",
        actor=moment.actor,
        at=moment.at,
        target=meeting,
        words=f"Sửa giờ bắt đầu họp từ {clock(before)} thành {clock(after)}.",
    )
    return f"Đã sửa giờ bắt đầu thành {clock(after)}."


def _recorded(meeting: Meeting) -> Iterator[tuple[datetime, str]]:
    """Yield the hours that were told of the meeting, with what happened then."""
    for part in meeting.parts.filter(number__gt=1, started_at__isnull=False):
        if part.started_at:
            yield part.started_at, f"Phần {part.get_kind_display().lower()} bắt đầu"
    for item in meeting.items.filter(started_at__isnull=False):
        if item.started_at:
            yield item.started_at, f"«{item.title}» bắt đầu"
    there = Q(arrived_at__isnull=False) | Q(left_at__isnull=False)
    for one in meeting.attendances.filter(there):
        if one.arrived_at:
            yield one.arrived_at, "Có người đến"
        if one.left_at:
            yield one.left_at, "Có người về"
