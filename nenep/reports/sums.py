"""What the cells of a month come to together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# What counts as held, as pages and files say it.
HELD_SAID = (
    "Tính là đã họp khi có biên bản đã ký hoặc số liệu nhập từ sổ giấy; "
    "nhập từ sổ giấy thì không xét biên bản đúng hạn hay chậm."
)


@dataclass(frozen=True)
class Sums:
    """What the cells of a committee came to in a month; each counts cells but where it says so.

    Attributes:
        noticed: whose meeting was announced.
        late: with no meeting by its day; `none` with nothing planned by now.
        present: members present of those counted, over the cells that have met.
        scored: cells with a score; `points` is the sum of these.
        answered: of whose minutes it is known whether they were in time; of the paper book it is not.
        promises_open: promises, None where the actor may not see them.
    """

    cells: int = 0
    noticed: int = 0
    held: int = 0
    late: int = 0
    unsigned: int = 0
    not_held: int = 0
    none: int = 0
    thematic: int = 0
    present: int = 0
    counted: int = 0
    scored: int = 0
    points: Decimal = Decimal(0)
    in_time: int = 0
    answered: int = 0
    promises_open: int | None = None
    promises_late: int | None = None

    @property
    def to_remind(self) -> int:
        """Cells to be reminded: no meeting, no signed minutes, or nothing planned by now."""
        return self.late + self.unsigned + self.not_held + self.none

    @property
    def percent(self) -> Fraction | None:
        """Attendance over the cells that have met, as a share of one."""
        return Fraction(self.present, self.counted) if self.counted else None

    @property
    def held_percent(self) -> Fraction | None:
        """Cells that have met, as a share of one."""
        return Fraction(self.held, self.cells) if self.cells else None

    @property
    def held_bar(self) -> int:
        """Cells that have met as the length of a bar, 0 to 100."""
        return round(100 * self.held_percent) if self.held_percent is not None else 0

    @property
    def timely(self) -> str | None:
        """Minutes in time of those of which it is known, as "2/3"; None where it is of none."""
        return f"{self.in_time}/{self.answered}" if self.answered else None

    @property
    def mean_score(self) -> Decimal | None:
        """Mean score of the cells, to one decimal."""
        return mean_of(self.points, self.scored)


def mean(scores: list[Decimal]) -> Decimal | None:
    """Return the mean of scores to one decimal, or nothing of none."""
    return mean_of(sum(scores, Decimal(0)), len(scores))


def mean_of(points: Decimal, count: int) -> Decimal | None:
    """Return the mean of so many scores with this sum, to one decimal, or nothing of none."""
    if not count:
        return None
    return (points / count).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def added_up(sums: Iterable[Sums]) -> Sums:
    """Return the sums over several committees."""
    found: dict[str, int | Decimal] = {}
    for one in sums:
        for name, value in vars(one).items():
            if value is not None:
                found[name] = found.get(name, 0) + value
    return Sums(**found)  # type: ignore[arg-type]
