"""Counting a roll call, and the length of a meeting: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Counts:
    """The roll call in figures: `entitled` is the sum of `present`, `excused`, `absent`, `unmarked`.

    Attributes:
        unmarked: who has no mark yet; nobody once the minutes can be signed.
    """

    entitled: int
    present: int
    excused: int
    absent: int
    counted: int
    present_counted: int
    unmarked: int = 0


@dataclass(frozen=True)
class MarkedPerson:
    """What the counts need of one person."""

    mark: str
    counted: bool
    leaves_base: bool


def counts(lines: Iterable[MarkedPerson]) -> Counts:
    """Count a roll call.

    Somebody not marked is neither present nor absent; the room asks for a mark before the
    minutes are signed. The base of the attendance rate leaves out whom the edition
    leaves out, and who is away for a reason that leaves the base (special duty).
    """
    present = excused = absent = unmarked = counted = present_counted = 0
    for line in lines:
        if line.mark == "present":
            present += 1
        elif line.mark == "excused":
            excused += 1
        elif line.mark:
            absent += 1
        else:
            unmarked += 1
        if line.counted and not (line.mark != "present" and line.leaves_base):
            counted += 1
            present_counted += line.mark == "present"
    return Counts(
        entitled=present + excused + absent + unmarked,
        present=present,
        excused=excused,
        absent=absent,
        counted=counted,
        present_counted=present_counted,
        unmarked=unmarked,
    )


def length_in_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Return whole minutes, never rounded up into a length that was not reached."""
    return int((ended_at - started_at).total_seconds()) // 60
