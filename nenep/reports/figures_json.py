"""Figures as the command prints them: values as JSON numbers, unknown as null."""

from fractions import Fraction
from typing import Any

from nenep.figures import adding
from nenep.figures.adding import FigureValue
from nenep.figures.figure import Adds
from nenep.figures.ranking import Ranked
from nenep.organisations.models import Organisation
from nenep.reports.figures import FiguresAnswer, Ranking, ShownFigure


def answer_as_json(answer: FiguresAnswer) -> dict[str, Any]:
    """Return all figures of an organisation in a period."""
    return {
        "organisation": answer.organisation.code,
        "period": answer.period.code,
        "tree": str(answer.tree),
        "figures": [as_json(one) for one in answer.figures],
        "notes": answer.on_moves,
    }


def ranking_as_json(ranking: Ranking) -> dict[str, Any]:
    """Return the units below an organisation in order; its own value stands beside them."""
    whole = as_json(ranking.whole)
    return {
        "organisation": ranking.organisation.code,
        "period": ranking.period.code,
        "tree": str(ranking.tree),
        **{name: whole[name] for name in ("key", "title", "unit", "value", "base")},
        "part": whole.get("part"),
        "whole": whole.get("whole"),
        "convention": ranking.convention.text,
        "count": len(ranking.units),
        "of": ranking.asked_of,
        "units": [_ranked(one) for one in ranking.units],
    }


def as_json(shown: ShownFigure) -> dict[str, Any]:
    """Return a figure as the command prints it."""
    line, figure = shown.line, shown.line.figure
    return {
        "key": figure.key,
        "by": dict(line.by),
        "title": figure.title,
        "unit": figure.unit,
        "value": adding.plain(line.value),
        "base": figure.base or None,
        "adds": str(figure.adds),
        "source": shown.source,
        "rows": line.rows,
        "edition": shown.edition or None,
        "implied": shown.is_implied,
        "note": shown.note,
        "last": adding.plain(shown.last.value) if shown.last else None,
        "change": adding.plain(shown.change),
        "bound": str(shown.bound),
        **_of_ratio(line),
    }


def row_as_json(row: Any) -> dict[str, Any]:
    """Return a row as the command prints it: numbers as numbers."""
    numbers = {
        name: adding.plain(Fraction(row[name]))
        for name in ("value", "part", "whole")
        if row.get(name) is not None
    }
    return dict(row) | numbers


def _ranked(one: Ranked[Organisation]) -> dict[str, Any]:
    """Return a unit in its place as the command prints it."""
    ratio = {"part": None, "whole": None} | _of_ratio(one.line)
    return {
        "rank": one.rank,
        "code": one.unit.code,
        "name": one.unit.name,
        "value": adding.plain(one.value),
        **ratio,
    }


def _of_ratio(line: FigureValue) -> dict[str, Any]:
    if line.figure.adds is not Adds.RATIO:
        return {}
    return {"part": adding.plain(line.part), "whole": adding.plain(line.whole)}
