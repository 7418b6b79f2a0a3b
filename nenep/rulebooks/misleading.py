"""What in a scoring form adds up and still misleads: gates, lines and tiers that do not do what
they say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from nenep.rulebooks.nodes import Path
from nenep.rulebooks.schema.interval import borders, is_reached, shown
from nenep.rulebooks.schema.scoring import (
    Applies,
    FormLine,
    Level,
    LineKind,
    ScoringForm,
    Tier,
    WhenAbsent,
)


class EditionProblem(NamedTuple):
    """Where in an edition or a form something does not hold, and the Vietnamese sentence."""

    path: Path
    sentence: str


_NEVER_BOTH = {Applies.WITH_COMMITTEE, Applies.WITHOUT_COMMITTEE}


def misleading(form: ScoringForm) -> Iterator[EditionProblem]:
    """Find what the person who defines a form cannot have meant.

    Args:
        form: the edition's form or a committee's own.

    Returns:
        Gates in a circle or leading up; lines, tiers and levels nothing reaches; tiers that give
        more points for less.
    """
    yield from _gates(form)
    for index, level in enumerate(form.levels):
        if not is_reached(level, low=Fraction(0), high=form.max_points):
            yield EditionProblem(("levels", index), f"mức «{level.title}» không bao giờ đạt")
    for index, criterion in enumerate(form.criteria):
        path: Path = ("criteria", index)
        yield from _line(criterion, path)
        for below, line in enumerate(criterion.lines):
            if {criterion.applies_when, line.applies_when} == _NEVER_BOTH:
                yield EditionProblem(
                    (*path, "lines", below),
                    f"dòng «{line.code}» không bao giờ được tính: tiêu chí và dòng loại trừ nhau",
                )
            yield from _line(line, (*path, "lines", below))


def _gates(form: ScoringForm) -> Iterator[EditionProblem]:
    levels = {level.code: level for level in form.levels}
    leads: dict[str, set[str]] = {}
    for index, gate in enumerate(form.gates):
        begin, end = levels.get(gate.level), levels.get(gate.otherwise)
        leads.setdefault(gate.level, set()).add(gate.otherwise)
        if begin and end and _lowest(end) >= _lowest(begin):
            yield EditionProblem(
                ("gates", index),
                f"điều kiện dẫn từ «{begin.title}» lên «{end.title}»; "
                "chỉ được dẫn xuống mức thấp hơn",
            )
    if any(_comes_back(code, leads) for code in leads):
        yield EditionProblem(("gates",), "các điều kiện xếp loại dẫn vòng tròn")


def _lowest(level: Level) -> tuple[Fraction, bool]:
    lower = level.lower
    return (lower[0], not lower[1]) if lower else (Fraction(-1), False)


def _comes_back(start: str, leads: dict[str, set[str]]) -> bool:
    reached, waiting = set[str](), list(leads.get(start, ()))
    while waiting:
        code = waiting.pop()
        if code == start:
            return True
        if code not in reached:
            reached.add(code)
            waiting += leads.get(code, ())
    return False


def _line(line: FormLine, path: Path) -> Iterator[EditionProblem]:
    if line.kind is not LineKind.MEASURED:
        if line.when_absent is WhenAbsent.JUDGED:
            yield EditionProblem(
                (*path, "when_absent"), f"dòng «{line.code}»: «judged» chỉ dùng cho dòng đo"
            )
        return
    if line.measure is None or not line.tiers:
        return
    reached = []
    for index, tier in enumerate(line.tiers):
        if is_reached(tier, low=Fraction(0), high=line.measure.largest):
            reached.append(tier)
        else:
            yield EditionProblem(
                (*path, "tiers", index),
                f"dòng «{line.code}»: bậc {borders(tier)} không bao giờ đạt",
            )
    if reached and max(tier.points for tier in reached) < line.max:
        yield EditionProblem(
            (*path, "tiers"), f"dòng «{line.code}»: không bậc nào cho đủ {shown(line.max)} điểm"
        )
    ordered = sorted(reached, key=_from_below, reverse=not line.measure.more_is_better)
    for worse, better in pairwise(ordered):
        if better.points < worse.points:
            yield EditionProblem(
                (*path, "tiers"),
                f"dòng «{line.code}»: bậc tốt hơn ({borders(better)}) lại ít điểm hơn "
                f"bậc kém ({borders(worse)})",
            )


def _from_below(tier: Tier) -> tuple[bool, Fraction, bool]:
    lower = tier.lower
    return (True, lower[0], not lower[1]) if lower else (False, Fraction(0), False)
