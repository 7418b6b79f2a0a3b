"""What waits for somebody; each app declares its own in `waiting.py` (`WAITING`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from nenep.today.asked import Asker


class Urgency(IntEnum):
    """What goes first, whatever its day."""

    NOW = 0
    DUE = 1


@dataclass(frozen=True)
class Pending:
    """Something that waits for somebody (việc đang chờ).

    Attributes:
        key: what makes it one thing, however many duties reach it: "sign 12".
        day: by when, or since when.
        title: what it is, in words.
        action: the word on its button.
        address: where the button leads, in the duty it was read in.
        where: whose it is; may be empty.
        is_since: whether `day` is since when it waits, and not by when.
    """

    key: str
    day: date
    title: str
    action: str
    address: str
    where: str = ""
    urgency: Urgency = Urgency.DUE
    is_since: bool = False


@dataclass(frozen=True)
class Waits:
    """A reader of what waits: at most a few statements, whatever the number of rows.

    Attributes:
        is_own: it reads one's own rows, which hang on the person and not on a duty.
    """

    read: Callable[[Asker], Iterable[Pending]]
    is_own: bool = False
