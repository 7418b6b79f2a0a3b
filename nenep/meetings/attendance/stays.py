"""Who was in the room when: the opening roll call, and who came late or left early.

Pure functions; an hour that is not known is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

_PRESENT = "present"


@dataclass(frozen=True)
class Stay:
    """What the roll call knows of one person; someone without hours stayed throughout."""

    name: str
    mark: str
    arrived_at: datetime | None = None
    left_at: datetime | None = None

    def is_in_room(self, at: datetime) -> bool:
        """Whether the person was there at a moment; the moment of leaving is no more."""
        return (
            self.mark == _PRESENT
            and (self.arrived_at is None or self.arrived_at <= at)
            and (self.left_at is None or at < self.left_at)
        )

    def misses(self, begins: datetime, ends: datetime) -> bool:
        """Whether the person, present at the meeting, was not there for any of a stretch."""
        came_after = self.arrived_at is not None and begins < self.arrived_at >= ends
        went_before = self.left_at is not None and self.left_at <= begins
        return self.mark == _PRESENT and (came_after or went_before)

    def is_there_in_part(self, begins: datetime, ends: datetime) -> bool:
        """Whether the person came or left within a stretch."""
        if self.mark != _PRESENT or self.misses(begins, ends):
            return False
        came_within = self.arrived_at is not None and begins < self.arrived_at
        left_within = self.left_at is not None and self.left_at < ends
        return came_within or left_within


@dataclass(frozen=True)
class Presence:
    """Who was in the room for a stretch of the meeting, by name, in the order of the roll.

    Attributes:
        present: how many were there, for the whole of it or a part.
        missing: who was present at the meeting but not then.
        partly: who came or left within it.
    """

    present: int
    missing: tuple[str, ...]
    partly: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether it says more than the roll call of the meeting."""
        return bool(self.missing or self.partly)


def presence_during(stays: Iterable[Stay], begins: datetime, ends: datetime) -> Presence:
    """Return who was there from one moment until another."""
    held = [one for one in stays if one.mark == _PRESENT]
    missing = tuple(one.name for one in held if one.misses(begins, ends))
    partly = tuple(one.name for one in held if one.is_there_in_part(begins, ends))
    return Presence(present=len(held) - len(missing), missing=missing, partly=partly)


def stretches(
    begun: Iterable[tuple[int, datetime, datetime]],
) -> dict[int, tuple[datetime, datetime]]:
    """Return from when to when each item lasted: until the next one began, or its part ended.

    Args:
        begun: id, start, and end of the part, of each item that has a start, in any order.

    Returns:
        by id; two that began at the same moment end with the same next one.
    """
    held = list(begun)
    moments = sorted({at for _, at, _ in held})
    following = dict(pairwise(moments))
    return {pk: (at, max(at, min(ends, following.get(at, ends)))) for pk, at, ends in held}
