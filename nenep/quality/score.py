"""What an evaluation answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from nenep.core import formats
from nenep.core.errors import Refusal
from nenep.rulebooks.schema.scoring import Level


class PointsRefused(Refusal):
    """Some entries cannot be points of their line; `by_line` holds a sentence for each."""

    def __init__(self, by_line: dict[str, str]) -> None:
        self.by_line = by_line
        super().__init__(" ".join(by_line.values()))


@dataclass(frozen=True)
class EnteredPoints:
    """What people entered for one line.

    Attributes:
        points: Points given, or None.
        met: For a yes/no line, whether it is met, or None.
        reason: Why a measured line gets other points than were measured.
    """

    points: Fraction | Decimal | int | None = None
    met: bool | None = None
    reason: str = ""

    @property
    def exact(self) -> Fraction | None:
        """The points as an exact number."""
        return None if self.points is None else Fraction(self.points)


class LineState(StrEnum):
    """Where the points of a line came from."""

    JUDGED = "judged"
    MEASURED = "measured"
    OVERRIDDEN = "overridden"  # measured, but people gave other points with a reason
    SUM = "sum"
    ABSENT_FULL = "absent_full"  # does not apply and counts full
    ABSENT_ZERO = "absent_zero"  # does not apply and counts nothing
    EXCLUDED = "excluded"  # does not apply; the rest is scaled up
    OPEN = "open"  # cannot be scored yet, see the problems


@dataclass(frozen=True)
class LineScore:
    """The result of one line.

    Attributes:
        code: Code of the line.
        title: In Vietnamese.
        points: Exact; None while open or excluded.
        max: Most points of the line.
        state: Where the points came from.
        evidence: The measured value or the reason, in Vietnamese; may be empty.
        lines: The lines beneath.
        by_people: Measured elsewhere, but not measurable here, so people judge it.
    """

    code: str
    title: str
    points: Fraction | None
    max: Fraction
    state: LineState
    evidence: str = ""
    lines: tuple[LineScore, ...] = ()
    by_people: bool = False

    @property
    def written(self) -> Decimal | None:
        """The points as they are written everywhere: cut off after two digits."""
        return None if self.points is None else formats.cut(self.points)


@dataclass(frozen=True)
class LineProblem:
    """Why a line, or the level (`line` empty), is not settled, in Vietnamese."""

    line: str
    sentence: str


@dataclass(frozen=True)
class Score:
    """The result of a whole form.

    Attributes:
        points: Exact, 0 to `max`; what is open counts nothing.
        max: Most points of the form.
        level: None as long as there is a problem.
        lines: Each criterion in order.
        problems: Everything that still stands in the way of a level.
    """

    points: Fraction
    max: Fraction
    level: Level | None
    lines: tuple[LineScore, ...]
    problems: tuple[LineProblem, ...]

    @property
    def stored(self) -> Decimal:
        """What the rows come to as they are written: each cut off after two digits, then added.

        Whoever adds the rows up finds this total. The level follows the exact `points`.
        """
        counted = [line for line in self.lines if line.state is not LineState.EXCLUDED]
        rows = sum((Fraction(line.written or 0) for line in counted), Fraction(0))
        if 0 < len(counted) < len(self.lines):
            rows = rows * self.max / sum((line.max for line in counted), Fraction(0))
        return formats.cut(rows)

    @property
    def shown(self) -> str:
        """The points in Vietnamese writing, such as "86,5"."""
        return formats.number(self.stored)
