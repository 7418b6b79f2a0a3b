"""Rules of the room that need no database."""

from datetime import datetime, time, timedelta

from nenep.core.errors import Refusal

_HALF_A_DAY = timedelta(hours=12)


class CannotReadTime(Refusal):
    """A time typed on the phone is no time of this meeting."""


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


# The code of the edition's majority by which a cell adopts its score.
SCORE_RULE = "score"
