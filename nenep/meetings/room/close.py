"""End a meeting."""

from collections.abc import Mapping

from django.utils import timezone

from nenep.meetings.models import Meeting
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.rules import moment_of


class CannotEnd(CannotApply):
    """The meeting has ended, or the time does not fit."""


def end(moment: Moment, payload: Mapping[str, str]) -> str:
    """End the meeting (bế mạc). Payload: `time`, empty for now."""
    meeting = moment.meeting
    assert meeting.started_at  # noqa: S101  (an open meeting has begun: a constraint)
    typed = payload.get("time", "").strip()
    ended_at = moment.at
    if typed:
        ended_at = moment_of(timezone.localtime(meeting.started_at), typed)
    if ended_at < meeting.started_at:
        raise CannotEnd("Giờ kết thúc trước giờ bắt đầu. Hãy sửa lại giờ.")
    if ended_at > moment.at:
        raise CannotEnd("Giờ kết thúc còn ở phía trước. Hãy sửa lại giờ, hoặc để trống.")
    meeting.state = Meeting.State.ENDED
    meeting.ended_at = ended_at
    meeting.save(update_fields=["state", "ended_at"])
    meeting.parts.filter(started_at__isnull=False, started_at__lte=ended_at).filter(
        ended_at=None
    ).update(ended_at=ended_at)
    return "Đã kết thúc buổi họp. Tiếp theo: xem lại và ký biên bản."
