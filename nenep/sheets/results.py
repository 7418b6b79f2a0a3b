"""What reading, comparing and loading a workbook come to."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What loading a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Problem:
    """Something wrong in one cell (lỗi); row 0 concerns the whole sheet.

    Attributes:
        letter: the column as Excel shows it; empty if the column is missing.
        heading: the column's heading.
        found: what stands there, shortened; personal data as the user typed it.
        sentence: what is wrong and what would be right.
    """

    sheet: str
    row: int
    letter: str
    heading: str
    found: str
    sentence: str

    def __str__(self) -> str:
        place = f"Trang «{self.sheet}»"
        if self.row:
            place += f", dòng {self.row}"
        if self.heading:
            place += (
                f", cột {self.letter} «{self.heading}»" if self.letter else f", «{self.heading}»"
            )
        value = f" (đang ghi «{self.found}»)" if self.found else ""
        return f"{place}{value}: {self.sentence}"


@dataclass(frozen=True)
class ChangedField:
    """A field that would change; what is masked in the database is masked here."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One row of the workbook as the preview shows it."""

    sheet: str
    row: int
    label: str
    state: State
    changes: tuple[ChangedField, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something to know that stops nothing (lưu ý)."""

    sheet: str
    sentence: str


@dataclass(frozen=True)
class Preview:
    """What loading a workbook would do (xem trước)."""

    lines: tuple[Line, ...]
    sheet_problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """Return everything that is wrong, in the order of the workbook."""
        return [*self.sheet_problems, *(one for line in self.lines for one in line.problems)]

    @property
    def counts(self) -> dict[str, dict[State, int]]:
        """Return for each sheet how many rows are new, changed, same, wrong."""
        counted: dict[str, Counter[State]] = {}
        for line in self.lines:
            counted.setdefault(line.sheet, Counter())[line.state] += 1
        return {sheet: {state: of[state] for state in State} for sheet, of in counted.items()}

    @property
    def can_load(self) -> bool:
        """Whether nothing is wrong and something would change."""
        return not self.problems and any(
            line.state in (State.NEW, State.CHANGED) for line in self.lines
        )

    @property
    def fingerprint(self) -> str:
        """Return a digest of what would happen: equal as long as nothing else changed."""
        text = json.dumps([asdict(line) for line in self.lines], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> dict[str, object]:
        """Return plain data; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, object]) -> "Preview":
        """Return the preview that `to_json` wrote."""

        def of(kind: type, items: object) -> tuple:  # type: ignore[type-arg]
            return tuple(kind(**item) for item in items)  # type: ignore[attr-defined]

        lines = tuple(
            Line(
                sheet=item["sheet"],
                row=item["row"],
                label=item["label"],
                state=State(item["state"]),
                changes=of(ChangedField, item["changes"]),
                problems=of(Problem, item["problems"]),
            )
            for item in data["lines"]  # type: ignore[attr-defined]
        )
        return cls(
            lines=lines,
            sheet_problems=of(Problem, data["sheet_problems"]),
            notes=of(Note, data["notes"]),
        )


@dataclass(frozen=True)
class Loaded:
    """What was loaded: rows by sheet and state."""

    counts: dict[str, dict[State, int]] = field(default_factory=dict)
    notes: Sequence[Note] = ()

    def total(self, state: State) -> int:
        """Return how many rows had a state."""
        return sum(of[state] for of in self.counts.values())
