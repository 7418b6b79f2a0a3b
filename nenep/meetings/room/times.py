"""Hours told in the room: within the meeting as far as it has gone."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from nenep.meetings.models import Meeting
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.rules import moment_of

_MINUTE = timedelta(minutes=1)


def happened(made: datetime | None, sent: datetime | None, *, now: datetime) -> datetime | None:
    """Return when a command was made, by how long the device kept it.

    Both times are the device's, each corrected by the offset it had measured by then, so a clock
    that was set meanwhile does no harm and an offset that is wrong at both cancels out: only how
    long lay between them counts, and the server's clock at the moment of sending.

    Args:
        made: the device's corrected clock when the command was made.
        sent: the same when it was sent.
        now: the server's.
    """
    if made is None or sent is None or sent < made:
        return None
    try:
        return now - (sent - made)
    except OverflowError:
        return None


def within(meeting: Meeting, told: datetime | None, *, now: datetime) -> datetime | None:
    """Return the moment a device told, if it lies in the meeting and is not as good as now."""
    if told is None or meeting.started_at is None:
        return None
    return told if meeting.started_at <= told < now - _MINUTE else None


def by_device(moment: Moment, payload: Mapping[str, str]) -> bool:
    """Whether the hour of a command is the device's: it was sent later, and none was typed."""
    return moment.by_device and not payload.get("time", "").strip()


def said(told: bool) -> str:
    """Return the words that stand behind an hour of the device."""
    return " (giờ theo máy)" if told else ""


def told_time(moment: Moment, payload: Mapping[str, str], refusal: type[CannotApply]) -> datetime:
    """Return the hour a command tells, not before the start and not in the future.

    Payload: `time` such as "20:15"; empty for now, as long as the meeting lasts; of a device
    that had no network, for the hour at which it was tapped.

    Raises:
        CannotReadTime: it is no time.
        CannotApply: of the kind given, when it does not fit.
    """
    typed, started_at = payload.get("time", "").strip(), moment.meeting.started_at
    assert started_at is not None  # noqa: S101  (an open meeting has begun: a constraint)
    if not typed:
        ended_at = moment.meeting.ended_at
        if ended_at is not None and not (moment.by_device and moment.at <= ended_at):
            raise refusal("Buổi họp đã kết thúc. Hãy ghi giờ, ví dụ 20:15.")
        return moment.at
    told = moment_of(timezone.localtime(started_at), typed)
    # Somebody who types the minute of the start means the start.
    if started_at - _MINUTE < told < started_at:
        return started_at
    if told < started_at:
        raise refusal(f"{typed} là trước giờ bắt đầu họp ({clock(started_at)}). Hãy sửa lại giờ.")
    if told > moment.at:
        raise refusal(f"{typed} còn ở phía trước. Hãy sửa lại giờ, hoặc để trống.")
    return told


def mended_start(
    moment: Moment, payload: Mapping[str, str], refusal: type[CannotApply]
) -> datetime:
    """Return the hour at which a meeting began after all: not ahead, and not after its end.

    Raises:
        CannotReadTime: it is no time.
        CannotApply: of the kind given, when it is missing or does not fit.
    """
    typed, meeting = payload.get("time", "").strip(), moment.meeting
    if not typed:
        raise refusal("Hãy ghi giờ bắt đầu, ví dụ 19:30.")
    assert meeting.started_at is not None  # noqa: S101  (an open meeting has begun: a constraint)
    told = moment_of(timezone.localtime(meeting.started_at), typed)
    if told > moment.at:
        raise refusal(f"{typed} còn ở phía trước. Hãy sửa lại giờ.")
    if meeting.ended_at is not None and told > meeting.ended_at:
        raise refusal(f"{typed} là sau giờ kết thúc ({clock(meeting.ended_at)}). Hãy sửa lại giờ.")
    return told


def time_within(moment: Moment, payload: Mapping[str, str], refusal: type[CannotApply]) -> datetime:
    """Return the hour a command tells of something that happened before the end.

    Raises:
        CannotReadTime: it is no time.
        CannotApply: of the kind given, when it does not fit.
    """
    told, ended_at = told_time(moment, payload, refusal), moment.meeting.ended_at
    if ended_at is not None and told > ended_at:
        raise refusal(f"{clock(told)} là sau giờ kết thúc ({clock(ended_at)}). Hãy sửa lại giờ.")
    return told


def clock(moment: datetime) -> str:
    """Return a moment as people type it: "20:15"."""
    return f"{timezone.localtime(moment):%H:%M}"
