"""Rules of a meeting that need no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nenep.core.errors import Refusal

_HALF_A_DAY = timedelta(hours=12)


class CannotReadTime(Refusal):
    """A time typed on the phone is no time of this meeting."""


@dataclass(frozen=True)
class Counts:
    """The roll call in figures: `entitled` is the sum of the three that follow it."""

    entitled: int
    present: int
    excused: int
    absent: int
    counted: int
    present_counted: int


@dataclass(frozen=True)
class RollLine:
    """What the counts need of one person."""

    mark: str
    counted: bool
    leaves_base: bool


def counts(lines: Iterable[RollLine]) -> Counts:
    """Count a roll call.

    Somebody not marked counts as absent without reason; the room asks for a mark before
    the minutes are signed. The base of the attendance rate leaves out whom the edition
    leaves out, and who is away for a reason that leaves the base (special duty).
    """
    present = excused = absent = counted = present_counted = 0
    for line in lines:
        if line.mark == "present":
            present += 1
        elif line.mark == "excused":
            excused += 1
        else:
            absent += 1
        if line.counted and not (line.mark != "present" and line.leaves_base):
            counted += 1
            present_counted += line.mark == "present"
    return Counts(
        entitled=present + excused + absent,
        present=present,
        excused=excused,
        absent=absent,
        counted=counted,
        present_counted=present_counted,
    )


def moment_of(started_at: datetime, typed: str) -> datetime:
    """Read "20:15" as the moment nearest to the start of a meeting, which may run over midnight.

    Args:
        started_at: local time of the start.
        typed: hours and minutes.

    Raises:
        CannotReadTime: it is not a time of day.
    """
    try:
        hour, minute = typed.strip().replace("h", ":").split(":")
        clock = time(int(hour), int(minute or 0))
    except ValueError:
        raise CannotReadTime(
            f"«{typed}» không phải là giờ. Hãy ghi giờ và phút, ví dụ 20:15."
        ) from None
    moment = datetime.combine(started_at.date(), clock, started_at.tzinfo)
    if started_at - moment > _HALF_A_DAY:
        moment += timedelta(days=1)
    elif moment - started_at > _HALF_A_DAY:
        moment -= timedelta(days=1)
    return moment


def length_in_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Return whole minutes, never rounded up into a length that was not reached."""
    return int((ended_at - started_at).total_seconds()) // 60


def first_of_month(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)
