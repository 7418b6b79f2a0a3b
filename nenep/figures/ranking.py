"""Units in order of a figure: one rule of rounding, «trên» or «từ … trở lên» said, ties equal."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from nenep.figures.adding import Exact, FigureValue, rounded

Unit = TypeVar("Unit")


@dataclass(frozen=True)
class Convention:
    """How units are compared: always by the value as it is printed.

    Attributes:
        digits: after the comma; None: not rounded.
        rounding: "half_up" or "cut".
        over: only units with more than this.
        at_least: only units with this or more.
    """

    digits: int | None = None
    rounding: str = "half_up"
    over: Fraction | None = None
    at_least: Fraction | None = None

    def takes(self, value: Exact) -> bool:
        """Whether a printed value passes; what is unknown passes only where nothing is asked."""
        if self.over is None and self.at_least is None:
            return True
        if value is None:
            return False
        return (self.over is None or value > self.over) and (
            self.at_least is None or value >= self.at_least
        )

    @property
    def text(self) -> str:
        """What is printed under the table."""
        if self.digits is None:
            said = ["Xếp theo trị số đầy đủ, không làm tròn"]
        else:
            how = "làm tròn" if self.rounding == "half_up" else "cắt bỏ phần lẻ"
            said = [f"Xếp theo trị số đã {how} đến {self.digits} chữ số sau dấu phẩy"]
        if self.over is not None:
            said.append(f"chỉ kể đơn vị trên {_written(self.over)} (>)")
        if self.at_least is not None:
            said.append(f"chỉ kể đơn vị từ {_written(self.at_least)} trở lên (≥)")
        said.append("bằng nhau thì cùng hạng; chưa có số thì không xếp hạng")
        return "; ".join(said) + "."


@dataclass(frozen=True)
class Ranked(Generic[Unit]):
    """A unit in its place; without one where its value is unknown."""

    rank: int | None
    unit: Unit
    line: FigureValue
    value: Exact


def ranked(units: Iterable[tuple[Unit, FigureValue]], convention: Convention) -> list[Ranked[Unit]]:
    """Return the units that pass, the highest first, equal ones with the same rank.

    Equal ones stay in the order in which they came; those without a value stand last.
    """
    printed = [
        (unit, line, rounded(line.value, convention.digits, convention.rounding))
        for unit, line in units
    ]
    kept = [one for one in printed if convention.takes(one[2])]
    kept.sort(key=lambda one: (one[2] is None, -(one[2] or 0)))
    found: list[Ranked[Unit]] = []
    for place, (unit, line, value) in enumerate(kept, start=1):
        rank = None if value is None else place
        if found and found[-1].value == value:
            rank = found[-1].rank
        found.append(Ranked(rank, unit, line, value))
    return found


def _written(value: Fraction) -> str:
    text = str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
    return text.replace(".", ",")
