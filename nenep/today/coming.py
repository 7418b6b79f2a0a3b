"""What comes in the next days; each app declares its own in `coming.py` (`COMING`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nenep.today.asked import Asker

DAYS_AHEAD = 14


@dataclass(frozen=True)
class Ahead:
    """Something that comes (việc sắp tới).

    Attributes:
        key: what makes it one thing, however many duties reach it: "meeting 12".
        day: when it is.
        title: what it is, in words.
        address: where it is opened, in the duty it was read in.
        hour: "19 giờ 30"; may be empty.
        where: whose it is; may be empty.
        place: at what place; may be empty.
    """

    key: str
    day: date
    title: str
    address: str
    hour: str = ""
    where: str = ""
    place: str = ""


@dataclass(frozen=True)
class Comes:
    """A reader of what comes; see `waiting.Waits`."""

    read: Callable[[Asker], Iterable[Ahead]]
    is_own: bool = False


def last_day(today: date) -> date:
    """Return the last day that is looked ahead to."""
    return today + timedelta(days=DAYS_AHEAD)
