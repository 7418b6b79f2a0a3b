"""What a month or a year comes to, from the apps' figures: for cells and for committees alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from nenep.core.months import month_after
from nenep.meetings.figures import HELD, LEVEL, PLANS, THEMATIC
from nenep.organisations.figures import cell_there
from nenep.organisations.models import Organisation
from nenep.organisations.standing import Question, WhoseTree
from nenep.reports.sums import Sums
from nenep.tasks.figures import OPEN_NOW

_PLANS = ("planned", "noticed", "late", "unsigned", "not_held")
_HELD = ("held", "present", "counted", "scored", "points", "in_time", "answered")
_PROMISES = ("promises_open", "promises_late")
# None stands for all cells together.
_Units = dict[int | None, dict[str, int | Decimal]]


def cells_of_units(question: Question) -> dict[int | None, int]:
    """Return how many cells were there in the period, by the unit below that they stood under."""
    cells = question.rows_of(Organisation.objects, dated=None, by_unit=True, cell="pk").filter(
        cell_there(question.period.first, question.period.after)
    )
    return {
        one["unit"]: one["n"]
        for one in cells.order_by().values("unit").annotate(n=Count("pk"))
        if one["unit"] is not None
    }


def cells_by_month(question: Question, seen: Iterable[int]) -> Counter[tuple[int, date]]:
    """Return how many cells were there in each month, by the unit they stood under in it.

    Args:
        seen: the cells that are gone and whose figures are seen nevertheless.
    """
    # Those of today, by their lives, and then what moved: no row a cell and month.
    cells = replace(question, tree=WhoseTree.NOW, places={}).rows_of(
        Organisation.objects, dated=None, by_unit=True, cell="pk"
    )
    period, known = question.period, set(seen)
    lives = cells.filter(cell_there(period.first, period.after)).order_by()
    found: Counter[tuple[int, date]] = Counter()
    for life in lives.values("unit", "founded_on", "dissolved_on").annotate(n=Count("pk")):
        for month in period.months:
            is_gone = life["dissolved_on"] is not None and life["dissolved_on"] <= month
            if life["founded_on"] < month_after(month) and not is_gone:
                found[life["unit"], month] += life["n"]
    if question.top:
        for month, places in question.places.items():
            for unit, number in places.differences(question.top, known).items():
                found[unit, month] += number
    return found


def month_sums(
    question: Question,
    cells: Mapping[int | None, int],
    promises: tuple[int, int] | None = None,
) -> tuple[dict[int | None, Sums], dict[str, int]]:
    """Return what a month came to in each unit, or in all together, and its levels by title.

    Args:
        question: of one month.
        cells: how many were there in each unit; under None: in all together.
        promises: open and late of all together, which the rows have counted already.
    """
    by = () if None in cells else ("unit",)
    found: _Units = {unit: {} for unit in cells}
    _add(found, PLANS.groups(question, *by, only=_PLANS))
    held = HELD.groups(question, *by, "in_level", only=_HELD)
    _add(found, held)
    _add(found, ({"thematic": one.pop("held")} | one for one in THEMATIC.groups(question, *by)))
    if None in cells:
        found[None] |= dict(zip(_PROMISES, promises, strict=True)) if promises else {}
    elif OPEN_NOW.is_open_to(question):
        opened = OPEN_NOW.groups(question, *by)
        _add(
            found,
            (
                {f"promises_{name}": one.pop(name) for name in ("open", "late")} | one
                for one in opened
            ),
        )
        for sums in found.values():
            sums |= dict.fromkeys(_PROMISES, 0) | sums
    is_coming = question.period.is_future(question.today)
    made = {}
    for unit, sums in found.items():
        planned = sums.pop("planned", 0)
        none = 0 if is_coming else cells[unit] - planned
        made[unit] = Sums(cells=cells[unit], none=int(none), **sums)  # type: ignore[arg-type]
    titles = (LEVEL.closed or dict)()
    levels: Counter[str] = Counter()
    for one in held:
        if one["in_level"] and one.get("unit") in found:
            levels[one["in_level"]] += one["held"]
    order = [*titles, *levels]
    in_order = sorted(levels, key=order.index)
    return made, {titles.get(level, level): levels[level] for level in in_order}


def year_sums(question: Question, *, by_unit: bool) -> dict[tuple[int | None, date], Sums]:
    """Return what the regular meetings of each month came to, without the number of cells."""
    by = ("unit", "counts_for") if by_unit else ("counts_for",)
    return {
        (one.pop("unit", None), one.pop("counts_for")): Sums(**one)
        for one in HELD.groups(question, *by, only=_HELD)
    }


def _add(found: _Units, groups: Iterable[Mapping[str, Any]]) -> None:
    """Add groups up in their units; those of no unit asked for are left out."""
    for group in groups:
        sums = found.get(group.get("unit"))
        if sums is not None:
            for name in set(group) - {"unit", "in_level"}:
                sums[name] = sums.get(name, 0) + group[name]
