"""The roll call of a whole organisation, cell by cell."""

from dataclasses import dataclass, field
from typing import Any

from nenep.core.vietnamese import name_sort_key
from nenep.documents.structure import Block, PrintedColumn, PrintedTable
from nenep.meetings.book import tables
from nenep.organisations.models import Body


@dataclass
class UnitOfEntry:
    """Those of one cell in a sealed roll call, and how they were marked."""

    name: str
    people: list[dict[str, Any]] = field(default_factory=list)

    def marked(self, mark: str) -> int:
        """How many have a mark."""
        return sum(one["mark"] == mark for one in self.people)

    @property
    def present(self) -> int:
        """How many were there."""
        return self.marked("present")


def units_of_entry(content: dict[str, Any]) -> list[UnitOfEntry]:
    """Return the roll call of a whole organisation by cell; empty for any other body."""
    if content["meeting"]["body"] != Body.Kind.WHOLE:
        return []
    found: dict[str, UnitOfEntry] = {}
    for one in content["roll_call"]:
        name = one.get("unit", "")
        found.setdefault(name, UnitOfEntry(name)).people.append(one)
    return [found[name] for name in sorted(found, key=name_sort_key)]


def by_unit(content: dict[str, Any]) -> list[Block]:
    """Describe how many of each cell came, before the names."""
    units = units_of_entry(content)
    if not units:
        return []
    rows = tuple(
        (
            str(number),
            unit.name,
            str(len(unit.people)),
            *(str(unit.marked(mark)) for mark in ("present", "excused", "absent")),
        )
        for number, unit in enumerate(units, 1)
    )
    columns = (
        PrintedColumn("STT", 1, tables.CENTRE),
        PrintedColumn("Chi bộ", 6),
        PrintedColumn("Đảng viên", 2, tables.CENTRE),
        PrintedColumn("Có mặt", 2, tables.CENTRE),
        PrintedColumn("Vắng có lý do", 2.5, tables.CENTRE),
        PrintedColumn("Vắng không lý do", 2.5, tables.CENTRE),
    )
    return [PrintedTable(columns, rows)]
