"""Stretches of a number line, and whether some of them cover a range without gap or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from nenep.core import formats
from nenep.rulebooks.schema.base import EditionPart, Number

_Border = tuple[Fraction, bool]  # the value, and whether it belongs to the stretch


class Interval(EditionPart):
    """From `at_least` or `above` to `at_most` or `below`; a side left out is open-ended."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _has_one_border_a_side(self) -> Self:
        if self.at_least is not None and self.above is not None:
            raise PydanticCustomError("interval", "chỉ dùng một trong «at_least» và «above»")
        if self.at_most is not None and self.below is not None:
            raise PydanticCustomError("interval", "chỉ dùng một trong «at_most» và «below»")
        lower, upper = self.lower, self.upper
        if lower and upper and (lower[0] > upper[0] or (lower[0] == upper[0] and not lower[1])):
            raise PydanticCustomError("interval", "cận dưới lớn hơn cận trên")
        return self

    @property
    def lower(self) -> _Border | None:
        """The lower border, or None where there is none."""
        if self.at_least is not None:
            return self.at_least, True
        return None if self.above is None else (self.above, False)

    @property
    def upper(self) -> _Border | None:
        """The upper border, or None where there is none."""
        if self.at_most is not None:
            return self.at_most, True
        return None if self.below is None else (self.below, False)

    def contains(self, value: Fraction) -> bool:
        """Whether a value lies in the stretch."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


def coverage_problems(
    stretches: Sequence[Interval], *, low: Fraction, high: Fraction | None
) -> tuple[str, ...]:
    """Find the values from `low` to `high` that no stretch covers, or that two cover.

    Args:
        stretches: In any order.
        low: The smallest value that can occur, itself included.
        high: The largest, itself included; None where there is no largest.

    Returns:
        One Vietnamese sentence for each gap and each overlap, from the lowest up.
    """
    inside = [s for s in stretches if _meets(s, low, high)]
    ordered = sorted(
        inside, key=lambda s: (s.lower is not None, *(_lower_key(s.lower) if s.lower else ()))
    )
    if not ordered:
        return (f"không có bậc nào cho các giá trị từ {shown(low)} trở lên",)
    problems = []
    first = ordered[0].lower
    if first and (first[0] > low or (first[0] == low and not first[1])):
        problems.append(_gap((low, False), first))  # `low` itself is not covered
    reach = ordered[0].upper
    for stretch in ordered[1:]:
        lower = stretch.lower
        if reach is None or lower is None or (reach[0] > lower[0]):
            problems.append(f"hai bậc chồng nhau từ {shown(lower[0] if lower else low)}")
        elif reach[0] == lower[0] and reach[1] and lower[1]:
            problems.append(f"giá trị {shown(lower[0])} thuộc hai bậc")
        elif reach[0] < lower[0] or not (reach[1] or lower[1]):
            problems.append(_gap(reach, lower))
        if reach is not None:
            reach = stretch.upper if stretch.upper is None else max(reach, stretch.upper)
    if reach is not None and high is not None and (reach[0] < high or reach == (high, False)):
        problems.append(_gap(reach, (high, False)))
    elif reach is not None and high is None:
        problems.append(
            f"không có bậc nào cho các giá trị trên {shown(reach[0])}"
            if reach[1]
            else f"không có bậc nào cho các giá trị từ {shown(reach[0])} trở lên"
        )
    return tuple(problems)


def shown(value: Fraction) -> str:
    """Write a number the Vietnamese way, with at most two decimals cut off, not rounded up.

    Args:
        value: Any exact number.

    Returns:
        Such as "1.460", "18,9" or "66,66".
    """
    return formats.number(value)


def _lower_key(border: _Border) -> tuple[Fraction, bool]:
    return border[0], not border[1]


def _meets(stretch: Interval, low: Fraction, high: Fraction | None) -> bool:
    upper, lower = stretch.upper, stretch.lower
    if upper is not None and (upper[0] < low or upper == (low, False)):
        return False
    return high is None or lower is None or lower[0] < high or lower == (high, True)


def _gap(after: _Border, before: _Border) -> str:
    """Say which values lie between two stretches; each border belongs to its stretch or not."""
    if after[0] == before[0]:
        return f"không có bậc nào cho giá trị {shown(after[0])}"
    begins = "trên" if after[1] else "từ"
    ends = "đến dưới" if before[1] else "đến"
    return f"không có bậc nào cho các giá trị {begins} {shown(after[0])} {ends} {shown(before[0])}"


def borders(stretch: Interval) -> str:
    """Write the borders of a stretch: "từ 70, dưới 90"."""
    named = (
        ("từ", stretch.at_least),
        ("trên", stretch.above),
        ("đến", stretch.at_most),
        ("dưới", stretch.below),
    )
    return ", ".join(f"{word} {shown(at)}" for word, at in named if at is not None)


def is_reached(stretch: Interval, *, low: Fraction, high: Fraction | None) -> bool:
    """Whether some value from `low` to `high` lies in a stretch."""
    return _meets(stretch, low, high)
