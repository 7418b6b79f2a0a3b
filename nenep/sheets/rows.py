"""A row as it is read, checked and compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nenep.sheets.cells import shown
from nenep.sheets.columns import Sheet
from nenep.sheets.results import ChangedField, Line, Note, Problem, State


@dataclass
class Row:
    """One row with its values by column name; what is wrong with it gathers here.

    Attributes:
        found: what stands in each cell, as the user sees it.
        letters: the letter of each column that the sheet has.
        is_new: nothing like it is in the database.
        plan: what loading would do, kept by the checks for the loader.
    """

    sheet: Sheet
    number: int
    values: dict[str, Any]
    found: dict[str, str]
    letters: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    changes: list[ChangedField] = field(default_factory=list)
    is_new: bool = False
    plan: Any = None

    def text(self, name: str) -> str:
        """Return a text, empty if the cell is blank."""
        return self.values.get(name) or ""

    def day(self, name: str) -> date | None:
        """Return a day, if one is given."""
        return self.values.get(name)

    def count(self, name: str) -> int | None:
        """Return a whole number, if one is given."""
        return self.values.get(name)

    def wrong(self, name: str, sentence: str) -> None:
        """Say that a cell is wrong and what would be right."""
        self.problems.append(
            Problem(
                sheet=self.sheet.title,
                row=self.number,
                letter=self.letters.get(name, ""),
                heading=self.sheet.column(name).heading,
                found=self.found.get(name, ""),
                sentence=sentence,
            )
        )

    def is_wrong(self, *names: str) -> bool:
        """Whether any of these columns has been found wrong."""
        headings = {self.sheet.column(name).heading for name in names}
        return any(problem.heading in headings for problem in self.problems)

    def change(self, name: str, old: object, new: object, *, masked: str | None = None) -> None:
        """Say that a field would change.

        Args:
            masked: what to show instead of the old value.
        """
        self.changes.append(
            ChangedField(
                self.sheet.column(name).heading,
                shown(old) if masked is None else masked,
                shown(new),
            )
        )

    @property
    def state(self) -> State:
        """Say what loading this row would do."""
        if self.problems:
            return State.WRONG
        if self.is_new:
            return State.NEW
        return State.CHANGED if self.changes else State.SAME

    def line(self) -> Line:
        """Return the row as the preview shows it."""
        label = " · ".join(self.found[name] for name in self.sheet.label if self.found.get(name))
        return Line(
            self.sheet.title,
            self.number,
            label,
            self.state,
            tuple(self.changes) if self.state == State.CHANGED else (),
            tuple(sorted(self.problems, key=lambda one: (len(one.letter), one.letter))),
        )


@dataclass(frozen=True)
class Codes:
    """The codes of one noun in a workbook: of rows of its own, and where others name it."""

    own: list[str]
    others: set[str]

    @property
    def all(self) -> set[str]:
        """Every code once."""
        return {*self.own, *self.others}


@dataclass
class Workbook:
    """What was read: rows by sheet, what concerns whole sheets, what is worth knowing."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def of(self, sheet: Sheet) -> list[Row]:
        """Return the rows of a sheet; none if the workbook lacks it."""
        return self.rows.get(sheet.name, [])

    def codes(self, noun: str) -> Codes:
        """Return the codes that stand in the columns naming a noun; see `Column.names`."""
        found = list(self._codes(noun))
        return Codes(
            [code for is_own, code in found if is_own],
            {code for is_own, code in found if not is_own},
        )

    def _codes(self, noun: str) -> Iterator[tuple[bool, str]]:
        for rows in self.rows.values():
            columns = [one for one in rows[0].sheet.columns if one.names == noun] if rows else []
            for column in columns:
                for row in rows:
                    if code := row.text(column.name):
                        yield column.is_own, code
