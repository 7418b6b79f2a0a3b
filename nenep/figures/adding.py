"""From grouped measures to the values of figures. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from nenep.figures.figure import Adds, By, Dimension, Figure, Tally

Number = int | float
Exact = Fraction | None


@dataclass(frozen=True)
class FigureValue:
    """One value of a figure: of the whole, or by one or more dimensions. None is unknown."""

    figure: Figure
    by: By
    value: Exact
    part: Exact = None
    whole: Exact = None
    rows: int = 0


def tally(
    groups: Iterable[Mapping[str, Any]],
    dimensions: Sequence[Dimension],
    measures: Sequence[str],
    *,
    by_unit: bool = False,
) -> Tally:
    """Add groups up to the whole, or to each unit, and by each choice of dimensions.

    Args:
        groups: each with its measures, its `unit` where it has one, and the code of each
            dimension under its name.
    """
    choices = [()] if by_unit else subsets(dimensions)
    found: dict[tuple[int | None, By], dict[str, Any]] = defaultdict(
        lambda: dict.fromkeys(measures, 0)
    )
    for group in groups:
        unit = group.get("unit") if by_unit else None
        if by_unit and unit is None:
            continue
        for choice in choices:
            by = tuple((one.code, group[one.code]) for one in choice)
            sums = found[unit, by]
            for name in measures:
                sums[name] += group.get(name) or 0
    return found


def subsets(dimensions: Sequence[Dimension]) -> list[tuple[Dimension, ...]]:
    """Return every choice of dimensions, none of them first."""
    return [
        choice for count in range(len(dimensions) + 1) for choice in combinations(dimensions, count)
    ]


def lines(figure: Figure, found: Tally | None) -> list[FigureValue]:
    """Return the values of a figure: the total, then by each dimension and combination.

    Args:
        found: of its source; None where nothing is known.
    """
    made: list[FigureValue] = []
    for choice in subsets(figure.by):
        seen = {by for _, by in found or {} if tuple(code for code, _ in by) == _codes(choice)}
        values = [
            one.closed() if one.closed else sorted({dict(by)[one.code] for by in seen})
            for one in choice
        ]
        every = [tuple(zip(_codes(choice), codes, strict=True)) for codes in product(*values)]
        made += [
            line(figure, by, None if found is None else found.get((None, by), {}))
            for by in [*every, *sorted(seen - set(every))]
        ]
    return made


def line(figure: Figure, by: By, measures: Mapping[str, Any] | None) -> FigureValue:
    """Return one value of a figure from its measures; missing ones are 0, None is unknown."""
    if measures is None:
        return FigureValue(figure, by, None)
    part = measures.get(figure.counts, 0)
    rows = measures.get(figure.rows or figure.of or figure.counts) or 0
    if part is None:
        return FigureValue(figure, by, None, rows=int(rows))
    if not figure.of:
        return FigureValue(figure, by, Fraction(part), rows=int(rows))
    whole = Fraction(measures.get(figure.of) or 0)
    value = Fraction(part) / whole * (100 if figure.is_share else 1) if whole else None
    return FigureValue(figure, by, value, Fraction(part), whole, int(rows))


def total_of(parts: Sequence[FigureValue]) -> Exact:
    """Return what the same figure of several parts comes to together; None if one is unknown."""
    if any(one.value is None and one.figure.adds is not Adds.RATIO for one in parts):
        return None
    if parts and parts[0].figure.adds is Adds.RATIO:
        part, whole = (sum((getattr(p, n) or 0 for p in parts), Fraction(0)) for n in _OF_RATIO)
        if not whole:
            return None
        return Fraction(part / whole) * (100 if parts[0].figure.is_share else 1)
    return sum((one.value or Fraction(0) for one in parts), Fraction(0))


def plain(value: Exact) -> Number | None:
    """Return a value as JSON has it: a whole number where it is one."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def rounded(value: Exact, digits: int | None, rounding: str) -> Exact:
    """Return a value with so many digits after the comma; as it is without `digits`.

    Args:
        rounding: "half_up" or "cut".
    """
    if value is None or digits is None:
        return value
    scaled = abs(value) * 10**digits
    whole = scaled.numerator // scaled.denominator
    if rounding == "half_up" and (scaled - whole) * 2 >= 1:
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def decimal(value: Exact, digits: int = 1) -> Decimal | None:
    """Return a value for a page, rounded half up; whole numbers have no digits."""
    if value is None:
        return None
    places = 0 if value.denominator == 1 else digits
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


ROUNDINGS = ("half_up", "cut")
_OF_RATIO = ("part", "whole")


def _codes(choice: Sequence[Dimension]) -> tuple[str, ...]:
    return tuple(one.code for one in choice)
