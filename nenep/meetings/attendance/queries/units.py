"""A roll too long for one list: by the cell each comes from."""

from collections.abc import Iterable
from dataclasses import dataclass

from nenep.core.vietnamese import name_sort_key
from nenep.meetings.attendance.queries.roll import RollRow
from nenep.meetings.models import Attendance

# From how many people on a list is told by cell, with a field to find a name.
MANY = 60

_AWAY = (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


@dataclass(frozen=True)
class Unit:
    """Those of one cell, in Vietnamese order of names; `name` is empty for who comes from none."""

    name: str
    rows: list[RollRow]

    @property
    def present(self) -> int:
        """How many are marked as present."""
        return sum(row.attendance.mark == Attendance.Mark.PRESENT for row in self.rows)

    @property
    def away(self) -> int:
        """How many are marked as away, for whatever reason."""
        return sum(row.attendance.mark in _AWAY for row in self.rows)

    @property
    def unmarked(self) -> int:
        """How many have no mark yet."""
        return len(self.rows) - self.present - self.away


def units_of(roll: Iterable[RollRow]) -> list[Unit]:
    """Return a long roll by cell, in the order of the cells' names; empty for a short one."""
    rows = list(roll)
    if len(rows) <= MANY:
        return []
    by_name: dict[str, list[RollRow]] = {}
    for row in rows:
        by_name.setdefault(row.attendance.unit, []).append(row)
    return [Unit(name, by_name[name]) for name in sorted(by_name, key=name_sort_key)]
